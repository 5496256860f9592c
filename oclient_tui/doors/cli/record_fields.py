"""field=value and file=@PATH: what stands on the command line for a record of a card module."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from oclient_tui.domain.errors import CannotCreate, Invalid, tr
from oclient_tui.domain.file_names import UNNAMED
from oclient_tui.domain.module import Kind
from oclient_tui.doors.cli.served import refuse_path
from oclient_tui.doors.cli.typed import typed
from oclient_tui.modules import registered
from oclient_tui.services.records.typed import GivenFile, TypedRecord, too_large

STDIN = "-"


def typed_record(module: str, words: Sequence[str], limit: int) -> TypedRecord:
    """Return the fields; files are read up to the limit in bytes. Raise Invalid for a word that is no field."""
    found = typed(words)
    for name in (*found.add, *found.remove):
        raise Invalid(tr("{field} holds one value: write {field}=…"), field=name)
    paths = {name: text[1:] for name, text in found.values.items() if text.startswith("@") and name in _files(module)}
    values = {name: text for name, text in found.values.items() if name not in paths}
    return TypedRecord(values, {name: read_file(path, limit) for name, path in paths.items()})


def _files(key: str) -> set[str]:
    return {
        field.name for module in registered() if module.key == key for field in module.fields if field.kind is Kind.FILE
    }


def read_file(path: str, limit: int) -> GivenFile:
    """Read a file, or stdin for -, and no more of it than one byte beyond the limit."""
    refuse_path(path)
    try:
        if path == STDIN:
            content = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(limit + 1)
    except OSError as error:
        raise Invalid(tr("{path} cannot be read: {problem}"), path=path, problem=error.strerror) from error
    if len(content) > limit:
        raise too_large(limit)
    return GivenFile(UNNAMED if path == STDIN else path, content)


def write_file(path: str, content: bytes) -> None:
    """Write bytes to stdout for -, or to a new file; raise CannotCreate, also where a file or link stands already."""
    try:
        if path == STDIN:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        raise CannotCreate(tr("{path} cannot be written: {problem}"), path=path, problem=error.strerror) from error
