"""A file that somebody asked for: whole and in its place, or not there at all."""

import os
import secrets
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from oclient_tui.domain.errors import CannotCreate, tr

TAKEN = tr("{path} exists already. Name another file.")


@dataclass(frozen=True, slots=True)
class Output:
    """A file being written, for its owner alone (0600). Without `keep` nothing of it stays."""

    file: BinaryIO
    keep: Callable[[], None]


@contextmanager
def placed(path: Path, *, force: bool = False, taken: str = TAKEN) -> Generator[Output]:
    """Yield a file that `keep` puts into its place; until then its bytes have a name of their own beside it.

    Raise CannotCreate where something stands in its place, unless it is a file and `force` says to replace it, and
    where the disk does not take it. `taken` is the sentence for the first.
    """
    try:
        with _beside(path, force=force, taken=taken) as output:
            yield output
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: str | Path, error: OSError) -> CannotCreate:
    """Return the refusal of a file that the disk does not take."""
    return CannotCreate(tr("{path} cannot be written: {problem}"), path=path, problem=error.strerror or str(error))


@contextmanager
def _beside(path: Path, *, force: bool, taken: str) -> Generator[Output]:
    _refuse_existing(path, force=force, taken=taken)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:

            def keep() -> None:
                file.flush()
                os.fsync(file.fileno())
                _place(part, path, force=force, taken=taken)

            yield Output(file, keep)
    finally:
        part.unlink(missing_ok=True)


def _refuse_existing(path: Path, *, force: bool, taken: str) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not force:
        raise CannotCreate(taken, path=path)
    if not stat.S_ISREG(mode):
        raise CannotCreate(tr("{path} is no plain file, and is not replaced."), path=path)


def _place(part: Path, path: Path, *, force: bool, taken: str) -> None:
    """Give the file its name; a link fails where a name was taken meanwhile, which a rename would not notice."""
    if force:
        _refuse_existing(path, force=True, taken=taken)
        part.replace(path)
    else:
        try:
            path.hardlink_to(part)
        except FileExistsError as error:  # also where that other file is gone again by now: ours has no name
            raise CannotCreate(taken, path=path) from error
        except OSError:  # a file system without links
            _refuse_existing(path, force=False, taken=taken)
            part.replace(path)
    with suppress(OSError):  # some file systems cannot sync a folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
