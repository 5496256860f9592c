"""What is written is read again as it was, and no cell of it is a formula (E1)."""

import io
import json
import re
from collections.abc import Sequence

import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from oclient_tui.domain.sheets import Cell, TableFormat
from oclient_tui.domain.text import one_line
from oclient_tui.gateways.tables import Tables
from oclient_tui.gateways.tables.formulas import exceptions, harmless, harmless_row, restored

COLUMNS = ("id", "first_name", "last_name", "company", "phone", "city", "measurement.waist", "note")
FORMULAS = (
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\tx", "\rx", " =1", "\xa0=1", "\u200b=1", "\ufeff=1", "\u3000@x",
    "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "'=1", "''=1", "' =1", "'\t", '=HYPERLINK("http://evil.example")',
    "=cmd|' /C calc'!A0", "\n=1", "+48 600", "-", "@", "=", "\ufe66", "\u2028-1",
)  # fmt: skip
HARMLESS = ("", "Jan", "O'Hara", "'t Hart", "'600", "a=b", "1-2", "x@example.com", "12.50", "'", "''", " x")
PIECES = st.lists(
    st.sampled_from([*"=+-@'\"\t\r\n ,;|\\Łz5\uff1d\xa0", "\r\n", "sep=", "_x0041_", "{", "<", "\u2028", "\x85"]),
    max_size=7,
).map("".join)
TEXT = st.one_of(
    PIECES, st.sampled_from([*FORMULAS, *HARMLESS]), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
).filter(lambda text: "\0" not in text)  # fmt: skip
PHONE = st.one_of(TEXT, st.from_regex(r"\+[1-9][0-9]{6,12}", fullmatch=True))
AMOUNT = st.one_of(TEXT, st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True))
ROW = st.tuples(st.integers(1, 1 << 62).map(str), TEXT, TEXT, TEXT, PHONE, TEXT, AMOUNT, TEXT)
STARTS = re.compile(r"[\t\r]|[\s\x00-\x20\xa0\u200b\ufeff\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66]")


def written(kind: TableFormat, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    target = io.BytesIO()
    Tables().write(kind, target, columns, rows)
    return target.getvalue()


def again(content: bytes) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    sheet = Tables().open(io.BytesIO(content))
    rows = list(sheet.rows())
    assert not [str(row.fault) for row in rows if row.problem]
    return sheet.header, [row.cells for row in rows]


@pytest.mark.parametrize("kind", [TableFormat.CSV, TableFormat.TSV])
@given(rows=st.lists(ROW, max_size=5))
@settings(max_examples=150)
@example(rows=[("1", "a\\", '"', "x\\,", "", "", "", "")])
@example(
    rows=[("1", ' "x"', "', '", "';'", ";;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;", "", "", "")]
)
def test_text_comes_back(kind: TableFormat, rows: list[tuple[str, ...]]) -> None:
    content = written(kind, COLUMNS, rows)
    assert again(content) == (COLUMNS, rows)


@given(rows=st.lists(ROW, max_size=3))
@settings(max_examples=40)
def test_workbooks_come_back(rows: list[tuple[str, ...]]) -> None:
    content = written(TableFormat.XLSX, COLUMNS, rows)
    assert again(content) == (COLUMNS, rows)


@given(rows=st.lists(ROW, max_size=3))
@settings(max_examples=60)
def test_lines_of_json_come_back(rows: list[tuple[str, ...]]) -> None:
    lines = written(TableFormat.JSONL, COLUMNS, rows).decode().split("\n")
    assert [tuple(json.loads(line).values()) for line in lines[:-1]] == rows
    assert lines[-1] == ""


LINE = TEXT.map(one_line)
LABELS = st.lists(LINE.map(lambda text: text.replace(",", "").strip()).filter(bool), max_size=3).map(tuple)
CARD = st.fixed_dictionaries(
    {
        "first_name": LINE, "last_name": LINE, "company": LINE, "email": st.just("a@example.com"),
        "phone": st.just("+48600100200"), "phone2": st.sampled_from(["", "+48600100201"]), "tax_id": LINE,
        "street": LINE, "postcode": LINE, "city": LINE, "country": st.sampled_from(["", "PL"]),
        "delivery_city": LINE, "birthday": st.sampled_from(["", "1984-03-17"]), "tags": LABELS, "categories": LABELS,
        "restricted": st.booleans(),
    }
).filter(lambda card: bool(card["first_name"] or card["last_name"]))  # fmt: skip


@given(card=CARD)
@settings(max_examples=100)
def test_cards_come_back(card: dict[str, Cell]) -> None:
    content = written(TableFormat.VCARD, tuple(card), [tuple(card.values())])
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    header, (cells,) = again(content)
    found = dict(zip(header, cells, strict=True))
    wanted = {name: ", ".join(cell) if isinstance(cell, tuple) else cell for name, cell in card.items()}
    wanted["restricted"] = "on" if card["restricted"] else ""
    assert {name: cell for name, cell in found.items() if cell} == {name: cell for name, cell in wanted.items() if cell}


def test_another_reader_takes_the_cards() -> None:
    row = ("Łucja", "Żółw; i synowie", "a@example.com", "+48600100200", ("vip", "stała"))
    content = written(TableFormat.VCARD, ("first_name", "last_name", "email", "phone", "tags"), [row])
    card = vobject.readOne(content.decode())
    assert (card.n.value.given, card.n.value.family) == row[:2]
    assert (card.email.value, card.tel.value, tuple(card.categories.value)) == row[2:]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_marked(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert restored(harmless(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_are_not(text: str) -> None:
    assert harmless(text) == text == restored(text)


@given(text=TEXT)
@settings(max_examples=300)
def test_marks_are_taken_away_and_nothing_else(text: str) -> None:
    assert restored(harmless(text)) == text
    assert not STARTS.match(harmless(text))


def test_telephones_and_amounts_stay_in_their_columns() -> None:
    allowed = exceptions(["phone", "phone2", "measurement.waist", "first_name"])
    assert harmless_row(["+48600100200", "+1", "-12.5", "+48600100200"], allowed) == [
        "+48600100200", "'+1", "-12.5", "'+48600100200",
    ]  # fmt: skip
    hostile = ["+48600100200+cmd|x", "+48600100200\n", "-1+1", "-2"]
    assert harmless_row(hostile, allowed) == [f"'{text}" for text in hostile]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    columns = tuple(f"c{number}" for number in range(len(FORMULAS)))
    content = written(TableFormat.XLSX, columns, [FORMULAS, ("https://example.com", *[""] * (len(columns) - 1))])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [isinstance(cell, str) for cell in rows[1]] == [True] * len(FORMULAS)
    assert b"<f>" not in content
    assert again(content)[1][0] == FORMULAS


def test_files_say_what_they_are() -> None:
    csv = written(TableFormat.CSV, ("id", "city"), [("1", "Łódź"), ("2", 'a,"b"')])
    assert csv == 'id,city\r\n1,Łódź\r\n2,"a,""b"""\r\n'.encode()
    cells: list[Sequence[Cell]] = [("1", ("a", "b"), True, False)]
    assert (
        written(TableFormat.JSONL, ("id", "tags", "x", "y"), cells)
        == b'{"id": "1", "tags": ["a", "b"], "x": true, "y": false}\n'
    )
    assert written(TableFormat.TSV, ("id", "tags", "x", "y"), cells) == b"id\ttags\tx\ty\r\n1\ta, b\ton\toff\r\n"
