"""Ids that a person may not know: hidden, missing, malformed, of another list. All are answered alike (A5, D1, D2)."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, cast

import pytest

from oclient_tui.domain.drafts import Draft
from oclient_tui.domain.errors import NotFound, OClientError
from oclient_tui.domain.ids import MISSING, read_id
from oclient_tui.domain.outbox import State
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.checking import CheckEditedCustomer
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import ShowCustomer, WhyVisible
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import GrantRequest, RefuseRequest
from oclient_tui.services.drafts.keeping import KeepDraft
from oclient_tui.services.messages.campaigns.following import ShowCampaign
from oclient_tui.services.messages.campaigns.steering import (
    ApproveCampaign,
    CancelCampaign,
    PauseCampaign,
    ResumeCampaign,
)
from oclient_tui.services.messages.filling import FillTemplate, FillText
from oclient_tui.services.messages.reading import ReadConversation, ShowMessage
from oclient_tui.services.messages.resolving import ResolveMessage, RetryMessage
from oclient_tui.services.messages.sending import PlanMail, SendSingle
from oclient_tui.services.messages.texting import PlanSms, SendSms
from oclient_tui.services.privacy.certifying import FinishWipe
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.records.changing import AddRecord, EditRecord, RemoveRecord
from oclient_tui.services.records.reading import ListRecords, ReadFile, ShowRecord
from oclient_tui.services.records.typed import GivenFile, TypedRecord
from oclient_tui.services.sharing.accounts import TransferList
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember, RejectInvitation
from oclient_tui.services.sharing.lists import CreateList, FindList
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, RemoveMember
from oclient_tui.services.usecase import UseCase
from tests.factories import SHOP
from tests.services.model import tokens
from tests.services.rows import NOTE, ROWS, Scene
from tests.services.stages import Stage, address
from tests.services.use_cases import Case, every_use_case, name_of
from tests.services.wipes import owed

OF_CUSTOMER: Mapping[Case, Callable[[int, int], UseCase[Any]]] = {
    ShowCustomer: ShowCustomer,
    EditCustomer: lambda of, customer: EditCustomer(of, customer, Typed({"city": "Gdynia"})),
    CheckEditedCustomer: lambda of, customer: CheckEditedCustomer(of, customer, Typed({"city": "Gdynia"})),
    SetActive: lambda of, customer: SetActive(of, customer, False),
    DeleteCustomer: DeleteCustomer,
    Assign: lambda of, customer: Assign(of, (address("max"),), customer),
    Unassign: lambda of, customer: Unassign(of, (address("mia"),), customer),
    WhyVisible: WhyVisible,
    ListConsents: ListConsents,
    RecordConsent: lambda of, customer: RecordConsent(of, customer, "email", True),
    ListRecords: lambda of, customer: ListRecords(of, "notes", customer),
    AddRecord: lambda of, customer: AddRecord(of, "notes", customer, NOTE),
    SendSingle: lambda of, customer: SendSingle(of, customer, "Subject", "Text"),
    PlanMail: PlanMail,
    PlanSms: lambda of, customer: PlanSms(of, customer, "Text"),
    SendSms: lambda of, customer: SendSms(of, customer, "Text"),
    FillTemplate: lambda of, customer: FillTemplate(of, customer, "Of mia"),
    FillText: lambda of, customer: FillText(of, customer, "Text", "Subject"),
    ReadConversation: ReadConversation,
    KeepDraft: lambda of, customer: KeepDraft(of, "customer.edit", Draft({"city": "Ustka"}), customer),
}
"""Use cases that take a customer's id, asked by list and customer."""

OF_RECORD: Mapping[Case, Callable[[int, int], UseCase[Any]]] = {
    ShowRecord: lambda of, record: ShowRecord(of, "files", record),
    ReadFile: lambda of, record: ReadFile(of, "files", record, "file"),
    EditRecord: lambda of, record: EditRecord(of, "files", record, TypedRecord({"note": "new"})),
    RemoveRecord: lambda of, record: RemoveRecord(of, "files", record),
}
"""Use cases that take the id of a card module's record, asked by list and record."""

OF_REFERENCE: Mapping[Case, Callable[[str], UseCase[Any]]] = {
    FindList: FindList,
    TransferList: lambda word: TransferList(word, address("eve")),
    AcceptInvitation: AcceptInvitation,
    RejectInvitation: RejectInvitation,
    FinishWipe: FinishWipe,
}
"""Use cases that take an id as text, or a name or token in its place."""

OF_REQUEST: Mapping[Case, Callable[[int, int], UseCase[Any]]] = {
    GrantRequest: GrantRequest,
    RefuseRequest: RefuseRequest,
}
"""Use cases that take a request's id, asked by list and request."""

OF_MESSAGE: Mapping[Case, Callable[[int, int], UseCase[Any]]] = {
    ShowMessage: ShowMessage,
    RetryMessage: RetryMessage,
    ResolveMessage: lambda of, message: ResolveMessage(of, message, "resend"),
}
"""Use cases that take a message's id, asked by list and message."""

OF_CAMPAIGN: Mapping[Case, Callable[[int, int], UseCase[Any]]] = {
    ShowCampaign: ShowCampaign,
    PauseCampaign: PauseCampaign,
    ResumeCampaign: ResumeCampaign,
    CancelCampaign: CancelCampaign,
    ApproveCampaign: ApproveCampaign,
}
"""Use cases that take a campaign's id, asked by list and campaign."""

NUMBERS = {"place", "limit", "before", "version", "progress", "skip"}
"""Numbers that are no ids."""


def _named(kind: Case) -> set[str]:
    return {field.name for field in fields(cast("Any", kind)) if field.init}


def test_every_use_case_that_takes_an_id_is_tried() -> None:
    of_customer = {kind for kind in every_use_case() if "customer_id" in _named(kind)}
    assert of_customer == set(OF_CUSTOMER)
    assert {kind for kind in every_use_case() if "record_id" in _named(kind)} == set(OF_RECORD)
    assert {kind for kind in every_use_case() if "reference" in _named(kind)} == set(OF_REFERENCE)
    assert {kind for kind in every_use_case() if "request_id" in _named(kind)} == set(OF_REQUEST)
    assert {kind for kind in every_use_case() if "message_id" in _named(kind)} == set(OF_MESSAGE)
    assert {kind for kind in every_use_case() if "campaign_id" in _named(kind)} == set(OF_CAMPAIGN)
    for kind in every_use_case():
        numbers = {field.name for field in fields(cast("Any", kind)) if field.init and "int" in str(field.type)}
        unknown = numbers - {"list_id", "customer_id", "record_id", "request_id", "message_id", "campaign_id"} - NUMBERS
        assert not unknown, (
            f"{kind.__name__} takes {unknown}: an id belongs into this file, another number into NUMBERS"
        )


def refused(stage: Stage, who: str, case: UseCase[Any]) -> tuple[type[OClientError], str, object]:
    """Return all that somebody is told: the error's kind, its text, its values."""
    tables = stage.tables()
    content, heads = tables.content(), tables.heads()
    try:
        with pytest.raises(OClientError) as caught:
            stage.session(who).do(case)
        assert tables.content() == content, f"{case!r} was refused and changed something"
        grown = sum(tables.heads().values()) - sum(heads.values())
        assert grown == 1, f"{case!r} was refused and left {grown} entries in the audit"
    finally:
        tables.close()
    error = caught.value
    assert not tokens(f"{error} {vars(error)!r}"), f"{case!r} told of a hidden record: {error} {vars(error)!r}"
    return type(error), str(error), error.values


def granted(stage: Stage) -> int:
    """Give Mia every right that a member needs here and return list A's id."""
    list_id = stage.cast.lists["A"]
    for right in ("delete", "assign"):
        stage.session("ola").do(GrantRight(list_id, address("mia"), right))
    return list_id


def hidden_from_mia(stage: Stage) -> int:
    """Return a record of list A that Mia does not see."""
    records = [record for title, record in stage.cast.records if title == "A" and "mia" not in record.assigned]
    return records[0].id


@pytest.mark.parametrize("kind", [kind for kind in every_use_case() if kind in OF_CUSTOMER], ids=name_of)
def test_hidden_missing_malformed_and_foreign_customers_are_alike(stage: Stage, kind: Case) -> None:  # A5, D2
    list_id, make = granted(stage), OF_CUSTOMER[kind]
    foreign = next(record.id for title, record in stage.cast.records if title == "B" and "mia" in record.assigned)
    hidden = hidden_from_mia(stage)
    stage.session("mia").do(ShowCustomer(stage.cast.lists["B"], foreign))
    asked = {
        "hidden": hidden,
        "missing": hidden + 1,
        "malformed": read_id("12; DROP TABLE customers"),
        "of another list": foreign,
        "a list's": list_id,
        "the greatest there is": (1 << 63) - 1,
    }
    answers = {name: refused(stage, "mia", make(list_id, customer)) for name, customer in asked.items()}
    first = answers["hidden"]
    assert first[0] is NotFound
    assert all(found == first for found in answers.values()), answers
    visible = Scene(stage).addressed()
    Scene(stage).template("mia")
    stage.session("mia").do(make(list_id, visible))


@pytest.mark.parametrize("kind", [kind for kind in every_use_case() if kind in OF_RECORD], ids=name_of)
def test_hidden_missing_malformed_and_foreign_records_are_alike(stage: Stage, kind: Case) -> None:  # A5, D2
    def added(title: str, who: str, customer: int) -> int:
        given = TypedRecord(files={"file": GivenFile("name", b"bytes")})
        return stage.session(who).do(AddRecord(stage.cast.lists[title], "files", customer, given)).record.id

    list_id, make, hidden = granted(stage), OF_RECORD[kind], hidden_from_mia(stage)
    elsewhere = next(record.id for title, record in stage.cast.records if title == "B" and "mia" in record.assigned)
    number, foreign = added("A", "ola", hidden), added("B", "mia", elsewhere)
    visible = added("A", "ola", Scene(stage).record())
    note = stage.session("ola").do(AddRecord(list_id, "notes", Scene(stage).record(), NOTE)).record.id
    asked = {
        "hidden": number,
        "missing": number + 1,
        "malformed": read_id("12; DROP TABLE record_files"),
        "of another list": foreign,
        "of another module": note,
        "a hidden customer's": hidden,
        "the greatest there is": (1 << 63) - 1,
    }
    answers = {name: refused(stage, "mia", make(list_id, record)) for name, record in asked.items()}
    first = answers["hidden"]
    assert first[0] is NotFound
    assert all(found == first for found in answers.values()), answers
    stage.session("mia").do(make(list_id, visible))


@pytest.mark.parametrize("kind", list(OF_MESSAGE), ids=name_of)
def test_hidden_missing_malformed_and_foreign_messages_are_alike(stage: Stage, kind: Case) -> None:  # A5, D2
    scene, make = Scene(stage), OF_MESSAGE[kind]
    list_id, others = granted(stage), stage.cast.lists["B"]
    state = State.FAILED if kind is RetryMessage else State.UNKNOWN
    number, elsewhere = hidden_from_mia(stage), scene.message(state)
    hidden = scene.message(state)
    for address_of in ("mia", "max"):
        customer = stage.session("ola").do(ShowMessage(list_id, hidden)).listed.message.customer_id
        stage.session("ola").do(Unassign(list_id, (address(address_of),), customer))
    asked = {
        "hidden": (list_id, hidden),
        "missing": (list_id, hidden + 1),
        "malformed": (list_id, read_id("12; DROP TABLE outbox")),
        "a hidden customer's": (list_id, number),
        "the greatest there is": (list_id, (1 << 63) - 1),
        "on another list": (others, elsewhere),
    }
    answers = {name: refused(stage, "mia", make(*place)) for name, place in asked.items()}
    assert answers["hidden"][0] is NotFound
    assert all(found == answers["hidden"] for found in answers.values()), answers
    stage.session("mia").do(make(list_id, elsewhere))


@pytest.mark.parametrize("kind", list(OF_CAMPAIGN), ids=name_of)
def test_campaigns_of_others_missing_malformed_and_foreign_are_alike(stage: Stage, kind: Case) -> None:  # A5, D2
    scene, make = Scene(stage), OF_CAMPAIGN[kind]
    own, hidden = scene.campaign("mia"), scene.unapproved("mia")
    asked = {
        "somebody else's": (scene.list_id, hidden),
        "missing": (scene.list_id, hidden + 1),
        "malformed": (scene.list_id, read_id("12; DROP TABLE campaigns")),
        "a customer's": (scene.list_id, scene.record()),
        "the greatest there is": (scene.list_id, (1 << 63) - 1),
        "on another list": (stage.cast.lists["B"], own),
    }
    answers = {name: refused(stage, "mia", make(*place)) for name, place in asked.items()}
    first = answers["missing"]
    assert first[0] is NotFound
    assert all(found == first for found in answers.values()), answers
    stage.session("mia").do(ShowCampaign(scene.list_id, own))


@pytest.mark.parametrize("kind", list(OF_REQUEST), ids=name_of)
def test_requests_answered_missing_malformed_and_of_another_list_are_alike(stage: Stage, kind: Case) -> None:  # A5
    scene, ola = Scene(stage), stage.session("ola")
    request = scene.request()
    others = stage.session("bob").do(CreateList("Bob's own", SHOP)).id
    ola.do(OF_REQUEST[kind](scene.list_id, request))
    again = scene.request() if kind is RefuseRequest else request
    asked = {
        "answered": (scene.list_id, request),
        "missing": (scene.list_id, request + 1),
        "malformed": (scene.list_id, MISSING),
        "a customer's": (scene.list_id, scene.record()),
        "the greatest there is": (scene.list_id, (1 << 63) - 1),
    }
    answers = {name: refused(stage, "ola", OF_REQUEST[kind](*place)) for name, place in asked.items()}
    assert answers["missing"][0] is NotFound
    assert all(found == answers["missing"] for found in answers.values()), answers
    foreign = refused(stage, "bob", OF_REQUEST[kind](others, again))
    assert foreign == answers["missing"], "on a list of one's own, another list's request is a missing one"


def test_a_malformed_id_reads_as_the_missing_one() -> None:  # D1
    for word in ("", "x", "-1", "1.0", " 1", "٣", "1" * 30, str(1 << 63), "0x10", "1_0", "\ud800"):
        assert read_id(word) == MISSING, word


@pytest.mark.parametrize("kind", [kind for kind in every_use_case() if "list_id" in _named(kind)], ids=name_of)
def test_lists_of_others_missing_and_malformed_ones_are_alike(stage: Stage, kind: Case) -> None:  # A5, O03
    foreign = stage.session("bob").do(CreateList("Bob's own", SHOP)).id
    scene = Scene(stage)
    answers = {
        name: refused(stage, "eve", _elsewhere(scene, kind, list_id))
        for name, list_id in {
            "of others": stage.cast.lists["A"],
            "another of others": foreign,
            "missing": foreign + 1,
            "malformed": MISSING,
            "the greatest there is": (1 << 63) - 1,
        }.items()
    }
    assert all(found == answers["missing"] for found in answers.values()), answers
    assert answers["missing"][0] is NotFound


def _elsewhere(scene: Scene, kind: Case, list_id: int) -> UseCase[Any]:
    scene.used.clear()
    case = ROWS[kind].make(scene, "eve")
    case.list_id = list_id
    return case


def test_references_to_what_is_not_ones_own_are_alike(stage: Stage) -> None:  # A5, D19
    foreign, theirs = stage.cast.lists["A"], stage.session("ola")
    offer = theirs.do(InviteMember(foreign, "somebody@example.com"))
    gone = theirs.do(InviteMember(foreign, address("bob")))
    stage.session("bob").do(RejectInvitation(gone.token))
    words: Mapping[Case, list[str]] = {
        FindList: [str(foreign), str(foreign + 1), "List A", "List of nobody", "", "0", "x" * 500],
        AcceptInvitation: [offer.token, str(offer.invitation.id), gone.token, "x" * 32, "", "0", str(foreign)],
        RejectInvitation: [offer.token, str(offer.invitation.id), gone.token, "x" * 32, "", "0", str(foreign)],
        FinishWipe: [str(foreign), owed(stage, "bob"), "Bob's wiped list", "List of nobody", "", "0", "x" * 500],
    }
    for kind, asked in words.items():
        answers = {word: refused(stage, "eve", OF_REFERENCE[kind](word)) for word in asked}
        assert len({(found[0], found[1]) for found in answers.values()}) == 1, answers
        assert next(iter(answers.values()))[0] is NotFound
    missing = {
        word: refused(stage, "operator", TransferList(word, address("eve"))) for word in ("0", "x", str(foreign + 1))
    }
    assert {found[0] for found in missing.values()} == {NotFound}


def test_people_not_on_the_list_are_alike_with_or_without_an_account(stage: Stage) -> None:  # D2
    list_id = granted(stage)
    record = Scene(stage).record()
    cases: list[Callable[[str], UseCase[Any]]] = [
        lambda email: Assign(list_id, (email,), record),
        lambda email: Unassign(list_id, (email,), record),
        lambda email: ShowCustomer(list_id, record, email),
        lambda email: WhyVisible(list_id, record, email),
        lambda email: ChangeRole(list_id, email, "admin"),
        lambda email: GrantRight(list_id, email, "delete"),
        lambda email: RemoveMember(list_id, email),
    ]
    for make in cases:
        answers = {
            email: refused(stage, "ola", make(email)) for email in (address("eve"), "nobody@example.com", "x", "\x00")
        }
        assert len(set(map(repr, answers.values()))) == 1, answers
        assert next(iter(answers.values()))[0] is NotFound
