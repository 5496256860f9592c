"""What clashes is what comparing every two records finds: drawn lists, Febrl 1 and 2, one add after another (N14)."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import parse_rules
from oclient_tui.domain.errors import Duplicate
from oclient_tui.services.customers.rehearsing import ListDuplicates, RehearseSetting
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import SHOP, World, add
from tests.services.crowds import fill

FEBRL = Path(__file__).parents[1] / "data" / "febrl"
Pair = frozenset[int]
_SAME = {"łódź": "lodz", "lodz-": "lodz", "lo dz": "lodz", "o'brien": "obrien", "a@x.pl": "a@x.pl"}
MANY = 1_000_000


def plain(text: str) -> str:
    """Return a text of these tests as it is to be compared."""
    lowered = text.lower().strip()
    return _SAME.get(lowered, lowered.replace("-", "").replace(" ", ""))


def values(customer: Customer, name: str) -> set[str]:
    """Return a customer's values in a field."""
    if name in ("email", "phone"):
        return {value.lower() for value in (customer.emails if name == "email" else customer.phones)}
    return {plain(str(customer.value(name)))} - {""}


def same(rules: Sequence[Sequence[str]], one: Customer, other: Customer) -> bool:
    """Whether two customers are duplicates: in some rule, every field shares a value."""
    return any(all(values(one, name) & values(other, name) for name in rule) for rule in rules)


def by_force(rules: Sequence[Sequence[str]], customers: Sequence[Customer]) -> set[Pair]:
    """Compare every two, and return the places of those that clash."""
    known = enumerate(customers)
    return {frozenset((i, j)) for (i, one), (j, other) in combinations(known, 2) if same(rules, one, other)}


def rehearsed(world: World, list_id: int, text: str, ids: Sequence[int], *, stored: bool = False) -> set[Pair]:
    """Return the pairs that the program finds, by rehearsing or in what it stored; numbers checked on the way."""
    with world.house.store.work("person", list_id=list_id, account_id=world.ola.actor.account_id) as unit:
        access = unit.members.access(world.ola.actor.account_id or 0)
        assert access is not None
        unit.see_with(access)
        duplicates, rules = unit.duplicates, parse_rules(text)
        found = duplicates.clashes(MANY) if stored else duplicates.rehearse(rules, MANY, lambda: None)
    groups = [[ids.index(customer) for customer in shared.first] for shared in found.first]
    assert [len(group) for group in groups] == [shared.members for shared in found.first]
    assert found.keys == len(groups)
    assert found.customers == len({place for group in groups for place in group})
    by_rule = Counter[int]()
    for shared in found.first:
        by_rule[shared.rule] += shared.members * (shared.members - 1) // 2
    assert (found.pairs, found.by_rule) == (by_rule.total(), by_rule)
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


TEXT = st.sampled_from(["", "", "Łódź", "lodz-", "LO DZ", "O'Brien", "obrien", " ", "-"])
MAIL = st.lists(st.sampled_from(["a@x.pl", "A@x.pl", "b@x.pl"]), max_size=2, unique=True).map(tuple)
PHONE = st.lists(st.sampled_from(["+48600100200", "+48600100201"]), max_size=2, unique=True).map(tuple)
CUSTOMER = st.builds(
    Customer, st.just(0), emails=MAIL, phones=PHONE, last_name=TEXT, city=TEXT, tax_id=TEXT,
    birthday=st.sampled_from(["", "1980-01-02", "1980-01-03"]),
)  # fmt: skip
FIELDS = st.sampled_from(["email", "phone", "last_name", "city", "tax_id", "birthday"])
RULES = st.lists(st.lists(FIELDS, min_size=1, max_size=3, unique=True), min_size=1, max_size=4)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(customers=st.lists(CUSTOMER, max_size=10), rules=RULES)
def test_a_rehearsal_finds_what_comparing_every_two_finds(
    world: World, customers: list[Customer], rules: list[list[str]]
) -> None:  # N14, O22
    made = world.ola.do(CreateList("Drawn", SHOP)).id
    ids, text = fill(world.house, world.ola, made, customers), "; ".join("+".join(rule) for rule in rules)
    wanted = by_force(rules, customers)
    assert rehearsed(world, made, text, ids) == wanted
    world.ola.do(ChangeSetting(made, "duplicates.rules", text))
    assert rehearsed(world, made, text, ids, stored=True) == wanted


def febrl(name: str) -> list[Customer]:
    """Return the people of a Febrl file; a day that the calendar does not have is none."""
    with (FEBRL / name).open(encoding="utf-8", newline="") as file:
        return [_person(row) for row in csv.DictReader(file, skipinitialspace=True)]


def _person(row: dict[str, str]) -> Customer:
    birthday = ""
    with suppress(ValueError):
        birthday = date.fromisoformat(row["date_of_birth"]).isoformat()
    return Customer(
        0, first_name=row["given_name"], last_name=row["surname"], birthday=birthday, tax_id=row["soc_sec_id"]
    )


FEBRL_RULES = "first_name+last_name+birthday; tax_id"


def febrl_pairs(people: Iterable[Customer]) -> set[Pair]:
    """Compare every two people by letters and digits; the files are in ASCII."""
    fields = ("first_name", "last_name", "birthday", "tax_id")
    known = [tuple("".join(filter(str.isalnum, str(p.value(name)).lower())) for name in fields) for p in people]
    return {
        frozenset((i, j))
        for (i, a), (j, b) in combinations(enumerate(known), 2)
        if (a[3] == b[3] != "") or (a[:3] == b[:3] and all(a[:3]))
    }


@pytest.mark.parametrize("name", ["dataset1.csv", "dataset2.csv"])
def test_the_clashes_of_febrl_are_those_of_comparing_every_two(world: World, name: str) -> None:
    people = febrl(name)
    ids = fill(world.house, world.ola, world.id, people)
    wanted = febrl_pairs(people)
    assert len(wanted) > 400, "the file is full of duplicates"
    assert rehearsed(world, world.id, FEBRL_RULES, ids) == wanted
    counted = world.ola.do(RehearseSetting(world.id, "duplicates.rules", FEBRL_RULES))
    assert len(counted.clashes) == 50, "what is shown is capped, what is counted is not"
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", FEBRL_RULES))
    stored = world.ola.do(ListDuplicates(world.id))
    assert (stored.count, stored.customers, stored.pairs) == (counted.count, counted.customers, counted.pairs)
    assert rehearsed(world, world.id, FEBRL_RULES, ids, stored=True) == wanted


def test_adding_febrl_one_by_one_refuses_who_is_there_already(world: World) -> None:  # O20, O21
    people = [person for person in febrl("dataset1.csv") if person.name][:300]
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", FEBRL_RULES))
    clashing = febrl_pairs(people)
    accepted, refused = set[int](), set[int]()
    for place, person in enumerate(people):
        fields = ("first_name", "last_name", "birthday", "tax_id")
        try:
            add(world.ola, world.id, **{name: str(person.value(name)) for name in fields})
            accepted.add(place)
        except Duplicate:
            refused.add(place)
        known = any(frozenset((place, other)) in clashing for other in accepted - {place})
        assert (place in refused) is known, f"{person}"
    assert len(refused) > 20
