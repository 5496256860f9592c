"""Files of this machine, for a person who sits at it; a served screen never comes here (D17)."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid, tr

_MOST = 200


def full(text: str) -> Path:
    """Return the path that somebody typed, `~` for the own folder."""
    return Path(os.path.expanduser(text.strip()))  # noqa: PTH111 - of nobody's folder pathlib raises


def taken(path: Path) -> bool:
    """Whether something stands there, even a link to nothing."""
    return os.path.lexists(path)


def entries(text: str) -> list[str]:
    """Return what a path could go on as: folders, then files, as they would be typed; hidden ones when asked for."""
    folder, _, begun = text.rpartition("/")
    shown = f"{folder}/" if "/" in text else ""
    try:
        with os.scandir(full(shown) if shown else Path()) as found:
            fitting = [entry for entry in found if _fits(entry.name, begun)]
            named = sorted((not entry.is_dir(), entry.name.lower(), entry.name) for entry in fitting)
    except (OSError, ValueError):  # no such folder, no such name
        return []
    return [f"{shown}{name}{'' if plain else '/'}" for plain, _, name in named[:_MOST]]


def _fits(name: str, begun: str) -> bool:
    return name.lower().startswith(begun.lower()) and (begun.startswith(".") or not name.startswith("."))


def shared(options: list[str]) -> str:
    """Return how all of them begin."""
    first, last = min(options, default=""), max(options, default="")
    same = (place for place, sign in enumerate(first) if last[place : place + 1] != sign)
    return first[: next(same, len(first))]


@contextmanager
def opened(path: Path) -> Generator[BinaryIO]:
    """Open a file to read; raise Invalid for a folder, a pipe or a device, and for what cannot be read."""
    try:
        if not path.is_file():
            problem = tr("{path} is a folder.") if path.is_dir() else tr("There is no file {path}.")
            raise Invalid(problem, path=path)
        with path.open("rb") as source:
            yield source
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise Invalid(tr("{path} cannot be read: {problem}"), path=path, problem=problem) from error
