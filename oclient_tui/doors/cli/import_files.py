"""Files on the way in and out of an import: a source to read twice, and rejects that appear when all is done."""

import os
import sys
import tempfile
import tomllib
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from oclient_tui.domain.errors import CannotCreate, Invalid, tr

_PART = 1 << 20
SPOOL_LIMIT = 4 << 30
"""Bytes that are taken from stdin; more would fill the disk."""

_TEMPLATE_LIMIT = 1 << 20


@contextmanager
def opened_source(path: str) -> Generator[BinaryIO]:
    """Open a file to read; what cannot be wound back, such as stdin, is put into a nameless file first."""
    with ExitStack() as opened:
        try:
            source = sys.stdin.buffer if path == "-" else opened.enter_context(Path(path).open("rb"))
            if path == "-" or not source.seekable():
                spool = opened.enter_context(tempfile.TemporaryFile())
                source = _spooled(source, cast("BinaryIO", spool))
        except OSError as error:
            raise Invalid(tr("{path} cannot be read: {problem}"), path=path, problem=error.strerror) from error
        yield source


def _spooled(source: BinaryIO, spool: BinaryIO) -> BinaryIO:
    while part := source.read(_PART):
        spool.write(part)
        if spool.tell() > SPOOL_LIMIT:
            raise Invalid(tr("There is more on stdin than is taken. Give the file by its name."))
    spool.seek(0)
    return spool


class RejectsPlace:
    """Where the file of refused rows will stand: under a passing name until the import is done, 0600."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._passing = path.with_name(f".{path.name}.{os.getpid()}")
        if path.exists():
            raise CannotCreate(tr("{path} is there already. Name another file for the refused rows."), path=path)
        try:
            handle = os.open(self._passing, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise self._refusal(error) from error
        self.file: BinaryIO = os.fdopen(handle, "w+b")

    def keep(self) -> None:
        """Give the file its name; raise CannotCreate where another has taken it meanwhile, and leave that one alone."""
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            os.link(self._passing, self._path)
        except OSError as error:
            raise self._refusal(error) from error

    def close(self) -> None:
        """Take the passing name away."""
        self.file.close()
        self._passing.unlink(missing_ok=True)

    def _refusal(self, error: OSError) -> CannotCreate:
        return CannotCreate(tr("{path} cannot be written: {problem}"), path=self._path, problem=error.strerror)


def template(path: str) -> Mapping[str, str]:
    """Return the mapping of a TOML file: field = "Column" lines; raise Invalid."""
    try:
        with Path(path).open("rb") as file:
            found = tomllib.loads(file.read(_TEMPLATE_LIMIT).decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid(tr("{path} cannot be read: {problem}"), path=path, problem=error) from error
    return dict(_flat(found, path))


def _flat(table: Mapping[str, object], path: str, before: str = "") -> Generator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(cast("Mapping[str, object]", value), path, f"{before}{key}.")
        elif isinstance(value, str):
            yield f"{before}{key}", value
        else:
            raise Invalid(tr("{path}: {field} needs the name of a column."), path=path, field=f"{before}{key}")
