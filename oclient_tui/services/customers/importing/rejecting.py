"""Rows that did not go in: told in the report, and written to a file that can be corrected and imported again."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from oclient_tui.domain.errors import CannotCreate, tr
from oclient_tui.domain.import_headers import REJECTED, is_rejected
from oclient_tui.domain.imports import SHOWN_REFUSALS, Rejection
from oclient_tui.domain.sheets import SourceRow, TableFormat
from oclient_tui.services.ports import TableFiles


@contextmanager
def _written() -> Generator[None]:
    try:
        yield
    except OSError as error:
        problem = error.strerror
        raise CannotCreate(tr("The refused rows cannot be written: {problem}"), problem=problem) from error


@dataclass(frozen=True)
class RejectsFile:
    """Where refused rows are written to, as CSV, and the language of the reasons."""

    target: BinaryIO
    translate: Callable[[str], str] = str


class Rejections:
    """Collects refused rows: the first in memory, all of them in a nameless file where they are wanted."""

    def __init__(self, header: Sequence[str], wanted: RejectsFile | None) -> None:
        self.first: list[Rejection] = []
        self._seen = Counter[bool]()
        self._wanted = wanted
        self._header = header
        self._width = len(header) - (len(REJECTED) if is_rejected(header) else 0)
        self._kept = tempfile.TemporaryFile("w+", encoding="utf-8") if wanted else None  # noqa: SIM115 - closed in write

    def add(self, row: SourceRow, rejection: Rejection) -> None:
        """Keep one."""
        self._seen[rejection.duplicate] += 1
        if self._seen[rejection.duplicate] <= SHOWN_REFUSALS:
            self.first.append(replace(rejection, cells=row.cells))
        if self._kept is not None and self._wanted is not None:
            reason = rejection.text(self._wanted.translate)
            kept = [list(row.cells), str(rejection.line), rejection.field, reason]
            with _written():
                self._kept.write(f"{json.dumps(kept)}\n")

    def write(self, files: TableFiles) -> None:
        """Write the file of rejects: the columns as they came, and line, field and reason behind them."""
        if self._kept is None or self._wanted is None:
            return
        with self._kept, _written():
            self._kept.seek(0)
            target = self._wanted.target
            target.seek(0)
            target.truncate()
            files.write(TableFormat.CSV, target, (*self._header[: self._width], *REJECTED), self._rows(self._kept))

    def close(self) -> None:
        """Forget what was kept."""
        if self._kept is not None:
            self._kept.close()

    def _rows(self, lines: Iterator[str]) -> Iterator[Sequence[str]]:
        for line in lines:
            cells, *told = json.loads(line)
            cells = cells[: self._width]
            yield (*cells, *[""] * (self._width - len(cells)), *told)
