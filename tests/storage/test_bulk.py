"""Many customers at once are stored as AddCustomer stores each of them, on both engines (O21, P1)."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import digests, parse_rules
from oclient_tui.domain.errors import Busy
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.finding import CountCustomers, FindCustomers, ListCustomers
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings import ChangeSetting
from storage.repositories.bulk import BulkRepository, Incoming
from storage.repositories.customer_values import Links
from tests.factories import SHOP, World, add
from tests.storage.backdoor import contents, is_server, sql

RULES = "email; phone; last_name+city"
PEOPLE = (
    {"first_name": "Żaneta", "last_name": "Łoś-Źrebak", "city": "Łódź", "email": "zaneta@example.com",
     "phone": "600 100 200", "tags": "new, Wrocław", "categories": "VIP", "birthday": "1980-12-31"},
    {"company": "ACME Sp. z o.o.", "postcode": "00-950", "tax_id": "PL 525-00-01-090", "phone": "22 123 45 67",
     "email": "biuro@acme.example", "email2": "kadry@acme.example", "interests": "Music, Garden"},
    {"first_name": "Юлия", "last_name": "Щукина", "city": "Київ", "measurement.waist": "90.5", "kind": "Person"},
    {"company": "上海贸易公司", "city": "上海", "email": "info@shanghai.example", "restricted": "on"},
    {"last_name": "łoś", "first_name": "adam", "street": "ul. Zażółć 1/2", "delivery_city": "Gdańsk"},
)  # fmt: skip


@contextmanager
def storing(world: World, session: Session, list_id: int) -> Generator[BulkRepository]:
    """Open a transaction of a person's on a list."""
    person = session.actor.account_id or 0
    with world.house.store.work("person", list_id=list_id, account_id=person, writing=True) as unit:
        access = unit.members.access(person, writing=True)
        assert access is not None
        unit.see_with(access)
        yield unit.bulk


def incoming(world: World, session: Session, list_id: int, rules: str = RULES, **fields: object) -> Incoming:
    """Return a row as an import makes it."""
    made = Customer(world.house.tools.ids.next(), created_at=1, updated_at=1, created_by=session.actor.account_id or 0)
    made = replace(made, **fields)  # type: ignore[arg-type]
    return Incoming(made, Links(), frozenset(digests(list_id, parse_rules(rules), made)))


def store(bulk: BulkRepository, rows: Sequence[Incoming]) -> dict[int, frozenset[int]]:
    """Claim rows, add those that were free, and return the refused ones."""
    refused = bulk.claim(rows)
    bulk.add([row for row in rows if row.customer.id not in refused], "pl", 1)
    return refused


@pytest.fixture
def twin(world: World) -> int:
    """A second list with the same people and rules."""
    made = world.ola.do(CreateList("Twin", SHOP, "pl")).id
    for list_id in (world.id, made):
        world.ola.do(ChangeSetting(list_id, "assigned_only", "on"))
        world.ola.do(ChangeSetting(list_id, "duplicates.rules", RULES))
    offer = world.ola.do(InviteMember(made, "mia@example.com", "member", ()))
    world.mia.do(AcceptInvitation(offer.token))
    return made


def _twins(world: World, list_id: int, customers: Sequence[Customer]) -> list[Incoming]:
    """Return the same customers as they come into another list."""
    with world.house.store.work("operator", list_id=list_id) as unit:
        entries = dict(
            unit.scope.database.execute_sql(
                f"SELECT name, id FROM catalogue_entries WHERE list_id = {list_id}"  # noqa: S608 - a number
            ).fetchall()
        )
    mia, rows = world.mia.actor.account_id or 0, list[Incoming]()
    for place, one in enumerate(customers):
        same = replace(one, id=world.house.tools.ids.next())
        links = Links(
            [entries[name] for name in one.categories], [entries[name] for name in one.interests],
            {entries[found.name]: found.amount for found in one.measurements},
        )  # fmt: skip
        keys = frozenset(digests(list_id, parse_rules(RULES), same))
        rows.append(Incoming(same, links, keys, (mia,) if place % 2 else ()))
    return rows


def _seen(session: Session, list_id: int) -> list[Customer]:
    """Return what a person sees of a list, without what differs between any two lists."""
    found = session.do(ListCustomers(list_id, limit=100)).items
    bare = [replace(one, id=0, measurements=tuple(replace(m, entry_id=0) for m in one.measurements)) for one in found]
    return [replace(one, created_at=0, updated_at=0) for one in bare]


TERMS = ("los", "zre", "zaneta los", "600100", "100200", "acme.ex", "00950", "950", "525", "щук", "上", "公司", "new",
    "wroc", "gda", "zazo", "nothing")  # fmt: skip


def test_many_are_stored_as_each_by_itself(world: World, twin: int, url: str) -> None:
    typed = [add(world.ola, world.id, **person) for person in PEOPLE]
    for customer in typed[1::2]:
        world.ola.do(Assign(world.id, ("mia@example.com",), customer.id))
    incoming_rows = _twins(world, twin, typed)
    with storing(world, world.ola, twin) as bulk:
        assert store(bulk, incoming_rows) == {}
        bulk.finish()
    for person in (world.ola, world.mia):
        assert _seen(person, twin) == _seen(person, world.id)
        for term in TERMS:
            found, expected = (
                [one.name for one in person.do(FindCustomers(list_id, term))] for list_id in (twin, world.id)
            )
            assert found == expected, term
            count, wanted = (person.do(CountCustomers(list_id, search=term)) for list_id in (twin, world.id))
            assert count == wanted, term
    for table in ("duplicate_keys", "assignments", "customer_words", "customer_tags"):
        rows = f"SELECT count(*) FROM {table} WHERE list_id = ?"  # noqa: S608 - constants
        assert sql(url, rows, twin) == sql(url, rows, world.id), table


def test_the_first_of_a_file_has_the_key_and_a_refused_row_keeps_none(world: World, twin: int) -> None:  # O21
    def row(email: str, phone: str) -> Incoming:
        return incoming(world, world.ola, twin, last_name="X", emails=(email,), phones=(phone,))

    first, second = row("a@example.com", "+48600100201"), row("a@example.com", "+48600100202")
    third, later = row("c@example.com", "+48600100202"), row("d@example.com", "+48600100201")
    with storing(world, world.ola, twin) as bulk:
        assert store(bulk, [first, second, third]) == {second.customer.id: frozenset({first.customer.id})}
        assert store(bulk, [later]) == {later.customer.id: frozenset({first.customer.id})}
        bulk.finish()
    assert world.ola.do(CountCustomers(twin)) == 2


def test_a_hidden_holder_is_not_named(world: World) -> None:  # N01, D2
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", RULES))
    hidden = add(world.ola, world.id, company="Hidden", email="hidden@example.com")
    mine = add(world.mia, world.id, company="Mine", email="mine@example.com")
    row = incoming(world, world.mia, world.id, company="X", emails=("hidden@example.com",))
    both = incoming(world, world.mia, world.id, company="Y", emails=("hidden@example.com", "mine@example.com"))
    free = incoming(world, world.mia, world.id, company="Free", emails=("free@example.com",))
    with storing(world, world.mia, world.id) as bulk:
        assert store(bulk, [row, both, free]) == {row.customer.id: frozenset(), both.customer.id: frozenset({mine.id})}
        bulk.finish()
    assert {one.company for one in world.mia.do(ListCustomers(world.id)).items} == {"Mine", "Free"}
    again = replace(row, customer=replace(row.customer, created_by=world.ola.actor.account_id or 0))
    with storing(world, world.ola, world.id) as bulk:
        assert store(bulk, [again]) == {row.customer.id: frozenset({hidden.id})}


def _searchable(url: str) -> object:
    """Return what the database says of its search index: on SQLite it compares the index with the documents."""
    if is_server(url):
        return sql(url, "SELECT count(*) FROM customer_words")
    sql(url, "INSERT INTO customer_search (customer_search, rank) VALUES ('integrity-check', 1)")
    return sql(url, "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') ORDER BY name")


def _store_and_fail(world: World, list_id: int, row: Incoming) -> None:
    with storing(world, world.ola, list_id) as bulk:
        store(bulk, [row])
        raise ZeroDivisionError


def _store_twice(world: World, list_id: int, row: Incoming) -> None:
    """Store a claimed row after another that took its key without asking, as somebody else would."""
    with storing(world, world.ola, list_id) as bulk:
        assert bulk.claim([row]) == {}
        again = replace(row, customer=replace(row.customer, id=world.house.tools.ids.next()))
        bulk.add([again], "pl", 1)
        bulk.add([row], "pl", 1)


def test_what_is_taken_back_leaves_nothing_behind(world: World, twin: int, url: str) -> None:  # U2
    before, searchable = contents(url, besides=["audit_entries"]), _searchable(url)
    row = incoming(world, world.ola, twin, last_name="Gone", emails=("gone@example.com",))
    with pytest.raises(ZeroDivisionError):
        _store_and_fail(world, twin, row)
    assert contents(url, besides=["audit_entries"]) == before
    assert _searchable(url) == searchable
    with storing(world, world.ola, twin) as bulk:
        assert store(bulk, [row]) == {}
        bulk.finish()
    add(world.ola, twin, company="One more")
    assert [one.name for one in world.ola.do(FindCustomers(twin, "gon"))] == ["Gone"]
    assert [one.name for one in world.ola.do(FindCustomers(twin, "one mor"))] == ["One more"]
    after = _searchable(url)
    assert after == searchable if not is_server(url) else after != searchable


def test_a_key_that_was_taken_meanwhile_stops_everything(world: World, twin: int) -> None:  # O21
    row = incoming(world, world.ola, twin, last_name="Late", emails=("late@example.com",))
    with pytest.raises(Busy):
        _store_twice(world, twin, row)
    assert world.ola.do(CountCustomers(twin)) == 0
