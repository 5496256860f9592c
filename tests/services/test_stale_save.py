"""Two people save the same customer: their edits are merged field by field, and none is lost (N18, O11)."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.customers import Customer, Value
from oclient_tui.domain.errors import Conflict
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit, VerifyAudit
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.own_account import WhoAmI
from tests.factories import DOOR, World, add
from tests.storage.crowd import another_house, at_once


def _edit(session: Session, world: World, seen: Customer, typed: Typed) -> Customer:
    return session.do(EditCustomer(world.id, seen.id, typed, seen.version))


def _now(world: World, seen: Customer) -> Customer:
    return world.ola.do(ShowCustomer(world.id, seen.id))


@pytest.fixture
def seen(world: World) -> Customer:
    """A customer as both of them saw it."""
    return add(
        world.ola, world.id, first_name="Łucja", city="Łódź", email="a@x.pl", email2="b@x.pl", tags="a,b",
        categories="VIP",
    )  # fmt: skip


def test_different_fields_are_both_kept(world: World, seen: Customer) -> None:
    _edit(world.adam, world, seen, Typed({"city": "Gdynia", "street": "Długa 1"}))
    merged = _edit(world.ola, world, seen, Typed({"first_name": "Lucyna", "phone": "600100200"}))
    assert (merged.city, merged.street, merged.first_name, merged.phones) == (
        "Gdynia", "Długa 1", "Lucyna", ("+48600100200",),
    )  # fmt: skip
    assert merged.version == 3
    assert merged == _now(world, seen)


def test_the_same_field_is_a_conflict_that_names_it(world: World, seen: Customer) -> None:
    _edit(world.adam, world, seen, Typed({"city": "Gdynia", "first_name": "Lucyna", "restricted": "off"}))
    with pytest.raises(Conflict, match="changed the same fields meanwhile: city, first_name") as conflict:
        _edit(world.ola, world, seen, Typed({"city": "Opole", "first_name": "Luiza", "street": "Krótka 2"}))
    assert conflict.value.fields == {"city": ("Gdynia", "Opole"), "first_name": ("Lucyna", "Luiza")}
    now = _now(world, seen)
    assert (now.city, now.first_name, now.street, now.version) == ("Gdynia", "Lucyna", "", 2), "nothing of it is stored"
    again = _edit(world.ola, world, now, Typed({"city": "Opole"}))
    assert again.city == "Opole"


def test_the_same_value_is_no_conflict(world: World, seen: Customer) -> None:
    _edit(world.adam, world, seen, Typed({"city": "Gdynia", "categories": "vip,regular", "tags": "c,b"}))
    same = Typed({"city": "Gdynia", "categories": "Regular, VIP", "tags": "b,c", "street": "Nowa 1"})
    merged = _edit(world.ola, world, seen, same)
    assert (merged.city, merged.categories, merged.tags, merged.street) == (
        "Gdynia", ("VIP", "Regular"), ("b", "c"), "Nowa 1",
    )  # fmt: skip


def test_labels_added_and_taken_away_never_clash(world: World, seen: Customer) -> None:  # D21
    _edit(world.adam, world, seen, Typed({}, {"tags": "c", "categories": "regular"}, {"tags": "a"}))
    merged = _edit(world.ola, world, seen, Typed({}, {"tags": "d"}, {"tags": "b", "categories": "vip"}))
    assert (merged.tags, merged.categories) == (("c", "d"), ("Regular",))


def test_labels_that_are_set_do_clash(world: World, seen: Customer) -> None:
    """Setting replaces what the other one added, so it must be seen first; adding at the same time hides nothing."""
    _edit(world.adam, world, seen, Typed({}, {"tags": "c"}))
    for typed in (Typed({"tags": "z"}), Typed({"tags": "z"}, {"tags": "y"}), Typed({"tags": "z"}, {}, {"tags": "a"})):
        with pytest.raises(Conflict) as conflict:
            _edit(world.ola, world, seen, typed)
        assert list(conflict.value.fields) == ["tags"]
    assert _now(world, seen).tags == ("a", "b", "c")


def test_addresses_are_merged_by_their_place(world: World, seen: Customer) -> None:
    _edit(world.adam, world, seen, Typed({"email2": "c@x.pl"}))
    assert _edit(world.ola, world, seen, Typed({"email": "z@x.pl"})).emails == ("z@x.pl", "c@x.pl")
    with pytest.raises(Conflict) as conflict:
        _edit(world.ola, world, seen, Typed({"email2": "d@x.pl"}))
    assert conflict.value.fields == {"email2": ("c@x.pl", "d@x.pl")}
    fresh = _now(world, seen)
    _edit(world.adam, world, fresh, Typed({"email": ""}))
    with pytest.raises(Conflict):
        _edit(world.ola, world, fresh, Typed({"email2": "e@x.pl"}))
    assert _now(world, seen).emails == ("c@x.pl",), "what moved to another place was not overwritten there"


def test_whoever_looked_first_is_asked_and_whoever_did_not_look_is_not(world: World, seen: Customer) -> None:
    _edit(world.adam, world, seen, Typed({"city": "Gdynia"}))
    assert world.ola.do(EditCustomer(world.id, seen.id, Typed({"city": "Opole"}))).city == "Opole"


def test_a_deactivation_in_between_is_no_conflict(world: World, seen: Customer) -> None:
    world.adam.do(SetActive(world.id, seen.id, False))
    merged = _edit(world.ola, world, seen, Typed({"city": "Gdynia"}))
    assert (merged.city, merged.active, merged.version) == ("Gdynia", False, 3)
    assert not _now(world, seen).active


# -- two writers at once --------------------------------------------------------------------------------------------

FIELDS = ("first_name", "last_name", "city", "street", "industry", "email", "email2", "phone")


@dataclass
class Writer:
    """One of the two, with what was accepted from them: the save's version, what they saw, and what they asked for."""

    accepted: list[tuple[int, Customer, Typed]] = field(default_factory=list[tuple[int, Customer, Typed]])
    conflicts: list[set[str]] = field(default_factory=list[set[str]])


def _random_edit(chance: random.Random, mark: str) -> Typed:
    values = {name: _random_value(chance, name, mark) for name in chance.sample(FIELDS, chance.randint(0, 2))}
    add_, remove = ({"tags": chance.choice("abcdefgh")} if chance.random() < 0.4 else {} for _ in range(2))
    return Typed(values, add_, remove)


def _random_value(chance: random.Random, name: str, mark: str) -> str:
    if name == "phone":
        return f"6{chance.randint(10_000_000, 99_999_999)}"
    return f"{mark}@x.pl" if name.startswith("email") else mark


def _write(house: House, world: World, customer_id: int, place: int, edits: int) -> Writer:
    chance, writer = random.Random(place), Writer()  # noqa: S311
    name = ("ola@example.com", "adam@example.com")[place]
    session = house.person(house.gate.by_password(name, "correct horse 1", "here"), DOOR)
    assert session.do(WhoAmI()).email == name
    seen = session.do(ShowCustomer(world.id, customer_id))
    for number in range(edits):
        typed = _random_edit(chance, f"w{place}n{number}")
        try:
            saved = session.do(EditCustomer(world.id, customer_id, typed, seen.version))
        except Conflict as conflict:
            writer.conflicts.append(set(conflict.fields))
            saved = seen
        else:
            writer.accepted.append((saved.version, seen, typed))
        if chance.random() < 0.6 or saved is seen:
            seen = session.do(ShowCustomer(world.id, customer_id))
    return writer


def _two_writers(world: World, url: str, folder: Path, edits: int) -> None:
    made = add(world.ola, world.id, last_name="Start", tags="a")
    at_work = at_once(
        2, lambda: another_house(url, folder), lambda house, place: _write(house, world, made.id, place, edits)
    )
    writers = [writer for writer in at_work if isinstance(writer, Writer)]
    assert len(writers) == 2, at_work
    assert all(writer.accepted and writer.conflicts for writer in writers), "they never met"
    assert all(names and names <= {*FIELDS, "tags"} for writer in writers for names in writer.conflicts)
    history = _history(world, made.id)
    final = world.ola.do(ShowCustomer(world.id, made.id))
    assert [version for version, _, _ in history] == list(range(2, final.version + 1))
    _replay(made, final, history)
    for writer in writers:
        _check_accepted(writer, {version: (before, after) for version, before, after in history})
    assert world.ola.do(VerifyAudit(world.id)).broken_at is None


Step = tuple[int, Mapping[str, object], Mapping[str, object]]


def _history(world: World, customer_id: int) -> list[Step]:
    """Return what the audit says of the customer's edits, oldest first; each one made the next version."""
    steps: list[tuple[Mapping[str, object], Mapping[str, object]]] = []
    before = 0
    while lines := world.ola.do(ListAudit(world.id, 1000, before)):
        for line in lines:
            if line.entry.action == "CustomerEdited" and line.entry.subject == str(customer_id) and line.values:
                found = json.loads(line.values.text)
                steps.append((found["before"], found["after"]))
        before = lines[-1].entry.seq
        if before == 1:
            break
    return [(number, *step) for number, step in enumerate(reversed(steps), start=2)]


def _plain(value: Value) -> object:
    return [*value] if isinstance(value, tuple) else value


def _replay(start: Customer, final: Customer, history: list[Step]) -> None:
    state: dict[str, object] = {name: _plain(start.value(name)) for name in (*FIELDS, "tags")}
    for version, before, after in history:
        assert {name: state[name] for name in before} == before, f"version {version} did not start from the one before"
        state |= after
    assert state == {name: _plain(final.value(name)) for name in (*FIELDS, "tags")}


def _check_accepted(writer: Writer, history: Mapping[int, tuple[Mapping[str, object], Mapping[str, object]]]) -> None:
    """Every accepted edit stands in the history, and none wrote over a value its writer had not seen."""
    for version, seen, typed in writer.accepted:
        before, after = history.get(version, ({}, {}))
        for name, value in typed.values.items():
            if name not in after or version == seen.version:
                continue
            if name != "phone" and not name.startswith("email"):
                assert after[name] == value
            assert before[name] == seen.value(name), f"version {version} wrote over {name} unseen"
        if "tags" in after:
            tags = set(after["tags"])  # type: ignore[call-overload]
            assert set(typed.add.values()) <= tags
            assert not (set(typed.remove.values()) - set(typed.add.values())) & tags


def test_two_writers_lose_nothing(world: World, url: str, tmp_path: Path) -> None:
    _two_writers(world, url, tmp_path, 80)


@pytest.mark.soak
def test_two_writers_lose_nothing_in_ten_thousand_edits(world: World, url: str, tmp_path: Path) -> None:
    _two_writers(world, url, tmp_path, 5000)
