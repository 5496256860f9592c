"""What separates the cells of a file of text, and how they are quoted: told from its first rows."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from oclient_tui.gateways.tables.delimiters import DELIMITERS, chosen
from oclient_tui.gateways.tables.limits import CELL_LIMIT, SAMPLE_ROWS

csv.field_size_limit(CELL_LIMIT)

NO_DELIMITER = "\x1f"
"""Separates nothing: for one column in which all delimiters stand as text."""

_TOLD = re.compile(r'"?sep=(?P<sign>[,;\t|])"?[,;\t|]*\r?\n?\Z', re.IGNORECASE)
_APOSTROPHES = re.compile(r"'[^'\r\n]*'(?P<sign>[,;\t|])(?:'[^'\r\n]*'(?P=sign))*'[^'\r\n]*'\r?\n")


class RowReader(Protocol):
    """Python's reader of delimited text."""

    @property
    def line_num(self) -> int:
        """How many lines were read."""
        ...

    def __iter__(self) -> Iterator[list[str]]:
        """Return the rows."""
        ...

    def __next__(self) -> list[str]:
        """Return the next row."""
        ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read rows. Python's own guess reads the whole sample with patterns that can run away, and errs often."""

    delimiter: str
    quote: str = '"'
    backslash: bool = False
    padded: bool = False
    """Whether blanks stand between a delimiter and a quote."""

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> RowReader:
        """Return the rows of lines."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=not self.backslash,
            escapechar="\\" if self.backslash else None,
            skipinitialspace=self.padded,
            strict=strict,
        )


def told(line: str) -> str:
    """Return the delimiter of Excel's line `sep=;`; '' for any other line."""
    found = _TOLD.match(line)
    return found["sign"] if found else ""


def guess(sample: str) -> Dialect:
    """Return the dialect that explains most of a sample's delimiters; one column where none does."""
    sure = told(next(iter(io.StringIO(sample, newline="")), ""))
    quoted = _APOSTROPHES.match(sample) if '"' not in sample else None
    if quoted:
        return Dialect(quoted["sign"], "'")
    best = sure or chosen(sample, {sign: _widths(sample, sign) for sign in DELIMITERS})
    best = best or next((sign for sign in reversed(DELIMITERS) if sign not in sample), NO_DELIMITER)
    padded = re.search(rf'{re.escape(best)} +"(?!")', sample) is not None
    found = Dialect(best, padded=padded)
    backslashed = replace(found, backslash=True)
    slips = '\\"' in sample and _slips(sample, found) > _slips(sample, backslashed)
    return backslashed if slips else found


def _slips(sample: str, dialect: Dialect) -> int:
    """Return how many of the first rows break the rule of quotes."""
    reader = dialect.reader(io.StringIO(sample, newline=""), strict=True)
    slips = 0
    for _ in range(SAMPLE_ROWS):
        try:
            next(reader)
        except csv.Error:
            slips += 1
        except StopIteration:
            break
    return slips


def first_rows(sample: str, dialect: Dialect, limit: int = SAMPLE_ROWS) -> list[tuple[int, list[str]]]:
    """Return the first rows that are not empty, each with the number of lines up to its end."""
    reader = dialect.reader(io.StringIO(sample, newline=""))
    rows: list[tuple[int, list[str]]] = []
    while len(rows) < limit:
        try:
            cells = next(reader)
        except csv.Error:  # such rows are told of when they are read
            continue
        except StopIteration:
            break
        if any(cell.strip() for cell in cells):
            rows.append((reader.line_num, cells))
    return rows


def _widths(sample: str, sign: str) -> list[int]:
    return [len(cells) for _, cells in first_rows(sample, Dialect(sign, padded=True))]
