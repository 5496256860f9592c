"""Catalogues changed by several people at the same moment: limits, orders and references hold (X07, O33, O34)."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Invalid, OClientError, Refused
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.catalogues import AddEntry, ListEntries, MoveEntry
from oclient_tui.services.sharing.removing_entries import RemoveEntry
from tests.factories import DOOR, World, add
from tests.storage.crowd import another_house, at_once

TOGETHER = 8
CATEGORIES, KINDS = CatalogueKind.CATEGORIES, CatalogueKind.CONSENT_KINDS
Act = Callable[[Session, int], object]


@pytest.fixture
def together(world: World, url: str, tmp_path: Path) -> Callable[[Act], list[object]]:
    """Let Ola act in several windows at the same moment; anything but a refusal fails."""

    def all_at_once(act: Act) -> list[object]:
        def one(house: House, place: int) -> object:
            return act(Session(house.store, house.tools, world.ola.actor, DOOR), place)

        return list(at_once(TOGETHER, lambda: another_house(url, tmp_path), one))

    return all_at_once


def _kinds(answers: list[object]) -> Counter[str]:
    return Counter(type(answer).__name__ if isinstance(answer, OClientError) else "done" for answer in answers)


def test_ten_consent_kinds_are_ten(world: World, together: Callable[[Act], list[object]]) -> None:  # X07
    answers = together(lambda ola, n: ola.do(AddEntry(world.id, KINDS, f"Kind {n}")))
    assert _kinds(answers) == {"done": 6, "Refused": 2}
    found = world.ola.do(ListEntries(world.id, KINDS))
    assert len(found) == len({entry.code for entry in found}) == 10
    assert [entry.position for entry in found] == list(range(1, 11))


def test_moves_at_once_leave_one_order(world: World, together: Callable[[Act], list[object]]) -> None:  # O34
    wanted = ["VIP", "Regular", *(f"C{number}" for number in range(TOGETHER))]
    for name in wanted[2:]:
        world.ola.do(AddEntry(world.id, CATEGORIES, name))
    answers = together(lambda ola, n: ola.do(MoveEntry(world.id, CATEGORIES, f"C{n}", 1 + n % 3)))
    assert _kinds(answers) == {"done": TOGETHER}
    found = world.ola.do(ListEntries(world.id, CATEGORIES))
    assert sorted(entry.name for entry in found) == sorted(wanted)
    assert [entry.position for entry in found] == list(range(1, len(wanted) + 1))


def test_a_label_ticked_while_it_is_removed_is_gone(world: World, together: Callable[[Act], list[object]]) -> None:
    """Whoever comes too late is told that there is no such category; nothing dangles (O33)."""
    made = [add(world.ola, world.id, company=f"C{number}", categories="Regular").id for number in range(TOGETHER)]

    def act(ola: Session, place: int) -> object:
        if place == 0:
            return ola.do(RemoveEntry(world.id, CATEGORIES, "VIP"))
        return ola.do(EditCustomer(world.id, made[place], Typed({}, {"categories": "vip"})))

    for answer in together(act):
        assert not isinstance(answer, OClientError) or isinstance(answer, Invalid), answer
    shown = [world.ola.do(ShowCustomer(world.id, one)).categories for one in made]
    assert set(shown) == {("Regular",)}
    assert world.house.problems() == []


def test_a_value_typed_while_its_kind_is_removed_is_not_lost_unseen(
    world: World, together: Callable[[Act], list[object]]
) -> None:  # E12
    made = [add(world.ola, world.id, company=f"C{number}").id for number in range(TOGETHER)]

    def act(ola: Session, place: int) -> object:
        if place == 0:
            return ola.do(RemoveEntry(world.id, CatalogueKind.MEASUREMENTS, "Waist"))
        return ola.do(EditCustomer(world.id, made[place], Typed({"measurement.waist": "90"})))

    removal, *typed = together(act)
    if isinstance(removal, Refused):
        assert _kinds(typed) == {"done": TOGETHER - 1}
        assert world.ola.do(CountCustomers(world.id, "measurement.waist:*")) == TOGETHER - 1
    else:
        assert _kinds(typed) == {"Invalid": TOGETHER - 1}, "none was stored before the removal"
