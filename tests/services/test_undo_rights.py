"""Undo gives nobody more than they have: sight, rights, restrictions, duplicates, stale saves (A1-A9, D14, N18, S2)."""

from typing import Any

import pytest

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Conflict, Denied, Duplicate, NotFound
from oclient_tui.domain.undo import Obstacle
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.rehearsing import ListDuplicates
from oclient_tui.services.records.changing import AddRecord, EditRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember
from oclient_tui.services.sharing.members import GrantRight, RemoveMember, RevokeRight
from oclient_tui.services.sharing.removing_entries import RemoveEntry
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.undo.undoing import ListSteps, UndoLast
from oclient_tui.services.usecase import UseCase
from tests.factories import Clock, World, add
from tests.services.undo_scene import AUDIT, Furnished, furnish, picture, refused
from tests.storage.backdoor import contents

MIA = "mia@example.com"


@pytest.fixture
def scene(world: World) -> Furnished:
    return furnish(world)


def _obstacles(scene: Furnished, url: str, who: str) -> list[Obstacle]:
    return [found.obstacle for found in refused(scene, url, who).findings]


def test_undo_is_no_way_back_into_what_one_does_not_see(scene: Furnished, url: str) -> None:  # A2, A9
    world, here = scene.world, scene.id
    world.ola.do(GrantRight(here, MIA, "assign"))
    world.mia.do(Unassign(here, (MIA,), scene.whole))
    error = refused(scene, url, "mia")
    assert [(found.name, found.obstacle) for found in error.findings] == [("", Obstacle.GONE)]
    with pytest.raises(NotFound):
        world.mia.do(ShowCustomer(here, scene.whole))
    (listed,) = [one for one in world.mia.do(ListSteps(here)) if one.next]
    assert [(found.name, found.obstacle) for found in listed.findings] == [("", Obstacle.GONE)]


def test_hidden_and_deleted_are_answered_alike(scene: Furnished, url: str) -> None:  # D2
    world, here = scene.world, scene.id
    other = scene.customer(world.mia, "Other")
    world.mia.do(EditCustomer(here, other, Typed({"city": "Opole"})))
    told: list[str] = []
    cases: list[UseCase[Any]] = [Unassign(here, (MIA,), other), DeleteCustomer(here, other)]
    for act in cases:
        world.ola.do(act)
        told.append(repr((str(refused(scene, url, "mia")), refused(scene, url, "mia").findings)))
    assert told[0] == told[1]


def test_the_right_of_the_action_is_asked_for_again(scene: Furnished) -> None:  # S2
    world, here = scene.world, scene.id
    world.ola.do(GrantRight(here, MIA, "delete"))
    world.mia.do(DeleteCustomer(here, scene.whole))
    world.ola.do(RevokeRight(here, MIA, "delete"))
    with pytest.raises(Denied, match="delete"):
        world.mia.do(UndoLast(here))
    assert world.mia.do(ListSteps(here))[0].refusal
    world.ola.do(GrantRight(here, MIA, "delete"))
    world.mia.do(UndoLast(here))
    assert world.mia.do(ShowCustomer(here, scene.whole)).company == "Kwiaty"


def test_whoever_was_removed_and_came_back_finds_nothing(scene: Furnished) -> None:
    world, here = scene.world, scene.id
    world.mia.do(EditCustomer(here, scene.whole, Typed({"city": "Opole"})))
    world.ola.do(RemoveMember(here, MIA))
    with pytest.raises(NotFound):
        world.mia.do(UndoLast(here))
    world.mia.do(AcceptInvitation(world.ola.do(InviteMember(here, MIA)).token))
    assert world.mia.do(ListSteps(here)) == []


@pytest.mark.parametrize("kind", ["delete", "unassign"])
def test_undo_gives_nothing_back_to_somebody_who_left_and_came_again(  # A2, S2
    scene: Furnished, url: str, clock: Clock, kind: str
) -> None:
    """Whoever comes back begins with nothing: not even somebody else's undo shows them what they saw before."""
    world, here = scene.world, scene.id
    cases: dict[str, UseCase[Any]] = {
        "delete": DeleteCustomer(here, scene.whole),
        "unassign": Unassign(here, (MIA,), scene.whole),
    }
    world.adam.do(cases[kind])
    world.ola.do(RemoveMember(here, MIA))
    clock.advance(1)
    world.mia.do(AcceptInvitation(world.ola.do(InviteMember(here, MIA)).token))
    assert _obstacles(scene, url, "adam") == [Obstacle.PERSON]
    with pytest.raises(NotFound):
        world.mia.do(ShowCustomer(here, scene.whole))


def test_a_restricted_customer_is_not_edited_by_undo(scene: Furnished, url: str) -> None:  # D14
    world, here = scene.world, scene.id
    world.mia.do(EditCustomer(here, scene.whole, Typed({"restricted": "on"})))
    assert _obstacles(scene, url, "mia") == [Obstacle.NO_LIFTING]
    world.adam.do(EditCustomer(here, scene.hidden, Typed({"restricted": "on"})))
    world.adam.do(UndoLast(here))
    assert not world.adam.do(ShowCustomer(here, scene.hidden)).restricted
    world.adam.do(AddRecord(here, "notes", scene.hidden, TypedRecord({"text": "new"})))
    world.ola.do(EditCustomer(here, scene.hidden, Typed({"restricted": "on"})))
    assert _obstacles(scene, url, "adam") == [Obstacle.RESTRICTED]


def test_what_it_had_must_still_be_there(scene: Furnished, url: str) -> None:
    world, here = scene.world, scene.id
    world.adam.do(EditCustomer(here, scene.whole, Typed({"categories": ""})))
    world.ola.do(RemoveEntry(here, CatalogueKind.CATEGORIES, "VIP"))
    assert _obstacles(scene, url, "adam") == [Obstacle.ENTRY]
    world.ola.do(EditRecord(here, "contracts", scene.records["contracts"], TypedRecord({"state": "ended"})))
    world.adam.do(DeleteCustomer(here, scene.whole))
    world.ola.do(RemoveMember(here, "max@example.com"))
    assert _obstacles(scene, url, "adam") == [Obstacle.PERSON]
    world.adam.do(AddRecord(here, "notes", scene.hidden, TypedRecord({"text": "new"})))
    world.ola.do(ChangeSetting(here, "modules.notes", "off"))
    assert _obstacles(scene, url, "adam") == [Obstacle.MODULE]


# -- duplicates -------------------------------------------------------------------------------------------------------


def test_a_key_taken_since_refuses_without_telling_whose(scene: Furnished, url: str) -> None:  # O20, N01, A4
    world, here = scene.world, scene.id
    made = scene.customer(world.mia, "Mine", email="taken@example.com")
    world.mia.do(EditCustomer(here, made, Typed({"email": ""})))
    add(world.ola, here, company="Secret", email="taken@example.com")
    before, probes = contents(url, besides=(*AUDIT, "duplicate_probes")), len(contents(url)["duplicate_probes"])
    with pytest.raises(Duplicate) as caught:
        world.mia.do(UndoLast(here))
    assert "Secret" not in str(caught.value)
    assert contents(url, besides=(*AUDIT, "duplicate_probes")) == before
    assert len(contents(url)["duplicate_probes"]) == probes + 1, "it counts as a try"


@pytest.mark.parametrize("away", ["delete", "edit"])
def test_an_heir_gives_the_key_back(scene: Furnished, url: str, away: str) -> None:  # O22
    """Three had one address when the rules were switched on; the eldest goes, the second inherits, the first returns.

    Who takes it away and back sees none of the others.
    """
    world, here = scene.world, scene.id
    world.ola.do(ChangeSetting(here, "duplicates.rules", ""))
    same = [add(world.ola, here, company=name, email="same@example.com").id for name in ("One", "Two", "Three")]
    world.ola.do(ChangeSetting(here, "duplicates.rules", "email; phone"))
    world.ola.do(GrantRight(here, MIA, "delete"))
    for one in (same[0], same[2]):
        world.ola.do(Assign(here, (MIA,), one))
        before = picture(url)
        cases: dict[str, UseCase[Any]] = {
            "delete": DeleteCustomer(here, one),
            "edit": EditCustomer(here, one, Typed({"email": ""})),
        }
        world.mia.do(cases[away])
        assert picture(url)["duplicate_clashes"] != before["duplicate_clashes"]
        world.mia.do(UndoLast(here))
        assert picture(url) == before
    assert world.ola.do(ListDuplicates(here)).customers == 3


# -- stale saves ------------------------------------------------------------------------------------------------------


def test_an_undo_between_two_editors_loses_nothing(scene: Furnished) -> None:  # N18
    """Whoever saw what was undone since is told of every field; no version is given twice."""
    world, here, one = scene.world, scene.id, scene.hidden
    seen = world.adam.do(EditCustomer(here, one, Typed({"city": "Opole", "street": "Nowa 1"})))
    world.adam.do(UndoLast(here))
    assert world.ola.do(ShowCustomer(here, one)).version == seen.version - 1
    with pytest.raises(Conflict) as caught:
        world.ola.do(EditCustomer(here, one, Typed({"city": "Radom"}), seen.version))
    assert caught.value.fields == {"city": ("", "Radom")}
    saved = world.ola.do(EditCustomer(here, one, Typed({"company": "Other"})))
    assert saved.version == seen.version + 1, "the version that was undone is not given again"
    with pytest.raises(Conflict) as caught:
        world.ola.do(EditCustomer(here, one, Typed({"city": "Radom"}), seen.version))
    assert list(caught.value.fields) == ["city"]
    fresh = world.ola.do(EditCustomer(here, one, Typed({"city": "Radom"}), seen.version - 1))
    assert fresh.city == "Radom", "whoever saw what stands now is not asked"


def test_a_record_seen_before_an_undo_is_a_conflict(scene: Furnished) -> None:  # N18
    world, here, note = scene.world, scene.id, scene.records["notes"]
    seen = world.adam.do(EditRecord(here, "notes", note, TypedRecord({"text": "one"})))
    world.adam.do(UndoLast(here))
    with pytest.raises(Conflict):
        world.ola.do(EditRecord(here, "notes", note, TypedRecord({"text": "two"}), seen.record.version))
    saved = world.ola.do(EditRecord(here, "notes", note, TypedRecord({"text": "two"}), seen.record.version - 1))
    assert saved.record.version == seen.record.version + 1
