"""Exports on both engines: who sees what, pages, the columns, the receipt, rights that end meanwhile (X04)."""

import hashlib
import io
import json
from typing import Any

import pytest

from oclient_tui.domain.errors import Denied, Invalid, NotFound
from oclient_tui.domain.sheets import TableFormat
from oclient_tui.gateways.tables import Tables
from oclient_tui.services.customers import exporting
from oclient_tui.services.customers.editing import SetActive
from oclient_tui.services.customers.exporting import ExportCustomers, Exported, RecordExport, export_customers
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.customers.sets import CreateSet
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.members import GrantRight, RevokeRight
from tests.factories import World, add

CSV, JSONL = TableFormat.CSV, TableFormat.JSONL


def exported(
    session: Session, list_id: int, filter_: str = "", set_: str = "", kind: TableFormat = JSONL
) -> tuple[Exported, bytes]:
    """Export, and return the receipt and the file."""
    target = io.BytesIO()
    told = export_customers(session, ExportCustomers(list_id, kind, target, filter_, set_))
    return told, target.getvalue()


def rows(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def names(content: bytes) -> list[str]:
    return [row["first_name"] for row in rows(content)]


def test_everybody_exports_what_they_see(world: World) -> None:  # X04, O07, A3
    for session, name in ((world.ola, "Ola's"), (world.mia, "Mia's"), (world.max, "Max's")):
        add(session, world.id, first_name=name)
    with pytest.raises(Denied):
        exported(world.mia, world.id)
    world.ola.do(GrantRight(world.id, "mia@example.com", "export"))
    told, content = exported(world.mia, world.id)
    assert (names(content), told.rows) == (["Mia's"], 1)
    assert b"Ola" not in content
    assert b"Max" not in content
    for session in (world.ola, world.adam):
        assert names(exported(session, world.id)[1]) == ["Ola's", "Mia's", "Max's"]
    with pytest.raises(NotFound):
        exported(world.eve, world.id)


def test_a_row_is_what_show_tells(world: World) -> None:
    customer = add(world.ola, world.id, first_name="Łucja", last_name="Żółw", email="a@example.com",
                   email2="b@example.com", phone="+48600100200", birthday="1984-03-17", categories="VIP",
                   tags="b,a", restricted="on", **{"measurement.waist": "70.5"})  # fmt: skip
    (row,) = rows(exported(world.ola, world.id)[1])
    shown = world.ola.do(ShowCustomer(world.id, customer.id))
    assert (row["id"], row["first_name"], row["active"], row["restricted"]) == (str(customer.id), "Łucja", True, True)
    assert (row["email"], row["email2"], row["phone"]) == ("a@example.com", "b@example.com", "+48600100200")
    assert row["measurement.waist"] == "70.5"
    assert (row["tags"], row["categories"], row["assigned"]) == (["a", "b"], ["VIP"], list(shown.assigned))
    assert "email3" not in row
    assert "phone2" not in row


def test_the_most_contacts_are_those_of_whom_one_sees(world: World) -> None:  # A3
    add(world.ola, world.id, first_name="x", email="a@example.com", email2="b@example.com", email3="c@example.com")
    add(world.mia, world.id, first_name="y", phone="+48600100200", phone2="+48600100201")
    world.ola.do(GrantRight(world.id, "mia@example.com", "export"))
    header = Tables().open(io.BytesIO(exported(world.mia, world.id, kind=CSV)[1])).header
    assert "email2" not in header
    assert "phone2" in header


def test_filters_sets_and_the_inactive(world: World) -> None:
    customers = [add(world.ola, world.id, first_name=name, city=name[0]) for name in ("Ada", "Bea", "Ala")]
    world.ola.do(SetActive(world.id, customers[2].id, active=False))
    world.ola.do(CreateSet(world.id, "From A", "city:A"))
    assert names(exported(world.ola, world.id)[1]) == ["Ada", "Bea"]
    assert names(exported(world.ola, world.id, "active:any")[1]) == ["Ada", "Bea", "Ala"]
    assert names(exported(world.ola, world.id, set_="from a")[1]) == ["Ada"]
    with pytest.raises(Invalid):
        exported(world.ola, world.id, "nothing:like=it")
    with pytest.raises(NotFound):
        exported(world.ola, world.id, set_="No such set")


def test_pages_follow_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE_LIMIT", 3)
    wanted = [add(world.ola, world.id, first_name=f"n{9 - number}").first_name for number in range(7)]
    heard: list[int] = []
    target = io.BytesIO()
    world.ola.do(ExportCustomers(world.id, JSONL, target, progress=heard.append))
    assert names(target.getvalue()) == wanted
    assert heard == [3, 6, 7]


@pytest.mark.parametrize("kind", TableFormat)
def test_the_receipt_names_the_file(world: World, kind: TableFormat) -> None:  # N08, V05
    add(world.ola, world.id, first_name="Ada", city="Łódź")
    told, content = exported(world.adam, world.id, "city:Łódź", kind=kind)
    assert told == Exported(kind, "city:Łódź", "", 1, hashlib.sha256(content).hexdigest())
    newest = world.ola.do(ListAudit(world.id))[0]
    assert (newest.entry.action, newest.entry.outcome) == ("CustomersExported", "done")
    assert told.sha256 in str(newest)
    assert "city:Łódź" in str(newest)


def test_nobody_is_no_file_and_a_receipt(world: World) -> None:  # V02
    told, content = exported(world.ola, world.id, "city:Nowhere", kind=TableFormat.XLSX)
    assert (told.rows, told.sha256, content) == (0, "", b"")
    assert world.ola.do(ListAudit(world.id))[0].entry.action == "CustomersExported"


def test_a_right_that_ends_meanwhile_ends_the_export(world: World) -> None:  # S1
    add(world.mia, world.id, first_name="x")
    world.ola.do(GrantRight(world.id, "mia@example.com", "export"))

    told = world.mia.do(ExportCustomers(world.id, CSV, io.BytesIO()))
    world.ola.do(RevokeRight(world.id, "mia@example.com", "export"))
    with pytest.raises(Denied):
        world.mia.do(RecordExport(world.id, told))
    assert "CustomersExported" not in [found.entry.action for found in world.ola.do(ListAudit(world.id))]


def test_consents_and_modules_are_not_in_the_file(world: World) -> None:  # O17
    customer = add(world.ola, world.id, first_name="x", email="a@example.com")
    world.ola.do(RecordConsent(world.id, customer.id, "email", given=True, source="a fair"))
    (row,) = rows(exported(world.ola, world.id)[1])
    assert not [name for name in row if name.startswith(("consent", "sales", "notes"))]


def test_an_export_is_read_again_as_it_was(world: World) -> None:  # E1
    hostile = ("=1+1", "+48 600", "-1", "@x", "'=1", "'t Hart", 'a "b", c', "\uff1d1")
    for text in hostile:
        add(world.ola, world.id, first_name=text, phone="+48600100200" if text == "=1+1" else "")
    for kind in (CSV, TableFormat.TSV, TableFormat.XLSX, TableFormat.VCARD):
        sheet = Tables().open(io.BytesIO(exported(world.ola, world.id, kind=kind)[1]))
        place, phone = sheet.header.index("first_name"), sheet.header.index("phone")
        found = [row.cells for row in sheet.rows()]
        assert tuple(cells[place] for cells in found) == hostile
        assert found[0][phone] == "+48600100200"
