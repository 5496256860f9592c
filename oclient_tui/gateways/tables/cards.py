"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): each card one row, a broken one a row with a problem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.sheets import Sheet, SourceRow, TableFormat
from oclient_tui.gateways.tables.card_fields import COLUMNS, fields_of
from oclient_tui.gateways.tables.charsets import Charset
from oclient_tui.gateways.tables.feed import Feed
from oclient_tui.gateways.tables.limits import ROW_LIMIT
from oclient_tui.gateways.tables.rows import LONG_ROW, checked_row

_BEGIN = re.compile(r"BEGIN\s*:\s*VCARD\s*\Z", re.IGNORECASE)
_END = re.compile(r"END\s*:\s*VCARD\s*\Z", re.IGNORECASE)
_LEFT_OUT = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|AGENT)[;:]", re.IGNORECASE)
_MORE = re.compile(r"[ \t]")
UNFINISHED = tr("This card has no END:VCARD.")


def cards(source: BinaryIO, charset: Charset) -> Sheet:
    """Return a file of cards; its columns are the customer's own fields."""
    return Sheet(TableFormat.VCARD, COLUMNS, _Cards(source, charset), charset.shown)


@dataclass(frozen=True, slots=True)
class _Cards:
    source: BinaryIO
    charset: Charset

    def __call__(self) -> Iterator[SourceRow]:
        for line, text, whole in self._split():
            if not whole:
                yield SourceRow(line, (), UNFINISHED)
            elif len(text) > ROW_LIMIT:
                yield SourceRow(line, (), LONG_ROW, {"limit": ROW_LIMIT})
            else:
                yield self._row(line, text)

    def _split(self) -> Iterator[tuple[int, str, bool]]:
        """Return each card's first line, its text, and whether it has an end; what stands between them is no card."""
        self.source.seek(0)
        start, size, number, dropping = 0, 0, 0, False
        card: list[str] = []
        feed = Feed(self.source, self.charset.name, lambda: number)
        for number, line in enumerate(feed.lines(), 1):
            if _BEGIN.match(line):
                if start:
                    yield start, "".join(card), False
                start, size, card = number, 0, []
            dropping = bool(_LEFT_OUT.match(line)) or (dropping and bool(_MORE.match(line)))
            if start and not dropping and size <= ROW_LIMIT:
                card.append(line)
                size += len(line)
            if start and _END.match(line):
                yield start, "".join(card), True
                start = 0
        if start:
            yield start, "".join(card), False

    def _row(self, line: int, text: str) -> SourceRow:
        checked = checked_row(line, (text,), lossy=self.charset.lossy)
        if checked.problem:
            return SourceRow(line, (), checked.problem, checked.values)
        try:
            found = fields_of(text)
        except Invalid as error:
            return SourceRow(line, (), error.message, error.values)
        return SourceRow(line, tuple(found.get(name, "") for name in COLUMNS))
