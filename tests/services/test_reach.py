"""How far a switch and an entry reach, and a rehearsal that is stopped (N21, O08, N14)."""

import pytest

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.services.customers.rehearsing import RehearseSetting
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.catalogues import ListEntries
from oclient_tui.services.sharing.reach import MemberReach, ShowReach
from oclient_tui.services.sharing.removing_entries import CountUses
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add


def test_the_reach_counts_the_whole_list_and_what_each_member_is_assigned(world: World) -> None:  # N21, O08
    for session, number in ((world.ola, 3), (world.mia, 2), (world.max, 1)):
        made = [add(session, world.id, company=f"{number} {one}", categories="VIP") for one in range(number)]
    world.ola.do(ChangeSetting(world.id, "modules.sales", "on"))
    for kind in ("Enquiry", "Enquiry", "Paid"):
        world.ola.do(AddRecord(world.id, "sales", made[0].id, TypedRecord({"type": kind, "amount": "5"})))
    world.ola.do(ChangeSetting(world.id, "modules.sales", "off"))
    found = world.ola.do(ShowReach(world.id))
    assert (found.people, found.customers, found.covered) == (4, 6, 3)
    assert found.members == (MemberReach("max@example.com", "Max", 1), MemberReach("mia@example.com", "Mia", 2))
    assert {key: number for key, number in found.records.items() if number} == {"sales": 3}
    for kind, wanted in ((CatalogueKind.CATEGORIES, [6, 0]), (CatalogueKind.SALE_TYPES, [2, 1])):
        entries = world.ola.do(ListEntries(world.id, kind))
        uses = world.ola.do(CountUses(world.id, kind))
        assert [uses[entry.id] for entry in entries] == wanted


def test_a_rehearsal_can_be_stopped_and_leaves_nothing_behind(world: World) -> None:  # N14
    class Stopped(Exception):
        """Not wanted any more."""

    def stop() -> None:
        raise Stopped

    for _ in range(2):
        add(world.ola, world.id, company="X", phone="600100200")
    for _ in range(2):
        with pytest.raises(Stopped):
            world.ola.do(RehearseSetting(world.id, "duplicates.rules", "phone", stop))
        found = world.ola.do(RehearseSetting(world.id, "duplicates.rules", "phone; email"))
        assert (found.pairs, found.by_rule) == (1, {"phone": 1})
