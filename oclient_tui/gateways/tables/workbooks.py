"""XLSX, its rows as a stream (ECMA-376).

calamine, a reader that loads a whole sheet, was measured first: it reads a million cells in 0.7 s where this takes 4,
but holds 100 MB for them instead of 35; a file of one kilobyte that names the cell XFD1048576 made it ask for 550 GB
and end the process; and it does not tell the formats of numbers, so that the postcode 02-495 would come as 2495.
Here no more than a row is held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.sheets import Sheet, SourceRow, TableFormat
from oclient_tui.gateways.tables.archives import archive
from oclient_tui.gateways.tables.headers import column_names, header_place
from oclient_tui.gateways.tables.limits import COLUMN_LIMIT, SAMPLE_ROWS
from oclient_tui.gateways.tables.rows import RAGGED, checked_row
from oclient_tui.gateways.tables.sheet_rows import sheet_rows
from oclient_tui.gateways.tables.workbook_parts import Book, read_book


def workbook(source: BinaryIO) -> Sheet:
    """Return the first sheet that holds anything; raise Invalid for a workbook that cannot be read."""
    book = read_book(archive(source))
    for part in book.sheets:
        rows = list(islice(sheet_rows(book, part), SAMPLE_ROWS))
        if rows:
            place = header_place([cells for _, cells in rows])
            below = [cells for _, cells in rows[place + 1 :]]
            header = column_names(_as_wide(rows[place][1], below), below)
            return Sheet(TableFormat.XLSX, header, _Stream(book, part, len(header), rows[place][0]))
    raise Invalid(tr("The file is empty."))


def _as_wide(cells: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """Return the header as wide as what stands below it: a sheet's rows end where their last cell does."""
    width = min(max(map(len, below), default=0), COLUMN_LIMIT)
    return [*cells, *[""] * (width - len(cells))]


@dataclass(frozen=True, slots=True)
class _Stream:
    """Yields the rows below the header, which is the row `above`."""

    book: Book
    part: str
    width: int
    above: int

    def __call__(self) -> Iterator[SourceRow]:
        for line, cells in sheet_rows(self.book, self.part):
            if line > self.above:
                if len(cells) > self.width:
                    yield SourceRow(line, tuple(cells), RAGGED, {"found": len(cells), "wanted": self.width})
                else:
                    yield checked_row(line, [*cells, *[""] * (self.width - len(cells))])
