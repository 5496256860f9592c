"""Seeing as somebody: the owner's answer equals that person's own, for every use case that can be asked so (N06)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

import pytest

from oclient_tui.domain.errors import Denied, NotFound, OClientError
from oclient_tui.services.customers.finding import (
    CountCustomers,
    ListCustomers,
    SeekCustomers,
    ShowCustomer,
    WhyVisible,
)
from oclient_tui.services.messages.reading import ReadConversation, ShowMessage
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.records.funnel import SalesFunnel
from oclient_tui.services.records.reading import ListRecords, ReadFile, ShowRecord
from oclient_tui.services.records.typed import GivenFile, TypedRecord
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.usecase import UseCase
from tests.factories import World, add
from tests.services.use_cases import Case, every_use_case

MIA = "mia@example.com"


@dataclass(frozen=True)
class Kept:
    """What is kept of a customer."""

    record: int
    message: int


Ask = Callable[[int, int, Kept, str | None], UseCase[Any]]
"""Asks about a list, a customer and what is kept of it, with the eyes of somebody."""

ASKED: Mapping[Case, Ask] = {
    ShowCustomer: lambda of, customer, _, eyes: ShowCustomer(of, customer, see_as=eyes),
    ListCustomers: lambda of, _customer, _, eyes: ListCustomers(of, see_as=eyes),
    CountCustomers: lambda of, _customer, _, eyes: CountCustomers(of, see_as=eyes),
    SeekCustomers: lambda of, _customer, _, eyes: SeekCustomers(of, 1, see_as=eyes),
    WhyVisible: lambda of, customer, _, eyes: WhyVisible(of, customer, see_as=eyes),
    ListConsents: lambda of, customer, _, eyes: ListConsents(of, customer, see_as=eyes),
    ListRecords: lambda of, customer, _, eyes: ListRecords(of, "files", customer, see_as=eyes),
    ShowRecord: lambda of, _customer, kept, eyes: ShowRecord(of, "files", kept.record, see_as=eyes),
    ReadFile: lambda of, _customer, kept, eyes: ReadFile(of, "files", kept.record, "file", see_as=eyes),
    SalesFunnel: lambda of, _customer, _, eyes: SalesFunnel(of, eyes),
    ReadConversation: lambda of, customer, _, eyes: ReadConversation(of, customer, see_as=eyes),
    ShowMessage: lambda of, _customer, kept, eyes: ShowMessage(of, kept.message, see_as=eyes),
}


def _answer(session: Session, case: UseCase[Any]) -> object:
    try:
        return session.do(case)
    except OClientError as error:
        return type(error), error.text()


def test_every_use_case_that_can_be_asked_so_is_asked() -> None:
    known = {kind for kind in every_use_case() if "see_as" in {one.name for one in fields(cast("Any", kind))}}
    assert known == set(ASKED)
    assert not [kind for kind in known if kind.writes]


def test_the_owners_answer_is_the_members_own(world: World) -> None:
    for module in ("files", "sales"):
        world.ola.do(ChangeSetting(world.id, f"modules.{module}", "on"))
    for key, value in (("host", "mail.example.com"), ("from_address", "shop@example.com")):
        world.ola.do(ChangeSetting(world.id, f"smtp.{key}", value))
    things: dict[int, Kept] = {}
    for session in (world.mia, world.ola):
        added = add(session, world.id, company="Works", email=f"{len(things)}@example.com")
        world.ola.do(RecordConsent(world.id, added.id, "email", True))
        typed = TypedRecord({"note": "a"}, {"file": GivenFile("a.txt", b"a")})
        record = world.ola.do(AddRecord(world.id, "files", added.id, typed)).record
        things[added.id] = Kept(record.id, world.ola.do(SendSingle(world.id, added.id, "Subject", "Text")).id)
    hidden = list(things)[1]
    for kind, ask in ASKED.items():
        for customer, kept in things.items():
            own = _answer(world.mia, ask(world.id, customer, kept, None))
            assert _answer(world.ola, ask(world.id, customer, kept, MIA)) == own, (kind.__name__, customer == hidden)
        for stranger in (world.adam, world.mia):
            assert _answer(stranger, ask(world.id, hidden, things[hidden], MIA)) in (
                (Denied, "Only the list's owner can see the list as somebody else does."),
            ), kind.__name__
        with pytest.raises(NotFound):
            world.ola.do(ask(world.id, hidden, things[hidden], "eve@example.com"))
