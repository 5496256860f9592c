"""Marked customers: the same as naming them by hand, and only the visible ones of them (D2, N03)."""

import random
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, cast

import pytest

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.ids import MISSING
from oclient_tui.domain.picks import Picked
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.editing import SetActive
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import EditCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.members import GrantRight
from oclient_tui.services.undo.undoing import UndoLast
from oclient_tui.services.usecase import UseCase
from tests.factories import SHOP, World, add
from tests.services.test_many import newest
from tests.services.undo_scene import AUDIT
from tests.services.use_cases import every_use_case
from tests.storage.backdoor import contents

ALL = "active:any"
MAX = ("max@example.com",)
RADOM = Typed({"city": "Radom"})
LINES = ("", ALL, "active:no", "-city:Opole or assigned:mia@example.com")
JOURNAL = (*AUDIT, "undo_steps", "undo_images", "version_floors")


@pytest.fixture
def mixed(world: World) -> list[Customer]:
    """Twelve customers: every third is Mia's, every fourth is inactive, every second lives in Opole."""
    made = [
        add(world.mia if number % 3 == 0 else world.ola, world.id, company=f"Firm {number}",
            city="Opole" if number % 2 else "Brzeg")
        for number in range(12)
    ]  # fmt: skip
    for customer in made[::4]:
        world.ola.do(SetActive(world.id, customer.id, False))
    for right in ("assign", "delete"):
        world.ola.do(GrantRight(world.id, "mia@example.com", right))
    return made


def cases(here: int, **which: Any) -> list[UseCase[Any]]:
    """Return everything that is done to many, as a dry run."""
    return [
        SetManyActive(here, **which, active=False, dry=True),
        SetManyActive(here, **which, active=True, dry=True),
        EditCustomers(here, **which, typed=RADOM, dry=True),
        DeleteCustomers(here, **which, dry=True),
        Assign(here, MAX, **which, dry=True),
        Unassign(here, ("mia@example.com",), **which, dry=True),
    ]


def listed(session: Session, here: int, line: str) -> list[int]:
    return [item.id for item in session.do(ListCustomers(here, line)).items]


def test_a_picked_filter_is_the_filter_and_picked_ids_are_its_customers(
    world: World, mixed: Sequence[Customer]
) -> None:
    here, chance = world.id, random.Random(5)  # noqa: S311
    for who in (world.ola, world.mia):
        for line in LINES:
            found = listed(who, here, line)
            by_hand = [who.do(case) for case in cases(here, filter=line or "active:yes")]
            assert [who.do(case) for case in cases(here, picked=Picked(filter=line))] == by_hand, line
            if found:
                assert [who.do(case) for case in cases(here, picked=Picked(frozenset(found)))] == by_hand, line
            but = frozenset(chance.sample([one.id for one in mixed], 5))
            fewer = [*cases(here, picked=Picked(filter=line, but=but))]
            matched = [getattr(answer, "matched", None) for answer in map(who.do, fewer)][:4]
            assert matched == [len(set(found) - but)] * 4, line


def test_hidden_missing_and_foreign_ids_drop_out_alike_and_change_nothing(
    world: World, url: str, mixed: Sequence[Customer]
) -> None:  # D2
    here, mine = world.id, {one.id for one in mixed[::3]}
    elsewhere = world.eve.do(CreateList("Eve's", SHOP)).id
    gone = {
        "hidden": mixed[1].id,
        "missing": mixed[1].id + 1,
        "of another list": add(world.eve, elsewhere, company="Hers").id,
        "malformed": MISSING,
        "the greatest there is": (1 << 63) - 1,
    }
    before, told = contents(url), dict[str, list[object]]()
    for name, one in gone.items():
        picks = (
            Picked(frozenset({one})),
            Picked(frozenset({*mine, one})),
            Picked(frozenset(mine), but=frozenset({one})),
        )
        told[name] = [world.mia.do(case) for picked in picks for case in cases(here, picked=picked)]
    assert contents(url) == before
    assert all(answers == told["missing"] for answers in told.values()), told
    done: list[UseCase[Any]] = [
        SetManyActive(here, picked=Picked(frozenset({gone["hidden"]})), active=False),
        DeleteCustomers(here, picked=Picked(frozenset({gone["hidden"]}))),
        Assign(here, MAX, picked=Picked(frozenset({gone["hidden"]}))),
    ]
    for case in done:
        world.mia.do(case)
        assert contents(url, besides=JOURNAL) == {name: rows for name, rows in before.items() if name not in JOURNAL}, (
            f"{case!r} reached a hidden customer"
        )


def test_what_was_done_to_the_marked_is_told_and_taken_back(
    world: World, url: str, mixed: Sequence[Customer]
) -> None:  # D8
    here, picked = world.id, Picked(frozenset(one.id for one in mixed[:5]))
    done: list[UseCase[Any]] = [
        SetManyActive(here, picked=picked, active=True),
        EditCustomers(here, picked=picked, typed=RADOM),
        DeleteCustomers(here, picked=picked),
        Assign(here, (*MAX, *MAX), picked=picked),
        Unassign(here, ("mia@example.com",), picked=picked),
    ]
    for case, changed in zip(done, (2, 5, 5, 5, 2), strict=True):
        before = contents(url, besides=JOURNAL)
        world.ola.do(case)
        assert newest(world)["count"] == changed, case
        assert len(newest(world)["customers"]) == changed, case
        world.ola.do(UndoLast(here))
        assert contents(url, besides=JOURNAL) == before, case


def test_a_plan_to_assign_foretells_it(world: World, mixed: Sequence[Customer]) -> None:
    here, picked = world.id, Picked(filter=ALL, but=frozenset({mixed[0].id}))
    both = ("mia@example.com", "max@example.com")
    for kind, wanted in ((Assign, 8 + 11), (Unassign, 11 + 11)):
        assert world.ola.do(kind(here, both, picked=picked, dry=True)) == wanted
        assert world.ola.do(kind(here, both, picked=picked)) == wanted
        assert world.ola.do(kind(here, both, picked=picked, dry=True)) == 0


def test_more_ids_than_a_statement_takes_are_no_matter(world: World, mixed: Sequence[Customer]) -> None:
    many = Picked(frozenset(range(1, 70_000)) | {one.id for one in mixed})
    assert world.mia.do(SetManyActive(world.id, picked=many, active=False, dry=True)).matched == 4
    assert world.ola.do(Assign(world.id, MAX, picked=many)) == 12
    assert world.max.do(CountCustomers(world.id, ALL)) == 12
    assert world.ola.do(Unassign(world.id, MAX, picked=Picked(filter=ALL, but=many.ids))) == 0


def test_every_use_case_that_takes_the_marked_is_tried() -> None:
    taking = {kind for kind in every_use_case() if "picked" in {field.name for field in fields(cast("Any", kind))}}
    assert taking == {type(case) for case in cases(0)}


def test_customers_are_named_in_one_way_only(world: World) -> None:
    picked = Picked(filter=ALL)
    twice: list[UseCase[Any]] = [
        SetManyActive(world.id, ALL, picked=picked),
        DeleteCustomers(world.id, "", "A set", picked=picked),
        Assign(world.id, MAX, 5, picked=picked),
        Unassign(world.id, MAX, None, ALL, picked=picked),
        SetManyActive(world.id),
        Assign(world.id, MAX),
    ]
    for case in twice:
        with pytest.raises(Invalid):
            world.ola.do(case)
