"""The short way of reading a row of a file says what the long way says, or nothing (P1)."""

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.customers import Customer, filled
from oclient_tui.domain.imports import ImportRequest, RowRefused
from oclient_tui.gateways.contacts import Contacts
from oclient_tui.services.customers.importing.plain_rows import PlainRows
from oclient_tui.services.customers.importing.rows import RowReader

FIELDS = ("first_name", "last_name", "company", "email", "email2", "phone", "phone3", "city", "country", "birthday",
    "kind", "tags", "language", "gdpr_ignore")  # fmt: skip
COLUMNS = {name: place for place, name in enumerate(reversed(FIELDS))}
CELLS = st.one_of(
    st.sampled_from(
        ("", " ", "Anna", "Łódź", " x  y ", "pl", "Polska", "uk", "1.02.1990", "1990-02-31", "600 100 200",
         "a@b.example", "+48600100200", "c@d.example", "a@b.example; c@d.example", "ext 5", "yes", "on", "x",
         "vip, new", "\x1b[2J", "44:1", "A" * 100,
         "48601234567.0", "600100200 lub 600100201", "600 100 200 / 600 100 201", "pl_PL", "Polski", "03/17", "0/0/00",
         "tel. 600 100 200", '"VIP","Hurt"', "* myContacts")
    ),
    st.text(max_size=8),
)  # fmt: skip
WORK = cast("Any", SimpleNamespace(tools=SimpleNamespace(contacts=Contacts()), now=1))
LONG = RowReader(WORK, COLUMNS, ImportRequest(), "PL")
BLANK = Customer(7, created_at=1)


@given(st.lists(CELLS, min_size=len(FIELDS), max_size=len(FIELDS)))
def test_a_plain_row_is_read_as_any_other(cells: list[str]) -> None:
    # Often enough all of a row is right only where most of it is empty.
    for row in (cells, [cell if place % 3 else "" for place, cell in enumerate(cells)]):
        plain = PlainRows(COLUMNS, Contacts(), "PL").customer(row, BLANK)
        try:
            expected = filled(BLANK, LONG.read(row).change)
        except RowRefused:
            assert plain is None, row
        else:
            assert plain in (None, expected), row


def test_most_rows_take_the_short_way() -> None:
    said = {"last_name": "Łoś", "email": "a@b.example", "phone": "600 100 200", "city": "Łódź", "country": "Polska"}
    row = [said.get(name, "") for name in reversed(FIELDS)]
    read = PlainRows(COLUMNS, Contacts(), "PL").customer(row, BLANK)
    assert read is not None
    assert (read.emails, read.phones, read.country) == (("a@b.example",), ("+48600100200",), "PL")
