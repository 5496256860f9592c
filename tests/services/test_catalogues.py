"""Catalogues: adding, renaming, ordering, removing, and what that does to customers (O31-O35, E09-E13, X07)."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from oclient_tui.config.business_types import business_type, business_types
from oclient_tui.domain.catalogues import CatalogueKind, Entry
from oclient_tui.domain.errors import Conflict, Invalid, Refused
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.sharing.catalogues import AddEntry, ListEntries, MoveEntry, RenameEntry
from oclient_tui.services.sharing.entry_users import ENTRY_USERS
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.removing_entries import RemoveEntry
from oclient_tui.services.usecase import UseCase, Work
from tests.factories import SHOP, World, add

CATEGORIES, SALE_TYPES = CatalogueKind.CATEGORIES, CatalogueKind.SALE_TYPES
INTERESTS, MEASUREMENTS = CatalogueKind.INTERESTS, CatalogueKind.MEASUREMENTS
KINDS = list(CatalogueKind)


def entries(world: World, kind: CatalogueKind) -> list[Entry]:
    return world.mia.do(ListEntries(world.id, kind))


def names(world: World, kind: CatalogueKind) -> list[str]:
    return [entry.name for entry in entries(world, kind)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_stands_once_however_it_is_written(world: World, kind: CatalogueKind) -> None:  # O32
    world.ola.do(AddEntry(world.id, kind, " Żółte  łóżko\t"))
    world.ola.do(AddEntry(world.id, kind, "Other"))
    assert names(world, kind)[-2:] == ["Żółte łóżko", "Other"]
    for again in ("żółte łóżko", "ZOLTE LOZKO", "Zółte\nłozko"):
        with pytest.raises(Refused, match="already"):
            world.ola.do(AddEntry(world.id, kind, again))
        with pytest.raises(Refused, match="already"):
            world.ola.do(RenameEntry(world.id, kind, "other", again))
    world.ola.do(RenameEntry(world.id, kind, "zolte lozko", "ŻÓŁTE ŁÓŻKO"))
    assert names(world, kind)[-2:] == ["ŻÓŁTE ŁÓŻKO", "Other"], "its own name may be written otherwise"
    for of_another in (other for other in KINDS if other is not kind):
        world.ola.do(AddEntry(world.id, of_another, "Żółte łóżko"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_cannot_be_one(world: World, kind: CatalogueKind) -> None:
    before = names(world, kind)
    for name in ("", "  ", "a,b", "x" * 61, "\u202e", "\u0301"):
        with pytest.raises(Invalid, match="name has 1 to"):
            world.ola.do(AddEntry(world.id, kind, name))
        with pytest.raises(Invalid, match="name has 1 to"):
            world.ola.do(RenameEntry(world.id, kind, before[0], name))
    assert names(world, kind) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_is_the_owner_s(world: World, kind: CatalogueKind) -> None:  # O34, O35
    for name in names(world, kind)[2:]:
        world.ola.do(RemoveEntry(world.id, kind, name))
    for name in ("C", "D", "E"):
        world.ola.do(AddEntry(world.id, kind, name))
    a, b, *_ = names(world, kind)
    for name, place, wanted in (
        ("E", 1, ["E", a, b, "C", "D"]), ("E", 5, [a, b, "C", "D", "E"]), ("c", 2, [a, "C", b, "D", "E"]),
        ("C", 2, [a, "C", b, "D", "E"]),
    ):  # fmt: skip
        world.ola.do(MoveEntry(world.id, kind, name, place))
        assert names(world, kind) == wanted
    for place in (0, 6, -1):
        with pytest.raises(Invalid, match="from 1 to 5"):
            world.ola.do(MoveEntry(world.id, kind, "C", place))
    world.ola.do(RemoveEntry(world.id, kind, "C"))
    world.ola.do(AddEntry(world.id, kind, "Last"))
    assert names(world, kind) == [a, b, "D", "E", "Last"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_there_is_refused_by_name(world: World, kind: CatalogueKind) -> None:
    cases: tuple[UseCase[Any], ...] = (
        RenameEntry(world.id, kind, "Nowhere", "X"), MoveEntry(world.id, kind, "Nowhere", 1),
        RemoveEntry(world.id, kind, "Nowhere"), RemoveEntry(world.id, kind, ""), RemoveEntry(world.id, kind, "0"),
    )  # fmt: skip
    for case in cases:
        _refused(world, case, f"It has: {', '.join(names(world, kind))}")


def _refused(world: World, case: UseCase[Any], match: str) -> None:
    with pytest.raises(Invalid, match=match):
        world.ola.do(case)


def test_a_category_goes_from_all_customers_who_stay(world: World) -> None:  # O33
    both = add(world.mia, world.id, company="Both", categories="VIP,Regular", interests="music")
    one = add(world.max, world.id, company="One", categories="vip")
    removed = world.ola.do(RemoveEntry(world.id, CATEGORIES, "VIP"))
    assert (removed.entry.name, removed.used) == ("VIP", 2)
    assert world.ola.do(ShowCustomer(world.id, both.id)).categories == ("Regular",)
    assert world.ola.do(ShowCustomer(world.id, one.id)).categories == ()
    with pytest.raises(Invalid, match="no category “vip”"):
        world.ola.do(CountCustomers(world.id, "category:vip"))
    world.ola.do(AddEntry(world.id, CATEGORIES, "VIP"))
    assert world.ola.do(CountCustomers(world.id, "category:vip")) == 0, "a new one is nobody's"
    world.ola.do(RemoveEntry(world.id, INTERESTS, "Music"))
    assert world.ola.do(ShowCustomer(world.id, both.id)).interests == ()


def test_a_renamed_entry_stays_with_its_customers(world: World) -> None:
    made = add(world.mia, world.id, company="C", categories="VIP", interests="Music", **{"measurement.waist": "92,5"})
    for kind, name in ((CATEGORIES, "VIP"), (INTERESTS, "Music"), (MEASUREMENTS, "Waist")):
        world.ola.do(RenameEntry(world.id, kind, name, f"New {name}"))
    found = world.mia.do(ShowCustomer(world.id, made.id))
    assert (found.categories, found.interests, found.version) == (("New VIP",), ("New Music",), 1)
    assert [(one.field, one.amount) for one in found.measurements] == [("measurement.new_waist", "92.5")]
    assert world.mia.do(CountCustomers(world.id, 'category:"new vip" measurement.new_waist=92.5')) == 1


def test_a_measurement_in_use_goes_only_on_the_owner_s_word(world: World) -> None:  # E12
    made = [add(world.mia, world.id, company=c, **{"measurement.waist": "9"}) for c in "AB"]
    with pytest.raises(Refused, match="Customers with “Waist”: 2"):
        world.ola.do(RemoveEntry(world.id, MEASUREMENTS, "waist"))
    assert world.mia.do(ShowCustomer(world.id, made[0].id)).measurements
    assert world.ola.do(RemoveEntry(world.id, MEASUREMENTS, "waist", confirmed=True)).used == 2
    found = world.mia.do(ShowCustomer(world.id, made[0].id))
    assert found.measurements == ()
    world.mia.do(EditCustomer(world.id, found.id, Typed({"measurement.obwod_szyi": "38"}), found.version))
    assert world.ola.do(RemoveEntry(world.id, MEASUREMENTS, "Obwód szyi", confirmed=True)).used == 1
    world.ola.do(AddEntry(world.id, MEASUREMENTS, "Free", "kg"))
    assert world.ola.do(RemoveEntry(world.id, MEASUREMENTS, "Free")).used == 0


class Ledger:
    """Stands for a card module whose records carry a sale type."""

    kind = SALE_TYPES

    def __init__(self) -> None:
        self.records: list[int] = []

    def count(self, work: Work, entry_id: int) -> int:
        assert work.here.role == "owner"
        return self.records.count(entry_id)

    def remap(self, work: Work, entry_id: int, to: int) -> None:
        assert work.here.role == "owner"
        self.records = [to if record == entry_id else record for record in self.records]


@contextmanager
def ledger() -> Generator[Ledger]:
    made = Ledger()
    ENTRY_USERS.append(made)
    try:
        yield made
    finally:
        ENTRY_USERS.remove(made)


def test_a_sale_type_in_use_is_replaced_or_stays(world: World) -> None:  # O34
    enquiry, paid = entries(world, SALE_TYPES)
    with ledger() as sales:
        sales.records = [enquiry.id, paid.id, enquiry.id]
        with pytest.raises(Refused, match="Records with “Enquiry”: 2"):
            world.ola.do(RemoveEntry(world.id, SALE_TYPES, "Enquiry", confirmed=True))
        with pytest.raises(Invalid, match="its own place"):
            world.ola.do(RemoveEntry(world.id, SALE_TYPES, "Enquiry", remap="enquiry"))
        with pytest.raises(Invalid, match="no sale type “Nowhere”"):
            world.ola.do(RemoveEntry(world.id, SALE_TYPES, "Enquiry", remap="Nowhere"))
        assert sales.records == [enquiry.id, paid.id, enquiry.id]
        removed = world.ola.do(RemoveEntry(world.id, SALE_TYPES, "Enquiry", remap="paid"))
        assert (removed.used, removed.instead) == (2, paid)
        assert sales.records == [paid.id] * 3
        assert names(world, SALE_TYPES) == ["Paid"]
    with pytest.raises(Invalid, match="Only a sale type is replaced"):
        world.ola.do(RemoveEntry(world.id, CATEGORIES, "VIP", remap="Regular"))


def test_every_change_is_in_the_audit_and_no_change_is_not(world: World) -> None:
    add(world.mia, world.id, company="C", categories="VIP")
    before = len(world.ola.do(ListAudit(world.id, limit=1000)))
    world.ola.do(RenameEntry(world.id, CATEGORIES, "VIP", "VIP"))
    world.ola.do(MoveEntry(world.id, CATEGORIES, "VIP", 1))
    assert len(world.ola.do(ListAudit(world.id, limit=1000))) == before
    world.ola.do(RenameEntry(world.id, CATEGORIES, "VIP", "Best"))
    world.ola.do(MoveEntry(world.id, CATEGORIES, "Best", 2))
    world.ola.do(RemoveEntry(world.id, CATEGORIES, "Best"))
    removed, moved, renamed = world.ola.do(ListAudit(world.id, limit=3))
    assert [line.entry.action for line in (renamed, moved, removed)] == ["EntryRenamed", "EntryMoved", "EntryRemoved"]
    assert [line.values.text if line.values else "" for line in (renamed, moved, removed)] == [
        '{"after":{"kind":"categories","name":"Best"},"before":{"kind":"categories","name":"VIP"}}',
        '{"after":{"kind":"categories","order":["Regular","Best"]},'
        '"before":{"kind":"categories","order":["Best","Regular"]}}',
        '{"after":{},"before":{"kind":"categories","name":"Best","used":1}}',
    ]


def test_entries_of_another_list_are_other_entries(world: World) -> None:  # O03
    other = world.ola.do(CreateList("Other", SHOP, "pl"))
    one = add(world.ola, other.id, company="C", categories="VIP", **{"measurement.waist": "5"})
    vip = entries(world, CATEGORIES)[0]
    with pytest.raises(Invalid, match="no category"):
        world.ola.do(RemoveEntry(other.id, CATEGORIES, str(vip.id)))
    world.ola.do(RemoveEntry(world.id, CATEGORIES, str(vip.id)))
    world.ola.do(RemoveEntry(world.id, MEASUREMENTS, "Waist"))
    found = world.ola.do(ShowCustomer(other.id, one.id))
    assert (found.categories, [m.amount for m in found.measurements]) == (("VIP",), ["5"])


def test_two_measurements_are_told_apart_in_a_filter(world: World) -> None:
    world.ola.do(AddEntry(world.id, MEASUREMENTS, "Left arm"))
    for alike in ("left-arm", "LEFT_ARM", "Left  (arm)"):
        with pytest.raises(Refused, match="already"):
            world.ola.do(AddEntry(world.id, MEASUREMENTS, alike))
    for none in ("--", "a=b"):
        with pytest.raises(Invalid, match="name has 1 to"):
            world.ola.do(AddEntry(world.id, MEASUREMENTS, none))
    with pytest.raises(Invalid, match="unit may have"):
        world.ola.do(AddEntry(world.id, MEASUREMENTS, "New", "x" * 17))
    with pytest.raises(Invalid, match="Only measurements have a unit"):
        world.ola.do(AddEntry(world.id, INTERESTS, "New", "cm"))
    with pytest.raises(Invalid, match="Only consent kinds have a wording"):
        world.ola.do(AddEntry(world.id, INTERESTS, "New", wording="I agree"))


def test_interests_are_ticked_and_unticked(world: World) -> None:  # E13
    made = add(world.mia, world.id, company="C", interests="garden")
    found = world.mia.do(EditCustomer(world.id, made.id, Typed({}, {"interests": "MUSIC"}), 1))
    assert found.interests == ("Music", "Garden"), "in the catalogue's order and spelling"
    found = world.mia.do(EditCustomer(world.id, made.id, Typed({}, {}, {"interests": "garden"}), 1))
    assert (found.interests, found.version) == (("Music",), 3)
    with pytest.raises(Invalid, match="no interest “Chess”"):
        world.mia.do(EditCustomer(world.id, made.id, Typed({}, {"interests": "Chess"})))


def measured(world: World, customer_id: int, version: int | None, **amounts: str) -> dict[str, str]:
    typed = Typed({f"measurement.{name}": amount for name, amount in amounts.items()})
    found = world.mia.do(EditCustomer(world.id, customer_id, typed, version))
    return {one.field: f"{one.amount} {one.unit}" for one in found.measurements}


def test_a_measurement_is_typed_changed_and_taken_away(world: World) -> None:  # E12
    made = add(world.mia, world.id, company="C", **{"measurement.Obwód szyi": "38,50"})
    assert measured(world, made.id, 1, WAIST="92.5") == {
        "measurement.waist": "92.5 cm", "measurement.obwod_szyi": "38.5 cm"
    }  # fmt: skip
    assert measured(world, made.id, 2, waist="92,500")["measurement.waist"] == "92.5 cm"
    assert world.mia.do(ShowCustomer(world.id, made.id)).version == 2, "the same number changes nothing"
    assert measured(world, made.id, 2, obwod_szyi="") == {"measurement.waist": "92.5 cm"}
    line = world.ola.do(ListAudit(world.id, limit=1))[0]
    wanted = '{"after":{"measurement.obwod_szyi":""},"before":{"measurement.obwod_szyi":"38.5"}}'
    assert (line.entry.action, line.values and line.values.text) == ("CustomerEdited", wanted)


def test_stale_measurements_merge_one_by_one(world: World) -> None:  # N18
    made = add(world.mia, world.id, company="C", **{"measurement.waist": "90"})
    measured(world, made.id, 1, waist="91")
    assert measured(world, made.id, 1, obwod_szyi="38")["measurement.waist"] == "91 cm"
    assert measured(world, made.id, 1, waist="91,0"), "the same value is no conflict"
    with pytest.raises(Conflict) as clash:
        measured(world, made.id, 1, waist="95")
    assert clash.value.fields == {"measurement.waist": ("91", "95")}
    world.ola.do(RenameEntry(world.id, MEASUREMENTS, "Waist", "Belt"))
    with pytest.raises(Conflict):
        measured(world, made.id, 1, belt="95")
    measured(world, made.id, None, belt="")
    with pytest.raises(Conflict):
        measured(world, made.id, 2, belt="96")
    world.ola.do(RemoveEntry(world.id, MEASUREMENTS, "Belt"))
    world.ola.do(AddEntry(world.id, MEASUREMENTS, "Belt", "in"))
    assert measured(world, made.id, 1, belt="36")["measurement.belt"] == "36 in", "a new kind has no history"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_business_type_fills_its_catalogues(world: World, language: str) -> None:  # O05
    for kind in business_types(language):
        made = world.eve.do(CreateList(kind.title, business_type(kind.key, language), language))
        for of, choices in kind.catalogues.items():
            found = world.eve.do(ListEntries(made.id, of))
            shown = [(entry.name, entry.unit, entry.code, entry.wording) for entry in found]
            assert shown == [(one.name, one.unit, one.code, one.wording) for one in choices]
            assert [entry.position for entry in found] == list(range(1, len(found) + 1))
        kinds = world.eve.do(ListEntries(made.id, CatalogueKind.CONSENT_KINDS))
        assert [entry.code for entry in kinds] == ["email", "sms", "phone", "post"]
        assert all(entry.wording for entry in kinds)
