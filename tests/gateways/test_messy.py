"""At least 25 messy files, and the expected result of each (issue 4)."""

import io

import pytest

from oclient_tui.domain.errors import Invalid
from oclient_tui.gateways.tables import Tables
from tests.gateways.messy import REFUSED, TEXTS, Messy


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_a_messy_file_is_read(file: Messy) -> None:
    sheet = Tables().open(io.BytesIO(file.content))
    assert (sheet.format, sheet.charset, sheet.delimiter) == (file.format, file.charset, file.delimiter)
    assert sheet.header == file.header
    rows = {row.line: row for row in sheet.rows()}
    for line, wanted in file.rows.items():
        row = rows[line]
        if isinstance(wanted, str):
            assert wanted in str(row.fault), f"line {line}: {row.fault} instead of …{wanted}…"
        else:
            assert (row.cells, row.problem) == (wanted, ""), f"line {line}"
    if len(rows) <= len(file.rows) + 2:
        assert set(rows) == set(file.rows), "other lines are rows than should be"


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_rows_can_be_read_again(file: Messy) -> None:
    sheet = Tables().open(io.BytesIO(file.content))
    first = [row for row, _ in zip(sheet.rows(), range(50), strict=False)]
    assert [row for row, _ in zip(sheet.rows(), range(50), strict=False)] == first


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_says_why(name: str) -> None:
    content, sentence = REFUSED[name]
    with pytest.raises(Invalid) as caught:
        list(Tables().open(io.BytesIO(content)).rows())
    assert sentence in str(caught.value)


def test_a_file_over_the_limit_is_not_read() -> None:
    with pytest.raises(Invalid, match="larger than 1 megabytes"):
        Tables(limit=1 << 20).open(io.BytesIO(b"a,b\n" * 300_000))
