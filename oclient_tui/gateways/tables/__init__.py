"""Files of customers, read and written: one file a format, each loaded when it is used."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from oclient_tui.domain.sheets import Cell, Sheet, TableFormat
from oclient_tui.gateways.tables.limits import FILE_LIMIT


class Tables:
    """The formats behind one door."""

    def __init__(self, limit: int = FILE_LIMIT) -> None:
        self._limit = limit

    def open(self, source: BinaryIO) -> Sheet:
        """Return what a file holds; raise Invalid for one that cannot be read."""
        from oclient_tui.gateways.tables.opening import opened

        return opened(source, self._limit)

    def write(
        self, kind: TableFormat, target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]
    ) -> None:
        """Write a file."""
        from oclient_tui.gateways.tables.writing import written

        written(kind, target, columns, rows)
