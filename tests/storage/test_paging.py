"""Pages by key: every order, no gap and no repeat while others write; and Polish names in Polish order (§5)."""

import logging
import random
from dataclasses import replace
from typing import Any, cast

import pytest

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.paging import reverse
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers, SeekCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.usecase import UseCase
from storage.repositories.customers import ORDERS
from tests.factories import World, add
from tests.storage.backdoor import backdoor, is_server

NAMES = ("Nowak", "nowak", "Nówak", "Żółw", "Źrebak", "Zając", "Ąbel", "Abel", "", "Łoś", "Los", "Öz", "o", "z{", "ー")
CITIES = ("Łódź", "Lodz", "", "Kraków", "kraków", "Zgierz")


def _walk(session: Session, list_id: int, order: str, size: int, between: object = None, line: str = "") -> list[int]:
    """Return the ids of all pages in order; `between` is called after each page."""
    seen: list[int] = []
    cursor = None
    while True:
        page = session.do(ListCustomers(list_id, line, sort=order, limit=size, after=cursor))
        assert len(page.items) <= size
        assert page.items or cursor is None, "only a first page may be empty"
        seen += [customer.id for customer in page.items]
        cursor = page.next
        if callable(between):
            between()
        if cursor is None:
            return seen


@pytest.fixture
def many(world: World) -> World:
    """Thirty customers with equal and empty values; Mia sees every second one."""
    chance = random.Random(7)  # noqa: S311 - the same thirty each time
    made: list[Customer] = []
    for number in range(30):
        name = chance.choice(NAMES)
        fields = {"last_name": name, "company": "" if name and number % 2 else f"Firma {number % 5}"}
        fields |= {"city": chance.choice(CITIES), "email": f"{chance.choice('abc')}@example.com" if number % 3 else ""}
        made.append(add(world.ola, world.id, **fields))
    for customer in made[::2]:
        world.ola.do(Assign(world.id, ("mia@example.com",), customer.id))
    for customer in chance.sample(made, 5):
        world.ola.do(EditCustomer(world.id, customer.id, Typed({"street": "Edited"})))
    return world


def test_the_pages_of_every_order_together_are_everything(many: World) -> None:
    for session, number in ((many.ola, 30), (many.mia, 15)):
        for name in ORDERS:
            rising = _walk(session, many.id, name, 8)
            assert len(rising) == len(set(rising)) == number, name
            assert _walk(session, many.id, f"-{name}", 7) == rising[::-1], name
            assert _walk(session, many.id, name, 1000) == rising, name
            assert _walk(session, many.id, name, number) == rising, "a last page that is full has no next"


def test_a_place_is_found_from_the_beginning_from_the_end_and_from_any_page(many: World) -> None:  # P6, A1
    """A seek leads where walking leads, for each person among what they see; a page leads back to those before it."""
    for session in (many.ola, many.mia):
        for line, name in [("", name) for name in ORDERS] + [("-city:krak", "name"), ("active:any", "-created")]:
            whole = _walk(session, many.id, name, 1000, line=line)
            here = SeekCustomers(many.id, 1, line, sort=name)
            middle = session.do(replace(here, skip=4))
            for skip in (1, 2, len(whole) - 5):
                for after, passed in ((None, 0), (middle, 4)):
                    place = session.do(replace(here, skip=skip, after=after))
                    page = session.do(ListCustomers(many.id, line, sort=name, limit=5, after=place))
                    start = passed + skip
                    assert [one.id for one in page.items] == whole[start : start + 5], (name, line, skip)
                    back = reverse(name)
                    before = session.do(ListCustomers(many.id, line, sort=back, limit=3, after=page.previous))
                    if page.items:
                        assert [one.id for one in before.items] == whole[:start][::-1][:3], (name, line, skip)
            assert session.do(replace(here, skip=len(whole))) is not None
            assert session.do(replace(here, skip=len(whole) + 1)) is None
    for skip in (0, -1, 1 << 63):
        with pytest.raises(Invalid):
            many.ola.do(SeekCustomers(many.id, skip))


@pytest.mark.usefixtures("many")
def test_a_page_in_any_order_is_read_from_an_index_and_nothing_is_sorted(
    world: World, url: str, caplog: pytest.LogCaptureFixture
) -> None:  # P6
    if is_server(url):  # it decides by the size of a list, and this one is small
        with backdoor(url) as hand:
            there = {row[0] for row in hand.sql("SELECT indexname FROM pg_indexes WHERE tablename = 'customers'")}
        assert {f"customers_by_{name}" for name in ORDERS if name != "created"} <= there
        return
    for name in ORDERS:
        for order in (name, f"-{name}"):
            place = world.ola.do(SeekCustomers(world.id, 3, sort=order))
            cases: list[UseCase[Any]] = [
                ListCustomers(world.id, sort=order, after=place),
                SeekCustomers(world.id, 3, sort=order),
            ]
            for case in cases:
                caplog.clear()
                with caplog.at_level(logging.DEBUG, "peewee"):
                    world.ola.do(case)
                sent = [cast("tuple[str, list[Any]]", record.msg) for record in caplog.records]
                sql, values = next(one for one in sent if "ORDER BY" in one[0])
                with backdoor(url) as hand:
                    plan = hand.sql(f"EXPLAIN QUERY PLAN {sql}", *values)
                assert "TEMP B-TREE" not in str(plan), (order, plan)


def test_the_longest_addresses_can_be_stored_and_sorted_by(world: World) -> None:
    """An index holds only so much of a row on a server; nine addresses as long as they may be are within it."""
    chance = random.Random(9)  # noqa: S311

    def word(length: int) -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))

    def longest() -> str:
        return f"{word(64)}@{word(60)}.{word(60)}.{word(60)}.pl"

    fields = {"email": longest()} | {f"email{number}": longest() for number in range(2, 10)}
    for name in ("A", "B"):
        assert len(add(world.ola, world.id, company=name * 160, city=name * 80, **fields).emails) == 9
    assert len(_walk(world.ola, world.id, "email", 1)) == 2


def test_an_order_is_the_order_of_its_values(many: World) -> None:
    def listed(name: str) -> list[Customer]:
        return many.ola.do(ListCustomers(many.id, sort=name, limit=1000)).items

    changed = [customer.updated_at for customer in listed("updated")]
    assert changed == sorted(changed)
    created = [customer.id for customer in listed("created")]
    assert created == sorted(created)
    for name in ("city", "company"):
        values = [_plain(str(customer.value(name))) for customer in listed(name)]
        assert values == sorted(values), name


def _plain(text: str) -> str:
    return text.lower().replace("ł", "l").replace("ó", "o").replace("ź", "z")


def test_pages_stay_whole_while_others_write(many: World) -> None:  # O11
    """What was there from first to last stands on exactly one page, whatever is added or deleted in between."""
    chance = random.Random(11)  # noqa: S311
    deleted: set[int] = set()

    def write() -> None:
        add(many.ola, many.id, last_name=chance.choice(NAMES) or "X", city=chance.choice(CITIES))
        there = many.ola.do(ListCustomers(many.id, limit=1000)).items
        gone = chance.choice(there).id
        many.ola.do(DeleteCustomer(many.id, gone))
        deleted.add(gone)

    for order in ("name", "-name", "city"):
        for session in (many.ola, many.mia):
            before = {customer.id for customer in session.do(ListCustomers(many.id, limit=1000)).items}
            deleted.clear()
            seen = _walk(session, many.id, order, 6, write)
            assert len(seen) == len(set(seen)), order
            assert before - deleted <= set(seen), order


def test_a_filter_holds_on_every_page(many: World) -> None:
    for line in ("city:lodz", "-city:krak", "street:edited or company:firma"):
        seen = _walk(many.ola, many.id, "name", 4, line=line)
        assert len(seen) == len(set(seen)) == many.ola.do(CountCustomers(many.id, line))


def test_a_cursor_of_another_order_or_list_leads_nowhere_else(many: World) -> None:  # A7, A1
    cursor = many.ola.do(ListCustomers(many.id, limit=5)).next
    assert cursor is not None
    for order in ("-name", "created", "city"):
        with pytest.raises(Invalid, match="page marker does not belong"):
            many.ola.do(ListCustomers(many.id, sort=order, after=cursor))
    mine = {customer.id for customer in many.mia.do(ListCustomers(many.id, limit=1000)).items}
    others = many.mia.do(ListCustomers(many.id, limit=1000, after=cursor)).items
    assert {customer.id for customer in others} <= mine, "another person's marker shows nothing more"


POLISH = (
    "Abel", "Azor", "Ąbecki", "Błaszczyk", "Celiński", "Ćwik", "Emil", "Ewa", "Ępicki", "Lis", "Lucyna", "Łapa",
    "Łukasz", "Mazur", "Nowak", "Nowak Anna", "Nowakowski", "Nuta", "Ńowy", "Ochocki", "Ostry", "Ósmy", "Paw", "Sowa",
    "Szpak", "Śliwa", "Zając", "Zyga", "Źrebak", "Źródło", "Żaba", "Żyto",
)  # fmt: skip
PLAIN = (
    "Ąbecki", "Abel", "Azor", "Błaszczyk", "Celiński", "Ćwik", "Emil", "Ępicki", "Ewa", "Łapa", "Lis", "Lucyna",
    "Łukasz", "Mazur", "Nowak", "Nowak Anna", "Nowakowski", "Ńowy", "Nuta", "Ochocki", "Ósmy", "Ostry", "Paw",
    "Śliwa", "Sowa", "Szpak", "Żaba", "Zając", "Źrebak", "Źródło", "Zyga", "Żyto",
)  # fmt: skip


def _names(session: Session, list_id: int) -> list[str]:
    return [customer.last_name for customer in session.do(ListCustomers(list_id, limit=1000)).items]


def test_a_polish_list_sorts_as_polish_does_and_another_as_its_own(world: World) -> None:
    """a < ą < b and z < ź < ż in Polish; a change of the list's language sorts everybody's view anew."""
    shuffled = random.Random(3).sample(POLISH, len(POLISH))  # noqa: S311
    for name in shuffled:
        add(world.mia, world.id, last_name=name)
    for session in (world.ola, world.mia):
        assert _names(session, world.id) == list(POLISH)
    world.ola.do(ChangeSetting(world.id, "language", "en"))
    for session in (world.ola, world.mia):
        assert _names(session, world.id) == list(PLAIN)
    add(world.mia, world.id, last_name="Źbik")
    renamed = world.mia.do(ListCustomers(world.id, "last_name=abel")).items
    world.mia.do(EditCustomer(world.id, renamed[0].id, Typed({"last_name": "Zz"})))
    assert _names(world.mia, world.id)[-3:] == ["Zyga", "Żyto", "Zz"]
    world.ola.do(ChangeSetting(world.id, "language", "pl"))
    for session in (world.ola, world.mia):
        assert _names(session, world.id)[-7:] == ["Zyga", "Zz", "Źbik", "Źrebak", "Źródło", "Żaba", "Żyto"]
