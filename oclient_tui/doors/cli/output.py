"""A file that a command makes: whole and in its place, or not there at all."""

import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from oclient_tui.domain.errors import CannotCreate, tr

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Output:
    """A file being written, for its owner alone (0600). Without `keep` nothing of it stays."""

    file: BinaryIO
    keep: Callable[[], None]


@contextmanager
def new_file(path: str, *, force: bool = False) -> Generator[Output]:
    """Yield a file that `keep` puts into its place, or behind - writes to stdout.

    Raise CannotCreate where something stands in its place, unless it is a file and `force` says to replace it, and
    where the disk does not take it. Until then the bytes have a name of their own beside the place, or none.
    """
    try:
        with _to_stdout() if path == STDOUT else _beside(Path(path), force=force) as output:
            yield output
    except OSError as error:
        problem = error.strerror or str(error)
        raise CannotCreate(tr("{path} cannot be written: {problem}"), path=path, problem=problem) from error


@contextmanager
def _to_stdout() -> Generator[Output]:
    with tempfile.TemporaryFile() as file:

        def keep() -> None:
            file.seek(0)
            try:
                shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
            except BrokenPipeError:  # a reader who has seen enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

        yield Output(cast("BinaryIO", file), keep)


@contextmanager
def _beside(path: Path, *, force: bool) -> Generator[Output]:
    _refuse_existing(path, force=force)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:

            def keep() -> None:
                file.flush()
                os.fsync(file.fileno())
                _place(part, path, force=force)

            yield Output(file, keep)
    finally:
        part.unlink(missing_ok=True)


def _refuse_existing(path: Path, *, force: bool) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not force:
        raise _exists_already(path)
    if not stat.S_ISREG(mode):
        raise CannotCreate(tr("{path} is no plain file, and is not replaced."), path=path)


def _exists_already(path: Path) -> CannotCreate:
    return CannotCreate(tr("{path} exists already. Name another file, or say --force."), path=path)


def _place(part: Path, path: Path, *, force: bool) -> None:
    """Give the file its name; a link fails where a name was taken meanwhile, which a rename would not notice."""
    if force:
        _refuse_existing(path, force=True)
        part.replace(path)
    else:
        try:
            path.hardlink_to(part)
        except FileExistsError as error:  # also where that other file is gone again by now: ours has no name
            raise _exists_already(path) from error
        except OSError:  # a file system without links
            _refuse_existing(path, force=False)
            part.replace(path)
    with suppress(OSError):  # some file systems cannot sync a folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
