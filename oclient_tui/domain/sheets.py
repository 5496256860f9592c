"""What a file of customers holds, whatever its format: a header and rows of text (issue 4)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from oclient_tui.domain.errors import Invalid


class TableFormat(StrEnum):
    """The formats of files of customers; JSON Lines is written only."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    VCARD = "vcard"


Cell = str | bool | tuple[str, ...]
"""What stands in a cell that is written: text, a switch, or labels."""

NO_VALUES: Mapping[str, object] = MappingProxyType({})


class SourceRow(NamedTuple):
    """One row of a file. A named tuple, since a million of them must cost less than reading the file does (P1)."""

    line: int
    """The line on which the row begins, in a sheet its number, in a file of cards the line of its BEGIN."""

    cells: tuple[str, ...]
    """As many as the header has; where there is a problem, what could be read."""

    problem: str = ""
    """Why the row cannot be used at all: a sentence to translate, `values` to be filled in after."""

    values: Mapping[str, object] = NO_VALUES

    @property
    def fault(self) -> Invalid:
        """The problem as an error."""
        return Invalid(self.problem, **self.values)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An opened file. `rows` may be called again: it begins anew at the first row below the header."""

    format: TableFormat
    header: tuple[str, ...]
    """The names of the columns, each once; those of cards are the customer's own fields."""

    rows: Callable[[], Iterator[SourceRow]] = field(repr=False)
    """Raise Invalid where the file breaks off in a way that no later row can be trusted."""

    charset: str = "utf-8"
    delimiter: str = ""
    """What separates cells; '' where the format has none."""
