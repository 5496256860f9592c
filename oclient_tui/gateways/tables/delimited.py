"""Files of text with delimiters, CSV and TSV: rows as a stream, at hardly more than Python's own reader costs (P1)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.sheets import NO_VALUES, Sheet, SourceRow, TableFormat
from oclient_tui.gateways.tables.charsets import Charset
from oclient_tui.gateways.tables.dialects import Dialect, first_rows, guess, told
from oclient_tui.gateways.tables.feed import Feed
from oclient_tui.gateways.tables.headers import column_names, header_place
from oclient_tui.gateways.tables.limits import ROW_LIMIT, SAMPLE
from oclient_tui.gateways.tables.rows import Rows


def delimited(source: BinaryIO, charset: Charset) -> Sheet:
    """Return a file of text; raise Invalid where no header is found."""
    sample = _sample(source, charset)
    dialect = guess(sample)
    rows = first_rows(sample, dialect)
    if rows and told("".join(islice(io.StringIO(sample, newline=""), 1))):
        del rows[0]
    place = header_place([cells for _, cells in rows])
    header = column_names(rows[place][1], [cells for _, cells in rows[place + 1 :]])
    kind = TableFormat.TSV if dialect.delimiter == "\t" else TableFormat.CSV
    stream = _Stream(source, charset, dialect, len(header), rows[place][0])
    return Sheet(kind, header, stream, charset.shown, dialect.delimiter if len(header) > 1 else "")


def _sample(source: BinaryIO, charset: Charset) -> str:
    """Return the first whole lines; raise Invalid where the first is longer than any row may be."""
    source.seek(0)
    text = source.read(SAMPLE).decode(charset.name, "replace")
    whole = not source.read(1)
    cut = max(text.rfind("\n"), text.rfind("\r")) + 1
    if not whole and not cut:
        raise Invalid(
            tr("The first line is longer than {limit} characters: this is no table of customers."), limit=ROW_LIMIT
        )
    return text if whole else text[:cut]


@dataclass(frozen=True, slots=True)
class _Stream:
    """Yields the rows below the header, which ends on the line `above`."""

    source: BinaryIO
    charset: Charset
    dialect: Dialect
    width: int
    above: int

    def __call__(self) -> Iterator[SourceRow]:
        """Begin anew. A row that nothing speaks against is yielded at once; the others are looked at (P1)."""
        self.source.seek(0)
        start, offset, width = self.above + 1, self.above, self.width
        feed = Feed(self.source, self.charset.name, lambda: start)
        lines = feed.lines()
        for _ in islice(lines, self.above):
            pass
        looking = Rows(feed, self.dialect, width, lossy=self.charset.lossy)
        reader, make, row = self.dialect.reader(lines, strict=True), tuple.__new__, SourceRow
        while True:
            try:
                for cells in reader:
                    if feed.watchful or len(cells) != width:
                        yield from looking.look(start, cells)
                    elif cells[0] or any(cells):
                        yield make(row, (start, tuple(cells), "", NO_VALUES))
                    start = offset + reader.line_num + 1
                return
            except csv.Error:
                end = offset + reader.line_num
                yield from looking.broken(start, end)
                start = looking.resume or end + 1
            if looking.resume:
                looking.resume, offset = 0, start - 1
                reader = self.dialect.reader(feed.again(start), strict=True)
