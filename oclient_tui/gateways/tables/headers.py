"""The row of a file that names its columns (issue 4)."""

import re
from collections.abc import Sequence

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import one_line
from oclient_tui.gateways.tables.formulas import restored
from oclient_tui.gateways.tables.limits import COLUMN_LIMIT

_ABOVE = 20
"""How many rows of titles and dates may stand above the header."""

_NAME_LIMIT = 200
_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z|\+?[0-9][0-9 ()./-]{6,}\Z")
"""What names no column: an e-mail address, a telephone number, a date."""


def header_place(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows is the header: the first that is not a title above a wider table.

    Raise Invalid for a file without rows, and for one whose first row holds data.
    """
    if not rows:
        raise Invalid(tr("The file is empty."))
    filled = [sum(1 for cell in cells if cell.strip()) for cells in rows]
    widest = max(filled)
    place = next((at for at, found in enumerate(filled[:_ABOVE]) if found > 2 or found * 2 >= widest), 0)
    if len(rows[place]) > COLUMN_LIMIT and filled[place] > COLUMN_LIMIT:
        raise too_wide()
    if any(_VALUE.match(cell.strip()) for cell in rows[place]):
        raise Invalid(
            tr(
                "The first row holds data (“{cell}”) where the names of the columns should stand. "
                "Put a row with their names above it."
            ),
            cell=next(one_line(cell)[:40] for cell in rows[place] if _VALUE.match(cell.strip())),
        )
    return place


def column_names(cells: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the names of the columns, each once: a repeated one gets a number, an empty one its place.

    Empty names at the end fall away where nothing stands below them. Raise Invalid for too many columns.
    """
    width = len(cells)
    while width > 1 and not cells[width - 1].strip() and not any(_holds(row, width - 1) for row in below):
        width -= 1
    if width > COLUMN_LIMIT:
        raise too_wide()
    names: dict[str, None] = {}
    for number, cell in enumerate(cells[:width], 1):
        name = one_line(restored(cell))[:_NAME_LIMIT] or f"#{number}"
        names[_apart(name, names)] = None
    return tuple(names)


def _apart(name: str, taken: dict[str, None]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def _holds(row: Sequence[str], place: int) -> bool:
    return place < len(row) and bool(row[place].strip())


def too_wide() -> Invalid:
    """Return the error for a file with too many columns."""
    return Invalid(tr("The file has more than {limit} columns."), limit=COLUMN_LIMIT)
