"""The rows of one sheet of a workbook, each with its number and its cells as text."""

import re
from collections import deque
from collections.abc import Iterator

from oclient_tui.domain.errors import Invalid
from oclient_tui.gateways.tables.archives import BROKEN
from oclient_tui.gateways.tables.cell_values import Shows, number_text, unescaped
from oclient_tui.gateways.tables.limits import CELL_LIMIT, COLUMN_LIMIT
from oclient_tui.gateways.tables.workbook_parts import Book
from oclient_tui.gateways.tables.xml_stream import parsed

_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}\Z")
_WIDEST, _LONGEST = 16_384, 1_048_576


def sheet_rows(book: Book, part: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, blank cells at their ends left away; raise Invalid for a damaged sheet."""
    reading = _Sheet(book)
    for _ in parsed(book.archive, part, reading.start, reading.end, reading.text):
        while reading.done:
            yield reading.done.popleft()


class _Sheet:
    """Turns elements into rows."""

    def __init__(self, book: Book) -> None:
        self.done: deque[tuple[int, list[str]]] = deque()
        self._book = book
        self._number = self._column = 0
        self._cells: dict[int, str] = {}
        self._told: dict[str, str] = {}
        self._pieces: list[str] = []
        self._length = 0
        self._taking = self._aside = False

    def start(self, name: str, told: dict[str, str]) -> None:
        if name == "c":
            self._told, self._pieces, self._length = told, [], 0
            self._column = self._place(told["r"]) if "r" in told else self._column + 1
        elif name == "v" or name == "t":
            self._taking = not self._aside
        elif name == "row":
            self._number = int(told["r"][:9]) if told.get("r", "").isdecimal() else self._number + 1
            self._column, self._cells = 0, {}
            if self._number > _LONGEST:
                raise Invalid(BROKEN)
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        if name == "c":
            if self._pieces:
                value = self._value("".join(self._pieces))
                if value:
                    self._cells[self._column] = value
        elif name == "row":
            self._finish()
        elif name == "rPh":
            self._aside = False
        else:
            self._taking = False

    def text(self, piece: str) -> None:
        if self._taking and self._length <= CELL_LIMIT:
            self._length += len(piece)
            self._pieces.append(piece)

    @staticmethod
    def _place(reference: str) -> int:
        found = _PLACE.match(reference)
        column = 0
        for letter in found[1] if found else "":
            column = column * 26 + ord(letter) - 64
        if not 0 < column <= _WIDEST:
            raise Invalid(BROKEN)
        return column

    def _finish(self) -> None:
        if self._cells and any(value.strip() for value in self._cells.values()):
            width = min(max(self._cells), COLUMN_LIMIT + 1)
            self.done.append((self._number, [self._cells.get(column, "") for column in range(1, width + 1)]))
        self._cells = {}

    def _value(self, text: str) -> str:
        kind = self._told.get("t", "n")
        if kind == "s":
            return self._shared(text)
        if kind == "b":
            return "true" if text.strip() == "1" else "false"
        if kind == "e":
            return ""
        if kind != "n":
            return unescaped(text)
        style = self._told.get("s", "0")
        place = int(style[:9]) if style.isdecimal() else 0
        formats = self._book.formats
        shows, code = formats[place] if place < len(formats) else (Shows.NUMBER, "")
        return number_text(text.strip(), shows, code, from_1904=self._book.from_1904)

    def _shared(self, text: str) -> str:
        place = text.strip()
        if not place.isdecimal() or int(place[:9]) >= len(self._book.texts):
            raise Invalid(BROKEN)
        return self._book.texts[int(place)]
