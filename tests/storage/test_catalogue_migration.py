"""A database of the first schema, with catalogues in use, becomes one of the second: nothing is lost (U2, §5)."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Invalid
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.catalogues import ListEntries
from oclient_tui.services.sharing.removing_entries import RemoveEntry
from storage.migrations.register import MIGRATIONS
from storage.migrations.runner import upgrade
from tests.factories import DOOR
from tests.storage.backdoor import backdoor, contents, is_server
from tests.storage.crowd import another_house

LISTS = {10: "Sklep", 20: "Pusta"}
CATEGORIES = ((101, "VIP", "vip", 2), (102, "Stały", "staly", 1))
CUSTOMERS = (1001, 1002, 1003)
LINKS = ((101, 1001), (102, 1001), (101, 1002))
SETTINGS = {
    "sale_types": "Zapytanie\nOferta\nzapytanie\nOpłacone",
    "interests": "Ogród\n\nMuzyka",
    "modules.notes": "on",
    "duplicates.rules": "email",
}
OLA = 1


def old_rows() -> Iterator[tuple[str, dict[str, object]]]:
    """Return what a program of the first schema had written."""
    account = {"id": OLA, "email": "ola@example.com", "email_key": "ola@example.com", "name": "Ola"}
    yield "accounts", account | {"disabled": False, "epoch": 0, "created_at": 1}
    for list_id, name in LISTS.items():
        row: dict[str, object] = {"list_id": list_id, "name": name, "name_key": name.lower(), "business_type": "shop"}
        row |= {"owner_id": OLA, "assigned_only": True, "region": "PL", "language": "pl"}
        yield "customer_lists", row | {"created_at": 1, "version": 1}
        member = {"list_id": list_id, "account_id": OLA, "role": "owner", "rights": "", "joined_at": 1}
        yield "members", dict(member)
        for entry_id, category, folded, position in CATEGORIES:
            named: dict[str, object] = {"name": category, "name_key": folded, "position": position}
            yield "categories", named | {"list_id": list_id, "id": entry_id + list_id}
    for key, value in SETTINGS.items():
        yield "list_settings", {"list_id": 10, "key": key, "value": value}
    for customer in CUSTOMERS:
        yield "customers", old_customer(customer)
    for linked, customer in LINKS:
        yield "customer_categories", {"list_id": 10, "category_id": linked + 10, "customer_id": customer}
    yield "customer_tags", {"list_id": 10, "tag_key": "new", "customer_id": 1001, "tag": "new"}
    event = {"list_id": 10, "id": 5, "customer_id": 1001, "kind": "sms", "given": True, "wording": "Yes"}
    yield "consent_events", event | {"source": "form", "actor_id": OLA, "at": 1}


def old_customer(customer_id: int) -> dict[str, object]:
    texts = (
        "first_name last_name company emails phones tax_id street postcode city country delivery_street"
        " delivery_postcode delivery_city delivery_country birthday language kind industry first_name_key"
        " last_name_key company_key street_key city_key delivery_street_key delivery_city_key kind_key industry_key"
    )
    row: dict[str, object] = dict.fromkeys(texts.split(), "")
    row |= {"id": customer_id, "list_id": 10, "version": 1, "active": True, "created_at": 1, "created_by": OLA}
    row |= {"updated_at": 1, "sort_key": str(customer_id), "gdpr_ignore": False, "restricted": False}
    return row | {"last_name": f"Old {customer_id}", "changed_in": "{}"}


@pytest.fixture
def old(url: str, tmp_path: Path) -> Iterator[House]:
    """A house on a database of the first schema."""
    with closing(another_house(url, tmp_path)) as house:
        upgrade(house.store.engine, MIGRATIONS[:1], tmp_path / "backups")
        fill(url)
        yield house


def fill(url: str) -> None:
    """Write into a database of the first schema."""
    with backdoor(url) as hand:
        for table, row in old_rows():
            marks = ", ".join("?" * len(row))
            hand.sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())  # noqa: S608


def _ola(house: House) -> Session:
    return house.person(Account(OLA, "ola@example.com", "Ola", False, 0, 1), DOOR)


def test_nothing_is_lost(old: House, url: str) -> None:
    before = contents(url, besides=("schema_version",))
    done = old.upgrade(confirmed=True)
    assert (done.before, done.after) == (1, MIGRATIONS[-1].number)
    after = contents(url, besides=("schema_version",))
    moved = {"categories", "list_settings", "consent_events"}
    for table in before.keys() - moved:
        # Columns that came since stand behind the others.
        wide = len(before[table][0]) if before[table] else 0
        assert [row[:wide] for row in after[table]] == before[table], f"{table} is not as it was"
    ours = [row for row in after["catalogue_entries"] if "categories" in row]
    assert len(ours) == len(before["categories"])
    assert [row[:-1] for row in after["consent_events"]] == before["consent_events"]
    assert sorted(row[1] for row in after["list_settings"]) == ["duplicates.rules", "modules.notes"]
    assert old.store.engine.integrity() == []
    if not is_server(url):
        assert done.backup is not None
        assert contents(str(done.backup)) == contents(str(done.backup)) | {"categories": before["categories"]}


def test_what_was_stored_goes_on_working(old: House) -> None:
    old.upgrade(confirmed=True)
    ola = _ola(old)
    catalogues = {kind: [entry.name for entry in ola.do(ListEntries(10, kind))] for kind in CatalogueKind}
    assert catalogues == {
        CatalogueKind.CATEGORIES: ["Stały", "VIP"],
        CatalogueKind.SALE_TYPES: ["Zapytanie", "Oferta", "Opłacone"],
        CatalogueKind.INTERESTS: ["Ogród", "Muzyka"],
        CatalogueKind.MEASUREMENTS: [],
        CatalogueKind.CONSENT_KINDS: ["email", "sms", "phone", "post"],
    }
    assert [entry.id for entry in ola.do(ListEntries(10, CatalogueKind.CATEGORIES))] == [112, 111]
    assert [entry.code for entry in ola.do(ListEntries(20, CatalogueKind.CONSENT_KINDS))][:2] == ["email", "sms"]
    assert ola.do(ListEntries(20, CatalogueKind.SALE_TYPES)) == []
    found = {one.id: one.categories for one in ola.do(ListCustomers(10)).items}
    assert found == {1001: ("Stały", "VIP"), 1002: ("VIP",), 1003: ()}
    assert ola.do(CountCustomers(10, "category:vip consent:sms")) == 1
    assert [(event.wording, event.version) for event in ola.do(ListConsents(10, 1001))] == [("Yes", 0)]
    assert ola.do(RecordConsent(10, 1001, "sms", True)) is None, "it still stands"


def test_what_was_stored_can_be_changed(old: House) -> None:
    old.upgrade(confirmed=True)
    ola = _ola(old)
    edited = ola.do(EditCustomer(10, 1002, Typed({"categories": "staly", "interests": "ogrod"})))
    assert (edited.categories, edited.interests) == (("Stały",), ("Ogród",))
    assert ola.do(RemoveEntry(10, CatalogueKind.CATEGORIES, "VIP")).used == 1
    assert {one.id: one.categories for one in ola.do(ListCustomers(10)).items}[1001] == ("Stały",)
    assert [entry.name for entry in ola.do(ListEntries(20, CatalogueKind.CATEGORIES))] == ["Stały", "VIP"]
    with pytest.raises(Invalid, match="no category"):
        ola.do(EditCustomer(10, 1003, Typed({"categories": "VIP"})))
