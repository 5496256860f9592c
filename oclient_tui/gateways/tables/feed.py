"""The text of a file as lines, read block by block: memory stays flat whatever stands in it (E6)."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from oclient_tui.gateways.tables.formulas import MARKED
from oclient_tui.gateways.tables.limits import BLOCK, ROW_LIMIT

TOO_LONG = "\0\0too long\0\0"
"""Stands for a line that was too long to be read."""

NO_TEXT = "\ufffd"
"""Stands for bytes that are no text in the file's charset."""


class Feed:
    """Blocks of whole lines, each an iterator that keeps the line ends (a cell may hold some).

    `watchful` turns true once a block has held anything for which rows must be looked at one by one; until then they
    need not be. `row` tells on which line the reader's present row begins: blocks since then are kept, so that rows
    behind a quote that is never closed can be read again, and a row that goes on for too long ends in a csv.Error.
    """

    def __init__(self, source: BinaryIO, charset: str, row: Callable[[], int]) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(charset)("replace")
        self._row = row
        self._tail = ""
        self._skipping = False
        self._next_line = 1
        self._kept: deque[tuple[int, str]] = deque()
        self._split: tuple[int, list[str]] = (0, [])
        self.watchful = False
        self._ended = False

    def lines(self) -> Iterator[str]:
        """Return the lines from here on."""
        return chain.from_iterable(self)

    def line(self, number: int) -> str:
        """Return a line of the kept blocks."""
        first, text = next((block for block in reversed(self._kept) if block[0] <= number), (number, ""))
        if self._split[0] != first:
            self._split = (first, list(io.StringIO(text, newline="")))
        lines = self._split[1]
        return lines[number - first] if number - first < len(lines) else ""

    def again(self, line: int) -> Iterator[str]:
        """Return the lines from a line of the kept blocks on, and all that follow."""
        first = self._kept[0][0] if self._kept else line
        kept = chain.from_iterable([io.StringIO(text, newline="") for _, text in self._kept])
        return chain(islice(kept, line - first, None), self.lines())

    def __iter__(self) -> "Feed":
        return self

    def __next__(self) -> io.StringIO:
        """Return the next block; raise csv.Error where the present row is longer than any may be."""
        row = self._row()
        while len(self._kept) > 1 and self._kept[1][0] <= row:
            self._kept.popleft()
        if sum(len(text) for _, text in islice(self._kept, 1, None)) > ROW_LIMIT:
            raise csv.Error
        text = self._block()
        if not text:
            raise StopIteration
        self.watchful = self.watchful or _odd(text)
        self._kept.append((self._next_line, text))
        self._next_line += text.count("\n") + text.count("\r") - text.count("\r\n") + (text[-1] not in "\r\n")
        return io.StringIO(text, newline="")

    def _block(self) -> str:
        """Return whole lines, or '' at the end; a line longer than a row may be is left out."""
        while not self._ended:
            data = self._source.read(BLOCK)
            text = self._tail + self._decoder.decode(data, final=not data)
            if not data:
                self._ended, self._tail = True, ""
                return TOO_LONG if self._skipping else text
            # A carriage return at the very end may be the first half of a line end.
            cut = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
            whole, self._tail = text[:cut], text[cut:]
            if self._skipping and cut:
                end = min((place for place in (whole.find("\n"), whole.find("\r")) if place >= 0), default=cut - 1)
                whole, self._skipping = f"{TOO_LONG}{whole[end:]}", False
            if self._skipping or len(self._tail) > ROW_LIMIT:
                self._skipping, self._tail = True, self._tail[-1:] if self._tail.endswith("\r") else ""
            if whole:
                return whole
        return ""


def _odd(text: str) -> bool:
    return "\0" in text or NO_TEXT in text or ("'" in text and MARKED.search(text) is not None)
