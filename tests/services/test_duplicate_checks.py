"""A check before saving tells what saving would, counts as much, costs the same for every hidden match (A4, N01)."""

import pytest

from oclient_tui.domain.errors import Invalid, NotFound, Throttled
from oclient_tui.services.customers.checking import CheckEditedCustomer, CheckNewCustomer, Match
from oclient_tui.services.customers.probing import CHECKS, HOUR_MS, LIMIT
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import Clock, World, add
from tests.services.test_duplicate_work import listening


@pytest.fixture
def filled(world: World) -> World:
    """A record of Mia's, and one that she does not see."""
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "email; phone; last_name+city"))
    add(world.mia, world.id, last_name="Mine", city="A", phone="600100200", email="mine@example.com")
    add(world.ola, world.id, last_name="Hidden", city="B", phone="600100201", email="hidden@example.com")
    return world


def check(session: Session, list_id: int, **fields: str) -> Match | None:
    """Check a new customer."""
    return session.do(CheckNewCustomer(list_id, Typed(fields)))


def test_a_visible_match_is_named_and_every_hidden_one_is_the_same(filled: World) -> None:
    seen = check(filled.mia, filled.id, phone="600 100 200")
    assert seen is not None
    assert (seen.id is not None, seen.name) == (True, "Mine")
    hidden = ({"phone": "600100201"}, {"email": "HIDDEN@example.com"}, {"last_name": "hidden", "city": "b"})
    assert {check(filled.mia, filled.id, **fields) for fields in hidden} == {Match()}
    assert check(filled.mia, filled.id, phone="600100209") is None
    assert check(filled.mia, filled.id, last_name="Hidden") is None
    with pytest.raises(Invalid):
        check(filled.mia, filled.id, email="nobody")


def test_an_edit_is_checked_by_what_it_gains(filled: World) -> None:
    mine = add(filled.mia, filled.id, company="Second", email="second@example.com")
    hidden = add(filled.ola, filled.id, company="Theirs")

    def edited(customer: int, **fields: str) -> Match | None:
        return filled.mia.do(CheckEditedCustomer(filled.id, customer, Typed(fields)))

    assert edited(mine.id, email="second@example.com", street="New 1") is None
    assert edited(mine.id, phone="600100201") == Match()
    with pytest.raises(NotFound):
        edited(hidden.id, phone="600100209")


def test_a_match_counts_as_a_refused_add(filled: World, clock: Clock) -> None:
    for _ in range(LIMIT):
        assert check(filled.mia, filled.id, phone="600100201") == Match()
    for phone in ("600100200", "600100201", "600100209"):
        with pytest.raises(Throttled):
            check(filled.mia, filled.id, phone=phone)
        with pytest.raises(Throttled):
            add(filled.mia, filled.id, company="X", phone=phone)
    clock.advance(HOUR_MS + 1)
    assert check(filled.mia, filled.id, phone="600100209") is None


def test_asking_for_what_nobody_has_ends_after_many(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oclient_tui.services.customers.probing.CHECKS", 5)
    assert CHECKS > 5
    for number in range(5):
        assert check(filled.mia, filled.id, phone=f"60010030{number}") is None
    with pytest.raises(Throttled, match="Saving tells"):
        check(filled.mia, filled.id, phone="600100310")
    add(filled.mia, filled.id, company="X", phone="600100310")
    assert check(filled.adam, filled.id, phone="600100311") is None


def test_a_hidden_match_costs_the_statements_of_a_visible_one(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: dict[str, list[str]] = {}
    for name, phone, email in (
        ("visible", "600100200", "x@example.com"),
        ("hidden", "600100201", "x@example.com"),
        ("hidden by two rules", "600100201", "hidden@example.com"),
    ):
        with listening(filled.house, monkeypatch) as told:
            check(filled.mia, filled.id, phone=phone, email=email)
        spoken[name] = told
    assert len(spoken["hidden"]) > 10
    assert all(told == spoken["hidden"] for told in spoken.values())
