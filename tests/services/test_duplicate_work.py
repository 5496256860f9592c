"""The same work for every refused duplicate: what differs in statements would differ in time (A4, D2)."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.errors import Duplicate
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import RequestAssignment
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add

RULES = "email; phone; last_name+city"


@contextmanager
def listening(house: House, patch: pytest.MonkeyPatch) -> Generator[list[str]]:
    """Write down every statement that reaches the database."""
    told = list[str]()
    database: Any = house.store.engine.database
    run = database.execute_sql

    def listen(sql: str, params: object = None) -> Any:
        told.append(sql)
        return run(sql, params)

    with patch.context() as inside:
        inside.setattr(database, "execute_sql", listen)
        yield told


@pytest.fixture
def filled(world: World) -> World:
    """A record of Mia's, and one that she does not see."""
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", RULES))
    add(world.mia, world.id, last_name="Mine", city="A", phone="600100200", email="mine@example.com")
    add(world.ola, world.id, last_name="Hidden", city="B", phone="600100201", email="hidden@example.com")
    return world


def test_a_hidden_match_costs_the_statements_of_a_visible_one(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: dict[str, list[str]] = {}
    for name, phone, email in (
        ("visible", "600100200", "x@example.com"),
        ("hidden", "600100201", "x@example.com"),
        ("hidden by two rules", "600100201", "hidden@example.com"),
        ("both", "600100200", "hidden@example.com"),
    ):
        with listening(filled.house, monkeypatch) as told, pytest.raises(Duplicate):
            add(filled.mia, filled.id, last_name="X", city="Y", phone=phone, email=email)
        spoken[name] = told
    assert len(spoken["hidden"]) > 10
    assert all(told == spoken["hidden"] for told in spoken.values())


def test_a_request_costs_the_same_whatever_it_finds(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: dict[str, list[str]] = {}
    for name, phone in (("visible", "600100200"), ("hidden", "600100201"), ("nothing", "600100209")):
        with listening(filled.house, monkeypatch) as told:
            filled.mia.do(RequestAssignment(filled.id, Typed({"phone": phone})))
        spoken[name] = told
    assert spoken["hidden"]
    assert all(told == spoken["hidden"] for told in spoken.values())
