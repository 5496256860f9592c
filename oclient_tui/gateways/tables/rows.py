"""A second look at the rows of a file of text: which can be used, and where to go on behind one that cannot."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice

from oclient_tui.domain.errors import tr
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
    """Looks at rows. `resume` is the line to go on at, behind a row that was given up; 0 to go on as before."""

    def __init__(self, feed: Feed, dialect: Dialect, width: int, *, lossy: bool) -> None:
        self._feed = feed
        self._dialect = dialect
        self._width = width
        self._lossy = lossy
        self._restarts = 0
        self.resume = 0

    def look(self, start: int, end: int, cells: Sequence[str]) -> Sequence[SourceRow]:
        """Return the row of these lines, with its problem if it has one; none for an empty one."""
        if not any(cell.strip() for cell in cells):
            return ()
        uneven = len(cells) != self._width
        if end > start and (uneven or self._feed.finished) and self._unclosed(start):
            return (self._given_up(start),)
        if uneven and TOO_LONG not in cells and (len(cells) < self._width or any(map(str.strip, cells[self._width :]))):
            values = {"found": len(cells), "wanted": self._width}
            return (SourceRow(start, tuple(cells[:COLUMN_LIMIT]), RAGGED, values),)
        return (checked_row(start, cells[: self._width], lossy=self._lossy),)

    def broken(self, start: int, end: int) -> SourceRow:
        """Return the row at which the reader gave up."""
        if end > start and self._unclosed(start):
            return self._given_up(start)
        self.resume = self.resume or end + 1
        return SourceRow(start, (), LONG_CELL, {"limit": CELL_LIMIT})

    def _given_up(self, start: int) -> SourceRow:
        first = next(iter(self._dialect.reader(islice(self._feed.again(start), 1))), [])
        self.resume = start + 1
        return SourceRow(start, tuple(first), QUOTE)

    def _unclosed(self, start: int) -> bool:
        """Whether the row that begins here is quoted wrongly; where it is not, go on behind it.

        A row of several lines that does not fit is either one with too few cells, or a quote too many that swallowed
        the rows behind it. Which, tells a reader that takes quotes as the rule says (RFC 4180).
        """
        if self._restarts >= RESTARTS:
            return False
        self._restarts += 1
        reader = self._dialect.reader(self._bounded(start), strict=True)
        before = csv.field_size_limit(ROW_LIMIT)
        try:
            next(reader)
        except (csv.Error, StopIteration):
            return True
        finally:
            csv.field_size_limit(before)
            self.resume = start + max(reader.line_num, 1)
        return False

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
