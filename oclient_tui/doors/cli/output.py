"""A file that a command makes: whole and in its place, or behind - on stdout."""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from oclient_tui.domain.errors import tr
from oclient_tui.services.operations.placing import Output, placed, unwritable

STDOUT = "-"
_TAKEN = tr("{path} exists already. Name another file, or say --force.")


@contextmanager
def new_file(path: str, *, force: bool = False) -> Generator[Output]:
    """Yield a file that `keep` puts into its place, or behind - writes to stdout; raise CannotCreate as `placed`."""
    if path == STDOUT:
        with _to_stdout() as output:
            yield output
    else:
        with placed(Path(path), force=force, taken=_TAKEN) as output:
            yield output


@contextmanager
def _to_stdout() -> Generator[Output]:
    try:
        with tempfile.TemporaryFile() as file:

            def keep() -> None:
                file.seek(0)
                try:
                    shutil.copyfileobj(file, sys.stdout.buffer)
                    sys.stdout.buffer.flush()
                except BrokenPipeError:  # a reader who has seen enough
                    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

            yield Output(cast("BinaryIO", file), keep)
    except OSError as error:
        raise unwritable(STDOUT, error) from error
