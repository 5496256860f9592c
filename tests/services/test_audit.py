"""Every change and every refusal stands in the audit, and no byte of it changes unseen (D8, N08)."""

import json
from typing import Any, cast

import pytest

from oclient_tui.domain.audit import Verdict
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Denied, NotFound, OClientError, Refused, SignInNeeded
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import AuditLine, ListAudit, VerifyAudit, VerifyInstallation
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.sharing.accounts import AddAccount, DisableAccount, ResetPassword
from oclient_tui.services.sharing.catalogues import AddEntry
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember, RejectInvitation, RevokeInvitation
from oclient_tui.services.sharing.lists import LeaveList
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, RemoveMember, RevokeRight
from oclient_tui.services.sharing.own_account import AddOwnKey, ChangeOwnPassword, RemoveOwnKey
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.usecase import UseCase
from tests.factories import DOOR, PASSWORD, Clock, World, add
from tests.services.test_accounts import key
from tests.storage.backdoor import Row, contents, sql

INSTALLATION_CHAIN = 0


def _newest(world: World) -> AuditLine:
    return world.ola.do(ListAudit(world.id, limit=1))[0]


def _values(line: AuditLine) -> tuple[dict[str, object], dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(line.values.text) if line.values else {"before": {}, "after": {}}
    return found["before"], found["after"]


def _verify(world: World) -> Verdict:
    return world.ola.do(VerifyAudit(world.id))


def test_a_change_names_who_when_what_and_through_which_door(world: World, clock: Clock) -> None:
    customer = add(world.mia, world.id, last_name="Żółw", city="Łódź")
    clock.advance(60_000)
    at_ssh = world.house.person(world.house.gate.by_password("mia@example.com", PASSWORD, "here"), "ssh")
    before = clock()
    at_ssh.do(EditCustomer(world.id, customer.id, Typed({"city": "Gdynia", "email": "z@example.com"}), 1))
    line = _newest(world)
    assert (line.actor, line.entry.actor) == ("mia@example.com", world.mia.actor.account_id)
    assert (line.entry.action, line.entry.subject, line.entry.outcome) == ("CustomerEdited", str(customer.id), "done")
    assert line.entry.door == "ssh"
    assert before <= line.entry.at <= clock()
    assert _values(line) == ({"city": "Łódź", "email": ""}, {"city": "Gdynia", "email": "z@example.com"})


def test_every_change_leaves_one_entry_with_its_values(world: World) -> None:
    one = add(world.ola, world.id, company="One")
    steps: list[tuple[UseCase[Any], str, dict[str, object], dict[str, object]]] = [
        (SetActive(world.id, one.id, False), "CustomerDeactivated", {"active": True}, {"active": False}),
        (SetActive(world.id, one.id, True), "CustomerActivated", {"active": False}, {"active": True}),
        (RecordConsent(world.id, one.id, "email", True, "I agree", "form"), "ConsentGiven", {},
         {"kind": "email", "wording": "I agree", "source": "form"}),
        (RecordConsent(world.id, one.id, "email", False), "ConsentWithdrawn", {},
         {"kind": "email", "wording": "", "source": ""}),
        (ChangeSetting(world.id, "region", "de"), "SettingChanged", {"region": "PL"}, {"region": "DE"}),
        (AddEntry(world.id, CatalogueKind.CATEGORIES, "New"), "EntryAdded", {}, {"kind": "categories", "name": "New"}),
        (ChangeRole(world.id, "max@example.com", "admin"), "MemberChanged",
         {"role": "member", "rights": ["group_send"]}, {"role": "admin", "rights": []}),
        (GrantRight(world.id, "max@example.com", "wipe"), "MemberChanged",
         {"role": "admin", "rights": []}, {"role": "admin", "rights": ["wipe"]}),
        (RevokeRight(world.id, "max@example.com", "wipe"), "MemberChanged",
         {"role": "admin", "rights": ["wipe"]}, {"role": "admin", "rights": []}),
        (RemoveMember(world.id, "max@example.com"), "MemberRemoved", {"role": "admin", "rights": []}, {}),
        (InviteMember(world.id, "new@example.com"), "MemberInvited", {},
         {"email": "new@example.com", "role": "member", "rights": ["group_send"]}),
        (RevokeInvitation(world.id, "new@example.com"), "InvitationRevoked", {"email": "new@example.com"}, {}),
        (DeleteCustomer(world.id, one.id), "CustomerDeleted", {"company": "One"}, {}),
    ]  # fmt: skip
    for case, action, before, after in steps:
        count = _verify(world).entries
        world.ola.do(case)
        line = _newest(world)
        assert (line.entry.action, *_values(line)) == (action, before, after)
        assert _verify(world).entries == count + 1
    world.mia.do(LeaveList(world.id))
    assert _newest(world).entry.action == "MemberLeft"
    assert _verify(world).broken_at is None


def test_an_answer_to_an_invitation_stands_in_the_list_s_chain(world: World) -> None:
    accepted = world.ola.do(InviteMember(world.id, "new@example.com"))
    world.house.visitor(DOOR).do(AcceptInvitation(accepted.token, "", PASSWORD))
    line = _newest(world)
    assert (line.entry.action, line.actor) == ("InvitationAccepted", "new@example.com")
    rejected = world.ola.do(InviteMember(world.id, "eve@example.com"))
    world.eve.do(RejectInvitation(rejected.token))
    line = _newest(world)
    assert (line.entry.action, line.actor) == ("InvitationRejected", "eve@example.com")
    assert accepted.token not in repr(world.ola.do(ListAudit(world.id)))


def test_what_changes_nothing_writes_nothing(world: World) -> None:
    one = add(world.ola, world.id, company="One", tags="b,a", categories="VIP,Regular", email="a@b.pl", email2="c@d.pl")
    world.ola.do(ChangeSetting(world.id, "region", "PL"))
    before = _verify(world).entries
    cases: list[UseCase[Customer]] = [
        EditCustomer(world.id, one.id, Typed({"company": "One", "city": "", "email2": "c@d.pl"}), one.version),
        EditCustomer(world.id, one.id, Typed({"tags": "b,a"}), one.version),
        EditCustomer(world.id, one.id, Typed({"categories": "regular, vip"}), one.version),
        EditCustomer(world.id, one.id, Typed({}, {"tags": "A"}, {"tags": "c"}), one.version),
        SetActive(world.id, one.id, True),
    ]
    for case in cases:
        assert world.ola.do(case).version == one.version
    world.ola.do(ChangeSetting(world.id, "region", "pl"))
    world.ola.do(RecordConsent(world.id, one.id, "email", False))
    assert world.ola.do(Assign(world.id, ("ola@example.com",), one.id)) == 0
    assert world.ola.do(Unassign(world.id, ("max@example.com",), one.id)) == 0
    assert _verify(world).entries == before


def test_a_bulk_run_is_one_entry(world: World) -> None:  # D8
    ids = {str(add(world.ola, world.id, company=f"Company {number}").id) for number in range(7)}
    before = _verify(world).entries
    assert world.ola.do(Assign(world.id, ("mia@example.com",), None, "")) == 7
    line = _newest(world)
    assert _verify(world).entries == before + 1
    _, after = _values(line)
    assert (line.entry.action, after["count"], after["account"]) == (
        "CustomersAssigned", 7, str(world.mia.actor.account_id),
    )  # fmt: skip
    assert set(cast("list[str]", after["customers"])) == ids
    assert world.ola.do(Unassign(world.id, ("mia@example.com",), None, "")) == 7
    assert (_newest(world).entry.action, _verify(world).entries) == ("CustomersUnassigned", before + 2)


def test_a_refusal_is_written_down_and_changes_nothing_else(world: World, url: str) -> None:  # D7, A2
    hidden = add(world.ola, world.id, company="Hidden")
    mine = add(world.mia, world.id, company="Mine")
    refusals: list[tuple[UseCase[Any], type[OClientError], str, str, str]] = [
        (ShowCustomer(world.id, hidden.id), NotFound, "ShowCustomer", str(hidden.id), "not_found"),
        (ShowCustomer(world.id, 17), NotFound, "ShowCustomer", "17", "not_found"),
        (DeleteCustomer(world.id, mine.id), Denied, "DeleteCustomer", str(mine.id), "denied"),
        (ChangeSetting(world.id, "region", "DE"), Denied, "ChangeSetting", "", "denied"),
        (CountCustomers(world.id, see_as="max@example.com"), Denied, "CountCustomers", "", "denied"),
    ]
    for case, kind, action, subject, reason in refusals:
        before = contents(url, besides=("audit_entries", "audit_heads"))
        with pytest.raises(kind):
            world.mia.do(case)
        entry = _newest(world).entry
        assert (entry.action, entry.subject, entry.outcome, entry.reason) == (action, subject, "refused", reason)
        assert entry.actor == world.mia.actor.account_id
        assert contents(url, besides=("audit_entries", "audit_heads")) == before
    with pytest.raises(Refused):
        world.ola.do(LeaveList(world.id))
    assert (_newest(world).entry.action, _newest(world).entry.reason) == ("LeaveList", "refused")
    assert _verify(world).broken_at is None


def test_a_stranger_s_refusal_stands_in_the_installation_s_chain(world: World, url: str) -> None:
    """A list's owner does not learn who guessed at the list's id; the operator does."""
    before = _verify(world).entries
    with pytest.raises(NotFound):
        world.eve.do(CountCustomers(world.id))
    assert _verify(world).entries == before
    found = sql(url, "SELECT action, outcome, actor FROM audit_entries WHERE list_id = 0 ORDER BY seq DESC LIMIT 1")
    assert found == [("CountCustomers", "refused", world.eve.actor.account_id)]


def test_the_installation_s_chain_tells_of_accounts_and_sign_ins(world: World, url: str) -> None:
    operator, start = world.house.operator(DOOR), len(sql(url, "SELECT 1 FROM audit_entries WHERE list_id = 0"))
    operator.do(AddAccount("new@example.com", password=PASSWORD))
    fingerprint = world.eve.do(AddOwnKey(key(1))).fingerprint
    with pytest.raises(SignInNeeded):
        world.house.gate.by_password("new@example.com", "wrong", "here")
    with pytest.raises(SignInNeeded):
        world.house.gate.by_password("nobody@example.com", PASSWORD, "here")
    world.house.gate.by_password("new@example.com", PASSWORD, "here")
    world.mia.do(ChangeOwnPassword("another horse 2"))
    operator.do(ResetPassword("new@example.com", "another horse 2"))
    operator.do(DisableAccount("new@example.com"))
    world.eve.do(RemoveOwnKey(fingerprint))
    found = sql(url, "SELECT action, outcome FROM audit_entries WHERE list_id = 0 ORDER BY seq")[start:]
    assert found == [
        ("AccountAdded", "done"), ("KeyAdded", "done"),
        ("SignIn", "refused"), ("SignIn", "refused"), ("SignIn", "done"),
        ("PasswordChanged", "done"), ("PasswordChanged", "done"), ("AccountDisabled", "done"), ("KeyRemoved", "done"),
    ]  # fmt: skip
    assert operator.do(VerifyInstallation()).broken_at is None
    told = repr(sql(url, "SELECT * FROM audit_values"))
    assert PASSWORD not in told
    assert "another horse 2" not in told


def test_only_the_owner_reads_it(world: World) -> None:
    for session in (world.adam, world.mia):
        cases: list[UseCase[Any]] = [ListAudit(world.id), VerifyAudit(world.id)]
        for case in cases:
            with pytest.raises(Denied):
                session.do(case)
    with pytest.raises(Denied):
        world.ola.do(VerifyInstallation())
    with pytest.raises(NotFound):
        world.eve.do(VerifyAudit(world.id))


def test_pages_go_back_to_the_beginning(world: World) -> None:
    seen: list[Row] = []
    before = 0
    while page := world.ola.do(ListAudit(world.id, 4, before)):
        assert len(page) <= 4
        seen += [(line.entry.seq, line.entry.action) for line in page]
        before = page[-1].entry.seq
    assert [seq for seq, _ in seen] == list(range(_verify(world).entries, 0, -1))
    assert seen[-1] == (1, "ListCreated")


def test_the_owner_narrows_it_by_person_and_action(world: World) -> None:
    added = add(world.mia, world.id, company="Works")
    add(world.ola, world.id, company="Other")
    (line,) = world.ola.do(ListAudit(world.id, person="Mia@Example.com", action="CustomerAdded"))
    assert (line.entry.subject, line.about, line.actor) == (str(added.id), "Works", "mia@example.com")
    assert {line.actor for line in world.ola.do(ListAudit(world.id, action="CustomerAdded"))} == {
        "mia@example.com",
        "ola@example.com",
    }
    assert world.ola.do(ListAudit(world.id, action="NoSuchAction")) == []
    with pytest.raises(NotFound):
        world.ola.do(ListAudit(world.id, person="eve@example.com"))
