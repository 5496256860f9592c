"""XLSX: what cells say, the sheet that is taken, and another reader's opinion (issue 4, E6)."""

import io
from datetime import date, datetime, time

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.sheets import TableFormat
from oclient_tui.gateways.tables import Tables
from tests.gateways.messy import read
from tests.gateways.workbook_files import MAIN, inline, package, sheet

HEADER = ("name", "day", "moment", "clock", "postcode", "phone", "number", "flag", "sum")


def honest() -> bytes:
    """Return a workbook as a person makes one: an empty sheet, a title, dates and numbers in formats."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("empty")
    page = book.add_worksheet("Klienci")
    day, moment = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": 22})
    clock, postcode = book.add_format({"num_format": "[$-415]hh:mm"}), book.add_format({"num_format": "00\\-000"})
    spaced = book.add_format({"num_format": '000" "000" "000'})
    page.write_string(0, 0, "Lista klientów")
    page.write_row(2, 0, HEADER)
    page.write_string(3, 0, "Żółw\n„Kos”")
    page.write_datetime(3, 1, date(1984, 3, 17), day)
    page.write_datetime(3, 2, datetime(2024, 1, 2, 10, 30, 5), moment)  # noqa: DTZ001 - Excel knows no zones
    page.write_datetime(3, 3, time(9, 5), clock)
    page.write_number(3, 4, 2495, postcode)
    page.write_number(3, 5, 48600100200)
    page.write_number(3, 6, 0.1 + 0.2)
    page.write_boolean(3, 7, True)
    page.write_formula(3, 8, "=1+1", None, 2)
    page.write_string(4, 0, "'=cmd|x")
    page.write_number(4, 5, 600100200, spaced)
    page.write_number(4, 6, -12.5)
    page.write_number(6, 6, 1e20)
    page.write_rich_string(6, 0, "Jan ", book.add_format({"bold": True}), "Kos")
    book.close()
    return target.getvalue()


def test_cells_are_read_as_they_are_shown() -> None:
    opened = Tables().open(io.BytesIO(honest()))
    assert (opened.format, opened.header) == (TableFormat.XLSX, HEADER)
    blank = ("",) * 9
    assert [(row.line, row.cells, row.problem) for row in opened.rows()] == [
        (4, ("Żółw\n„Kos”", "1984-03-17", "2024-01-02T10:30:05", "09:05:00", "02-495", "48600100200", "0.3", "true",
             "2"), ""),
        (5, ("=cmd|x", *blank[1:5], "600 100 200", "-12.5", "", ""), ""),
        (7, ("Jan Kos", *blank[1:6], "100000000000000000000", "", ""), ""),
    ]  # fmt: skip


@pytest.mark.parametrize("from_1904", [False, True])
def test_another_reader_finds_the_same(from_1904: bool) -> None:
    """calamine is written by others in another language; it holds whole sheets and drops formats, so it is not used."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"date_1904": from_1904})
    hidden, page = book.add_worksheet("hidden"), book.add_worksheet("shown")
    hidden.write_row(0, 0, ["x", "y"])
    page.activate()
    page.set_first_sheet()
    hidden.hide()
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": 22})
    page.write_row(0, 0, ["a", "b", "c", "d", "e", "f", "g"])
    for number in range(1, 300):
        page.write_string(number, 0, f"text {number} <&> ąę _x0041_")
        page.write_number(number, 1, number * 1001 / 8)
        page.write_datetime(number, 2, date.fromordinal(700_000 + number * 97), day)
        page.write_boolean(number, 3, number % 2 == 0)
        page.write_formula(number, 4, "=1/0", None, "#DIV/0!" if number % 3 else f"said {number}")
        page.write_datetime(number, 5, datetime(2024, 1, 2, 3, number % 60, 5), moment)  # noqa: DTZ001
    page.merge_range("G2:G9", "merged")
    book.close()
    _, rows = read(target.getvalue())
    found = CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue())).get_sheet_by_name("shown").to_python()[1:]
    assert len(rows) == len(found) == 299
    for row, other in zip(rows, found, strict=True):
        assert isinstance(other[1], float)
        assert isinstance(other[5], datetime)
        assert row.cells == (
            other[0], f"{other[1]:.15g}", str(other[2]), str(other[3]).lower(), other[4], other[5].isoformat(),
            other[6],
        )  # fmt: skip


def test_numbers_keep_the_places_of_their_format() -> None:
    """What another reader loses: it tells the number of a postcode or a phone, and not how the sheet shows it."""
    _, rows = read(honest())
    other = CalamineWorkbook.from_filelike(io.BytesIO(honest())).get_sheet_by_name("Klienci").to_python()
    assert (rows[0].cells[4], rows[1].cells[5]) == ("02-495", "600 100 200")
    assert (other[3][4], other[4][5]) == (2495, 600100200)


def test_days_of_both_calendars() -> None:
    """Excel counts a 29 February 1900 that never was; on a Macintosh of old it began in 1904."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = "<row><c t='str'><v>day</v></c></row>" + "".join(
        f'<row><c s="1"><v>{number}</v></c></row>' for number in (1, 59, 61, 45000, 2958465, 2958466, -1)
    )
    parts = sheet(rows) | {"xl/styles.xml": styles}
    days = [row.cells[0] for row in read(package(parts))[1]]
    assert days == ["1900-01-01", "1900-02-28", "1900-03-01", "2023-03-15", "9999-12-31", "2958466", "1899-12-30"]
    old = f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    old += '<workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    assert read(package(parts | {"xl/workbook.xml": old}))[1][3].cells == ("2027-03-16",)


def test_prefixes_places_and_order_are_free() -> None:
    rows = (
        '<x:row r="2"><x:c r="C2" t="s"><x:v>0</x:v></x:c><x:c r="A2" t="str"><x:v>a</x:v></x:c>'
        '<x:c r="B2" t="str"><x:v>b</x:v></x:c></x:row>'
        '<x:row r="5"><x:c r="C5" t="e"><x:v>#N/A</x:v></x:c><x:c r="B5" t="b"><x:v>0</x:v></x:c></x:row>'
    )
    content = package(
        {
            "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData>'
            "</x:worksheet>",
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><r><t>c</t></r><r><t>d</t></r><rPh><t>no</t></rPh></si>'
            "</sst>",
        }
    )
    assert read(content)[0] == ("a", "b", "cd")
    assert [(row.line, row.cells) for row in read(content)[1]] == [(5, ("", "false", ""))]


def test_cells_beside_the_table_are_a_column_or_a_problem() -> None:
    header, rows = read(package(sheet(inline("a", "b") + inline("1", "2", "3"))))
    assert (header, rows[0].cells) == (("a", "b", "#3"), ("1", "2", "3"))
    far = "".join(inline("1", "2") for _ in range(100)) + inline("1", "2", "3") + inline("4", "5")
    _, rows = read(package(sheet(inline("a", "b") + far)))
    assert "3 cells where the header has 2" in str(rows[100].fault)
    assert rows[101].cells == ("4", "5")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (package({}), "The file is empty."),
        (package(sheet("")), "The file is empty."),
        (package(sheet("<row><c t='s'><v>7</v></c></row>")), "The workbook is damaged."),
        (package(sheet("<row><c r='A1'")), "The workbook is damaged."),
        (package(sheet("<row><c r='ZZZZ1' t='str'><v>x</v></c></row>")), "The workbook is damaged."),
        (package(sheet(inline("a")) | {"xl/styles.xml": "<x"}), "The workbook is damaged."),
        (package(sheet(inline("a")))[:-40], "The workbook is damaged."),
        (package(sheet(inline(*["x"] * 1_001))), "more than 1000 columns"),
        (package({"xl/workbook.bin": b""}), "This is a binary workbook"),
        (package({"word/document.xml": b""}), "This is no file of customers"),
        (package(sheet(inline("a@example.com", "b"))), "The first row holds data"),
    ],
)  # fmt: skip
def test_a_workbook_that_cannot_be_read_says_why(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(content)
    assert sentence in str(caught.value)
