"""A second look at the rows of a file of text: which can be used, and where to go on behind one that cannot."""

import csv
from collections.abc import Iterator, Sequence

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.sheets import SourceRow
from oclient_tui.gateways.tables.dialects import Dialect
from oclient_tui.gateways.tables.feed import NO_TEXT, TOO_LONG, Feed
from oclient_tui.gateways.tables.formulas import restored
from oclient_tui.gateways.tables.limits import CELL_LIMIT, COLUMN_LIMIT, RESTARTS, ROW_LIMIT

RAGGED = tr("This row has {found} cells where the header has {wanted}.")
CONTROL = tr("This row holds a NUL, which is no text.")
CHARSET = tr("This row holds bytes that are no text in the file's charset.")
LONG_ROW = tr("This row is longer than {limit} characters.")
LONG_CELL = tr("A cell of this row is longer than {limit} characters.")
QUOTE = tr("The quote that opens on this line is closed nowhere, or in the wrong place.")


class Rows:
    """Looks at rows. `resume` is the line to go on at, behind a row that was given up; 0 to go on as before.

    The reader of the stream takes quotes as the rule says (RFC 4180), and gives up where they do not: a quote that is
    never closed would else swallow the rows behind it, and might even leave a row of the right width.
    """

    def __init__(self, feed: Feed, dialect: Dialect, width: int, *, lossy: bool) -> None:
        self._feed = feed
        self._dialect = dialect
        self._width = width
        self._lossy = lossy
        self._restarts = 0
        self.resume = 0

    def look(self, line: int, cells: Sequence[str]) -> Sequence[SourceRow]:
        """Return the row, with its problem if it has one; none for an empty one.

        A row that ends early is filled up with empty cells, as spreadsheets leave empty cells away at the ends of rows.
        """
        if not any(cell.strip() for cell in cells):
            return ()
        missing = self._width - len(cells)
        uneven = self._swallowed(cells) if missing > 0 else any(cell.strip() for cell in cells[self._width :])
        if uneven and TOO_LONG not in cells:
            values = {"found": len(cells), "wanted": self._width}
            return (SourceRow(line, tuple(cells[:COLUMN_LIMIT]), RAGGED, values),)
        return (checked_row(line, [*cells[: self._width], *[""] * missing], lossy=self._lossy),)

    def _swallowed(self, cells: Sequence[str]) -> bool:
        """Whether a cell of a short row looks like the rows behind a quote that was closed too late."""
        return any(self._dialect.delimiter in cell and ("\n" in cell or "\r" in cell) for cell in cells)

    def broken(self, start: int, end: int) -> Sequence[SourceRow]:
        """Return the row of these lines, at which the reader gave up.

        One of a single line may still be read with quotes taken for text: Jan "Kos" Nowak. One of several lines is
        given up for its first line alone; the others are read as rows of their own. Raise Invalid where that happens
        too often for the file to be what it seems.
        """
        if start == end:
            cells = self._leniently(start)
            return self.look(start, cells) if cells else (SourceRow(start, (), LONG_CELL, {"limit": CELL_LIMIT}),)
        self._restarts += 1
        if self._restarts > RESTARTS:
            raise Invalid(tr("The quotes of this file are broken in more than {limit} places."), limit=RESTARTS)
        lines = self._lines_of_row(start)
        self.resume = start + max(lines, 1)
        if lines:
            return (SourceRow(start, (), LONG_CELL, {"limit": CELL_LIMIT}),)
        return (SourceRow(start, tuple(self._leniently(start)[:COLUMN_LIMIT]), QUOTE),)

    def _leniently(self, line: int) -> list[str]:
        """Return the cells of one line, whatever its quotes; none where one is too long."""
        try:
            return next(self._dialect.reader([self._feed.line(line)]), list[str]())
        except csv.Error:
            return []

    def _lines_of_row(self, start: int) -> int:
        """Return how many lines a row has that is quoted well and has a cell too long; 0 if it is quoted wrongly."""
        reader = self._dialect.reader(self._bounded(start), strict=True)
        before = csv.field_size_limit(ROW_LIMIT)
        try:
            next(reader)
        except (csv.Error, StopIteration):
            return 0
        finally:
            csv.field_size_limit(before)
        return int(reader.line_num)

    def _bounded(self, start: int) -> Iterator[str]:
        room = ROW_LIMIT
        for line in self._feed.again(start):
            room -= len(line)
            if room < 0:
                return
            yield line


def checked_row(line: int, cells: Sequence[str], *, lossy: bool = False) -> SourceRow:
    """Return a row of the right width, our marks of formulas taken away, or its problem."""
    size = sum(map(len, cells))
    if size > ROW_LIMIT:
        return SourceRow(line, (), LONG_ROW, {"limit": ROW_LIMIT})
    if size > CELL_LIMIT and max(map(len, cells)) > CELL_LIMIT:
        return SourceRow(line, (), LONG_CELL, {"limit": CELL_LIMIT})
    text = "\n".join(cells)
    if TOO_LONG in text:
        return SourceRow(line, (), LONG_ROW, {"limit": ROW_LIMIT})
    if "\0" in text:
        return SourceRow(line, tuple(cell.replace("\0", "") for cell in cells), CONTROL)
    if lossy and NO_TEXT in text:
        return SourceRow(line, tuple(cells), CHARSET)
    return SourceRow(line, tuple(map(restored, cells)) if "'" in text else tuple(cells))
