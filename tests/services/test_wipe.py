"""The wipe of a whole list: who may, what it asks for, what it leaves, and what stops it (O39-O41, C3, D5, S6, W2)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Busy, Closed, Denied, NotFound, OClientError, Refused, SignInNeeded, Throttled
from oclient_tui.domain.wipes import CLOSED_MS, is_closed
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.privacy.auditing import VerifyInstallation
from oclient_tui.services.privacy.certifying import FinishWipe, FinishWipes, ListCertificates
from oclient_tui.services.privacy.wiping import PlanWipe, WipeList
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import AddAccount, AddKey, ResetPassword, TransferList
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember, RejectInvitation
from oclient_tui.services.sharing.lists import CreateList, FindList, MyLists, ShowList
from oclient_tui.services.sharing.members import GrantRight
from oclient_tui.services.usecase import UseCase
from storage.wiping.traces import Traces
from tests.factories import DOOR, PASSWORD, SHOP, Clock, World, add, join
from tests.services.keys import key_line
from tests.services.wipes import never, wiped_unclean
from tests.storage.backdoor import contents, sql
from tests.storage.crowd import another_house

AUDIT = ("audit_entries", "audit_values", "audit_heads", "attempts")


@pytest.fixture
def filled(world: World) -> World:
    """The world with customers on its list, and another list of Ola's with one."""
    for number in range(3):
        add(world.mia, world.id, company=f"Tajna spółka {number}", tags="ukryte", categories="VIP")
    other = world.ola.do(CreateList("Other", SHOP, "pl"))
    add(world.ola, other.id, company="Stays where it is")
    return world


def wipe(world: World, name: str = "Shop", password: str = PASSWORD) -> WipeList:
    return WipeList(world.id, name, password)


def of_others(url: str, list_id: int) -> dict[str, list[str]]:
    """Return every row that does not name a list, but for the audit of the installation and the stubs."""
    found = contents(url, besides=("wipes",))
    rows = {name: [repr(row) for row in rows if list_id not in row] for name, rows in found.items()}
    chains = {name: kept for name, kept in rows.items() if name.startswith("audit_")}
    return rows | {name: [row for row in kept if not row.startswith("(0,")] for name, kept in chains.items()}


def test_the_list_goes_with_all_it_has_and_no_other_row_changes(filled: World, url: str) -> None:  # O39, W2
    others = of_others(url, filled.id)
    done = filled.ola.do(wipe(filled))
    assert of_others(url, filled.id) == others
    rows = [row for rows in contents(url, besides=(*AUDIT, "wipes")).values() for row in rows if filled.id in row]
    assert rows == []
    assert sql(url, "SELECT count(*) FROM audit_entries WHERE list_id = ?", filled.id) == [(0,)]
    assert [row.list.name for row in filled.ola.do(MyLists())] == ["Other"]
    assert done.wipe.counts["customers"] == 3
    assert filled.house.problems() == []


def test_the_stub_tells_who_when_and_how_much_and_nothing_else(filled: World, url: str) -> None:  # D5, N09
    done = filled.ola.do(wipe(filled))
    certificate = done.certificate
    assert certificate is not None
    (stub,) = filled.ola.do(ListCertificates())
    assert (stub.account_id, stub.list_id) == (filled.ola.actor.account_id, filled.id)
    assert (stub.counts, stub.digest) == (certificate.wipe.counts, certificate.digest)
    assert filled.mia.do(ListCertificates()) == []
    kept = repr([row for name, rows in contents(url).items() if name == "wipes" or name in AUDIT for row in rows])
    assert certificate.digest in kept
    for word in ("Tajna", "ukryte", "'Shop'"):
        assert word not in kept, f"{word!r} of the wiped list stands in the stub or in the audit"
    newest = sql(url, "SELECT action, outcome FROM audit_entries WHERE list_id = 0 ORDER BY seq DESC LIMIT 2")
    assert newest == [("WipeCertified", "done"), ("ListWiped", "done")]
    assert filled.house.operator(DOOR).do(VerifyInstallation()).broken_at is None


REFUSALS: dict[str, tuple[Callable[[World], Session], dict[str, str], type[OClientError]]] = {
    "a wrong password": (lambda w: w.ola, {"password": "wrong"}, Denied),
    "no password": (lambda w: w.ola, {"password": ""}, Denied),
    "somebody else's password": (lambda w: w.ola, {"password": "correct horse 2"}, Denied),
    "another name": (lambda w: w.ola, {"name": "shop"}, Refused),
    "a longer name": (lambda w: w.ola, {"name": "Shop "}, Refused),
    "an admin without the right": (lambda w: w.adam, {}, Denied),
    "a member": (lambda w: w.mia, {}, Denied),
    "a stranger": (lambda w: w.eve, {}, NotFound),
    "a stranger with a wrong password": (lambda w: w.eve, {"password": "wrong"}, Denied),
    "nobody": (lambda w: w.house.visitor(DOOR), {}, SignInNeeded),
    "the operator": (lambda w: w.house.operator(DOOR), {}, SignInNeeded),
}


def test_a_refused_wipe_changes_nothing_and_stands_in_the_audit(filled: World, url: str) -> None:  # W2, O40, D7
    before = contents(url, besides=AUDIT)
    for kind, (who, slip, wanted) in REFUSALS.items():
        entries = sql(url, "SELECT count(*) FROM audit_entries")[0][0]
        with pytest.raises(wanted) as refusal:
            who(filled).do(wipe(filled, **slip))
        assert type(refusal.value) is wanted, kind
        assert contents(url, besides=AUDIT) == before, kind
        grown = sql(url, "SELECT count(*) FROM audit_entries")[0][0] - entries
        assert grown == (0 if wanted is SignInNeeded else 1), kind


def test_an_admin_with_the_right_wipes_with_the_own_password(filled: World) -> None:  # C3
    filled.ola.do(GrantRight(filled.id, "adam@example.com", "wipe"))
    filled.house.operator(DOOR).do(ResetPassword("adam@example.com", "adams own word"))
    adam = filled.house.person(filled.house.gate.by_password("adam@example.com", "adams own word", "here"), DOOR)
    with pytest.raises(Denied):
        adam.do(wipe(filled))
    assert adam.do(wipe(filled, password="adams own word")).certificate is not None  # noqa: S106 - a test's


def test_an_account_without_a_password_is_told_to_set_one(filled: World, url: str) -> None:  # O40
    operator = filled.house.operator(DOOR)
    kim = operator.do(AddAccount("kim@example.com"))
    operator.do(AddKey("kim@example.com", key_line(1)))
    operator.do(TransferList(str(filled.id), "kim@example.com"))
    before = contents(url, besides=AUDIT)
    for password in ("", PASSWORD):
        with pytest.raises(Refused, match="Set one with: oclient password"):
            filled.house.person(kim, DOOR).do(wipe(filled, password=password))
    assert contents(url, besides=AUDIT) == before


def test_guessing_the_password_is_throttled_together_with_signing_in(filled: World, clock: Clock) -> None:  # O40, D6
    for number in range(10):
        with pytest.raises(Denied):
            filled.ola.do(wipe(filled, password=f"guess {number}"))
    with pytest.raises(Throttled):
        filled.ola.do(wipe(filled))
    with pytest.raises(Throttled):
        filled.house.gate.by_password("ola@example.com", PASSWORD, "here")
    clock.advance(61_000)
    for _ in range(20):
        with pytest.raises(Refused, match="called"):
            filled.ola.do(wipe(filled, name="x"))
    assert filled.ola.do(wipe(filled)).certificate is not None, "right passwords do not count"


def test_a_wipe_cannot_be_played_again(filled: World) -> None:  # O40
    case = wipe(filled)
    filled.ola.do(case)
    with pytest.raises(NotFound):
        filled.ola.do(case)
    again = filled.ola.do(CreateList("Shop", SHOP))
    case.list_id = again.id
    filled.house.operator(DOOR).do(ResetPassword("ola@example.com", "another horse"))
    with pytest.raises(SignInNeeded):
        filled.ola.do(case)


def test_a_session_that_ends_while_the_password_is_verified_wipes_nothing(  # S6, D29
    filled: World, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    verify = type(filled.house.tools.passwords).verify
    ended = list[str]()

    def slow(self: Any, password_hash: str | None, password: str) -> bool:
        fits = verify(self, password_hash, password)
        if not ended:
            ended.append("once")
            filled.house.operator(DOOR).do(ResetPassword("ola@example.com", PASSWORD))
        return fits

    monkeypatch.setattr(type(filled.house.tools.passwords), "verify", slow)
    with pytest.raises(SignInNeeded):
        filled.ola.do(wipe(filled))
    assert ended
    assert sql(url, "SELECT count(*), count(closed_at) FROM customer_lists") == [(2, 0)]


def inside(world: World, act: Callable[[], object]) -> AbstractContextManager[None]:
    """Do something at the moment when the list is closed and not removed yet."""
    patch = pytest.MonkeyPatch.context()
    removed = WipeList.removed

    def late(self: WipeList, *args: Any) -> Any:
        act()
        return removed(self, *args)

    class _At:
        def __enter__(self) -> None:
            patch.__enter__().setattr(WipeList, "removed", late)

        def __exit__(self, *_: object) -> None:
            patch.__exit__(None, None, None)

    assert world.id
    return _At()


def test_while_a_list_is_closed_nobody_does_anything_in_it(filled: World, url: str, tmp_path: Any) -> None:  # O39, S1
    offer = filled.ola.do(InviteMember(filled.id, "eve@example.com"))
    others: list[tuple[str, UseCase[Any]]] = [
        ("mia", CountCustomers(filled.id)),
        ("mia", ListCustomers(filled.id)),
        ("adam", ShowList(filled.id)),
        ("ola", InviteMember(filled.id, "new@example.com")),
        ("eve", AcceptInvitation(offer.token)),
        ("eve", RejectInvitation(offer.token)),
        ("operator", TransferList(str(filled.id), "eve@example.com")),
    ]
    said = dict[str, object]()

    def act() -> None:
        house = another_house(url, tmp_path, clock=filled.house.tools.now_ms)
        before = contents(url)
        for who, case in others:
            session = house.operator(DOOR) if who == "operator" else _elsewhere(filled, house, who)
            with pytest.raises(OClientError) as refusal:
                session.do(case)
            said[type(case).__name__] = type(refusal.value)
        assert contents(url) == before, "what a closed list refuses is not even audited: its audit goes with it"
        house.close()

    with inside(filled, act):
        filled.ola.do(wipe(filled))
    assert said == {type(case).__name__: Closed for _, case in others}
    with pytest.raises(NotFound):
        filled.mia.do(CountCustomers(filled.id))


def _elsewhere(world: World, house: Any, who: str) -> Session:
    actor = world.people[who].actor
    return Session(house.store, house.tools, actor, DOOR)


def test_a_wipe_that_died_between_its_steps_leaves_a_list_that_opens_by_itself(  # R1
    filled: World, clock: Clock
) -> None:
    class _Killed(BaseException):
        pass

    def die() -> None:
        raise _Killed

    with inside(filled, die), pytest.raises(_Killed):
        filled.ola.do(wipe(filled))
    with pytest.raises(Closed):
        filled.mia.do(CountCustomers(filled.id))
    assert not filled.mia.may(Permission.VIEW, filled.id)
    clock.advance(CLOSED_MS + 1000)
    assert filled.mia.do(CountCustomers(filled.id)) == 3
    assert filled.ola.do(wipe(filled)).certificate is not None


def test_a_wipe_that_died_can_be_called_again_at_once(filled: World) -> None:  # R1
    def die() -> None:
        raise KeyboardInterrupt

    with inside(filled, die), pytest.raises(KeyboardInterrupt):
        filled.ola.do(wipe(filled))
    assert filled.ola.do(PlanWipe(filled.id)).customers == 3, "the plan comes first on the command line"
    assert filled.ola.do(wipe(filled)).certificate is not None


def test_a_refusal_on_the_way_opens_the_list_again(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Traces, "readers_left", never)
    with pytest.raises(Busy, match="Nothing was removed, and the list is open again"):
        filled.ola.do(wipe(filled))
    assert filled.mia.do(CountCustomers(filled.id)) == 3
    assert filled.ola.do(FindList(str(filled.id))).closed_at is None


def test_what_is_owed_is_finished_by_the_same_words_or_by_the_operator(filled: World, url: str) -> None:
    for name in ("First", "Second"):
        made = filled.ola.do(CreateList(name, SHOP))
        add(filled.ola, made.id, company="Hidden Words Ltd")
        wiped_unclean(filled.ola, made.id, name)
    stubs = filled.ola.do(ListCertificates())
    assert [stub.owed for stub in stubs] == [True, True]
    assert "Hidden Words" not in repr(contents(url)), "what is kept for the search is sealed"
    with pytest.raises(NotFound):
        filled.mia.do(FinishWipe("First"))
    with pytest.raises(NotFound):
        filled.ola.do(FinishWipe("Third"))
    (certificate,) = filled.ola.do(FinishWipe("First"))
    assert certificate.digest
    assert certificate.name_digest
    (other,) = filled.house.operator(DOOR).do(FinishWipes())
    assert {one.digest for one in filled.ola.do(ListCertificates())} == {certificate.digest, other.digest}
    assert filled.house.operator(DOOR).do(FinishWipes()) == []
    assert sql(url, "SELECT DISTINCT sealed FROM wipes") == [("",)]


def test_the_plan_counts_what_would_go(filled: World) -> None:  # O41
    found = filled.ola.do(PlanWipe(filled.id))
    assert (found.name, found.customers, found.records, found.files, found.backups) == ("Shop", 3, 0, 0, ())
    join(filled.house, filled.ola, filled.id, "kai@example.com", "admin", ("wipe",)).do(PlanWipe(filled.id))


def test_how_long_a_list_stays_closed() -> None:
    assert not is_closed(None, 5)
    assert is_closed(5, 5)
    assert is_closed(5, 4), "clocks of two hosts"
    assert is_closed(5, 4 + CLOSED_MS)
    assert not is_closed(5, 5 + CLOSED_MS)
