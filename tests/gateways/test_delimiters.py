"""Whatever stands in the cells, the sign that was written between them is found (issue 4)."""

import csv
import io
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.gateways.tables import Tables
from oclient_tui.gateways.tables.delimiters import DELIMITERS

VALUES: Mapping[str, tuple[str, ...]] = {
    "first_name": ("Jan", "Anna Maria", ""),
    "last_name": ("Żółw", "Kos-Nowak", "d'Arc"),
    "phone": ("600 100 200", "600100200;600100201", ""),
    "street": ("ul. Długa 5, m. 7", "Polna 1", ""),
    "tags": ("a;b;c;d;e;f", "x|y", "q,r,s", ""),
    "notes": ("a, b, c", "x\ny;z;w", "tab\there", ""),
    "amount": ("1,50", "1234,00", "2.5"),
}
COLUMNS = st.lists(st.sampled_from(sorted(VALUES)), min_size=2, unique=True)
ROWS = st.lists(st.fixed_dictionaries({name: st.sampled_from(found) for name, found in VALUES.items()}), max_size=12)


@given(COLUMNS, ROWS, st.sampled_from(DELIMITERS), st.booleans(), st.booleans())
def test_the_delimiter_is_the_one_written(
    columns: list[str], rows: list[dict[str, str]], delimiter: str, cut: bool, quoted: bool
) -> None:
    wanted = [[row[name] for name in columns] for row in rows]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    writer.writerows([_cut(row) for row in wanted] if cut else wanted)
    sheet = Tables().open(io.BytesIO(target.getvalue().encode()))
    assert (sheet.header, sheet.delimiter) == (tuple(columns), delimiter), target.getvalue()
    found = [row for row in sheet.rows() if not row.problem]
    assert all(list(row.cells) in wanted for row in found), target.getvalue()
    if not cut:
        assert [list(row.cells) for row in found] == [row for row in wanted if any(row)]


def _cut(row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end, as spreadsheets write it."""
    width = max((place for place, cell in enumerate(row, 1) if cell), default=0)
    return row[:width]
