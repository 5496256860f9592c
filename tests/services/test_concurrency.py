"""What several people do at the same moment: checks hold until the write, and of many one wins (S1, S2, D10, O11)."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Entry, Event
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import NotFound, OClientError, SignInNeeded
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed, held
from oclient_tui.services.privacy.auditing import ListAudit, VerifyAudit
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import AddAccount, DisableAccount
from oclient_tui.services.sharing.catalogues import AddEntry, ListEntries
from oclient_tui.services.sharing.lists import LeaveList
from oclient_tui.services.sharing.members import ChangeRole, RemoveMember
from oclient_tui.services.sharing.own_account import AddOwnKey, ListOwnKeys
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.usecase import UseCase, Work
from tests.factories import DOOR, World, add
from tests.services.test_accounts import key
from tests.storage.crowd import another_house, at_once

TOGETHER = 6


class Linger(UseCase[None], needs=Permission.EDIT, writes=True):
    """Hold a customer, let the others go ahead, and only then write."""

    def __init__(self, list_id: int, customer_id: int) -> None:
        self.list_id, self.customer_id = list_id, customer_id
        self.inside, self.overtaken = threading.Event(), threading.Event()

    def run(self, work: Work) -> None:
        customer = held(work, self.customer_id)
        self.inside.set()
        self.overtaken.wait(timeout=0.15)
        work.record(Event("Lingered", str(customer.id)))


TAKEN_AWAY: dict[str, Callable[[World, int], object]] = {
    "CustomersUnassigned": lambda world, customer: world.ola.do(Unassign(world.id, ("mia@example.com",), customer)),
    "CustomerDeleted": lambda world, customer: world.ola.do(DeleteCustomer(world.id, customer)),
    "SettingChanged": lambda world, _: world.ola.do(ChangeSetting(world.id, "assigned_only", "off")),
    "MemberChanged": lambda world, _: world.ola.do(ChangeRole(world.id, "mia@example.com", "admin")),
    "MemberRemoved": lambda world, _: world.ola.do(RemoveMember(world.id, "mia@example.com")),
}


def test_what_was_checked_holds_until_it_is_written(world: World, url: str, tmp_path: Path) -> None:  # S2
    """While Mia's change is under way, nobody takes away what allowed it: the taking comes after."""
    with ThreadPoolExecutor(1) as threads:
        for ending, take_away in TAKEN_AWAY.items():
            customer = add(world.mia, world.id, company="C").id
            case = Linger(world.id, customer)
            lingering = threads.submit(_in_another_process, url, tmp_path, world.mia, case)
            assert case.inside.wait(timeout=30)
            take_away(world, customer)
            case.overtaken.set()
            lingering.result(timeout=60)
            newest = [line.entry.action for line in world.ola.do(ListAudit(world.id, 2))]
            assert newest == [ending, "Lingered"], "it was taken away in the middle"
    assert world.ola.do(VerifyAudit(world.id)).broken_at is None


def _in_another_process(url: str, folder: Path, whose: Session, case: UseCase[None]) -> None:
    """Do something in a session of the same person, at a house of its own."""
    with closing(another_house(url, folder)) as house:
        Session(house.store, house.tools, whose.actor, DOOR).do(case)


ENDINGS: dict[str, tuple[str, Callable[[World], object]]] = {
    "mia": ("MemberRemoved", lambda world: world.ola.do(RemoveMember(world.id, "mia@example.com"))),
    "max": ("MemberLeft", lambda world: world.max.do(LeaveList(world.id))),
    "adam": ("", lambda world: world.house.operator(DOOR).do(DisableAccount("adam@example.com"))),
}


def test_whoever_is_removed_while_writing_writes_nothing_more(world: World, url: str, tmp_path: Path) -> None:  # S1
    """They edit as fast as they can in another process's place; after the removal nothing of theirs is accepted."""
    for name, (action, end) in ENDINGS.items():
        person, started = world.people[name], threading.Event()
        customer = add(person, world.id, company="C").id
        with ThreadPoolExecutor(1) as threads:
            editing = threads.submit(_edit_on, url, tmp_path, person, world.id, customer, started)
            assert started.wait(timeout=30)
            end(world)
            refusal = editing.result(timeout=60)
        assert type(refusal) is (NotFound if action else SignInNeeded), name
        done = [line.entry for line in world.ola.do(ListAudit(world.id, 1000)) if line.entry.outcome == "done"]
        theirs = [entry for entry in done if entry.actor == person.actor.account_id]
        assert not action or not [entry for entry in theirs if entry.seq > _place(done, action)], name
        with pytest.raises((NotFound, SignInNeeded)):
            person.do(CountCustomers(world.id))


def _place(entries: Sequence[Entry], action: str) -> int:
    return next(entry.seq for entry in entries if entry.action == action)


def _edit_on(
    url: str, folder: Path, whose: Session, list_id: int, customer: int, started: threading.Event
) -> OClientError | None:
    """Edit until refused, and return the refusal."""
    with closing(another_house(url, folder)) as house:
        session = Session(house.store, house.tools, whose.actor, DOOR)
        for number in range(2000):
            try:
                session.do(EditCustomer(list_id, customer, Typed({"city": f"City {number}"})))
            except OClientError as refusal:
                return refusal
            if number == 5:
                started.set()
    return None


def _together(world: World, url: str, folder: Path, act: Callable[[House, Session, int], object]) -> Counter[str]:
    """Let Ola act in several windows at the same moment and count how it went."""
    ola = world.ola.actor

    def one(house: House, place: int) -> object:
        return act(house, Session(house.store, house.tools, ola, DOOR), place)

    answers = at_once(TOGETHER, lambda: another_house(url, folder), one)
    return Counter(type(answer).__name__ if isinstance(answer, OClientError) else "done" for answer in answers)


def test_of_many_who_do_the_same_one_wins(world: World, url: str, tmp_path: Path) -> None:
    """The others are told in a sentence; never a lock, a broken row or two of what there is to be one of."""
    customer = add(world.ola, world.id, company="C").id
    gone = add(world.ola, world.id, company="Gone").id

    def tally(act: Callable[[House, Session, int], object]) -> Counter[str]:
        return _together(world, url, tmp_path, act)

    others = TOGETHER - 1
    assert tally(lambda _, ola, __: ola.do(AddEntry(world.id, CatalogueKind.CATEGORIES, "Same"))) == {
        "done": 1,
        "Refused": others,
    }
    assert tally(lambda house, _, __: house.operator(DOOR).do(AddAccount("same@example.com"))) == {
        "done": 1, "Refused": others,
    }  # fmt: skip
    assert tally(lambda _, ola, __: ola.do(AddOwnKey(key(1)))) == {"done": 1, "Refused": others}
    assert tally(lambda _, ola, __: ola.do(DeleteCustomer(world.id, gone))) == {"done": 1, "NotFound": others}
    assert tally(lambda _, ola, __: ola.do(RecordConsent(world.id, customer, "email", True))) == {"done": TOGETHER}
    assert tally(lambda _, ola, __: ola.do(Assign(world.id, ("max@example.com",), customer))) == {"done": TOGETHER}
    assert tally(lambda _, ola, n: ola.do(EditCustomer(world.id, customer, Typed({}, {"tags": f"t{n}"}), 1))) == {
        "done": TOGETHER,
    }  # fmt: skip
    assert [found.name for found in world.ola.do(ListEntries(world.id, CatalogueKind.CATEGORIES))].count("Same") == 1
    assert len(world.ola.do(ListOwnKeys())) == 1
    assert len(world.ola.do(ListConsents(world.id, customer))) == 1
    shown = world.ola.do(ShowCustomer(world.id, customer))
    assert shown.assigned == ("max@example.com", "ola@example.com")
    assert shown.tags == tuple(f"t{number}" for number in range(TOGETHER))
    assert world.ola.do(VerifyAudit(world.id)).broken_at is None


def test_many_add_at_once_and_every_record_is_there(world: World, url: str, tmp_path: Path) -> None:  # O11
    """Four people on the same list: each reads the end of the audit's chain, and each appends to it."""
    people = [world.people[name].actor for name in ("ola", "adam", "mia", "max")]

    def act(house: House, place: int) -> None:
        session = Session(house.store, house.tools, people[place % 4], DOOR)
        for number in range(8):
            add(session, world.id, company=f"Company {place} {number}", tags="same", categories="VIP")

    assert at_once(2 * len(people), lambda: another_house(url, tmp_path), act) == [None] * 8
    assert world.ola.do(CountCustomers(world.id, "category:vip tag:same", "company")) == 64
    verdict = world.ola.do(VerifyAudit(world.id))
    assert (verdict.broken_at, verdict.erased) == (None, ())
    added = [line for line in world.ola.do(ListAudit(world.id, 1000)) if line.entry.action == "CustomerAdded"]
    assert len(added) == 64


def test_bulk_runs_side_by_side_end_in_one_order(world: World, url: str, tmp_path: Path) -> None:
    """Two who remove each other's assignments and assign anew end in one of the orders, never in an error."""
    customers = [add(world.ola, world.id, company=f"C{number}").id for number in range(4)]

    def act(_: House, ola: Session, place: int) -> None:
        for number in range(6):
            whom = ("mia@example.com", "max@example.com")[:: 1 if place % 2 else -1]
            case = (Assign if (number + place) % 2 else Unassign)(world.id, whom, None, "company:c")
            ola.do(case)

    tally = _together(world, url, tmp_path, act)
    assert tally == {"done": TOGETHER}
    for customer in customers:
        assert set(world.ola.do(ShowCustomer(world.id, customer)).assigned) <= {
            "mia@example.com", "max@example.com", "ola@example.com",
        }  # fmt: skip
    assert world.ola.do(VerifyAudit(world.id)).broken_at is None
