"""What is in the outbox, what was tried, and what a customer was sent (N04, S10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.consents import ConsentEvent
from oclient_tui.domain.errors import Invalid, NotFound, tr
from oclient_tui.domain.outbox import Attempt, Content, OutboxMessage, State
from oclient_tui.services.customers.reading import seen
from oclient_tui.services.usecase import UseCase, Work

NO_MESSAGE = tr("There is no such message.")
MOST = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as lists show it; '' as subject until it was taken to be sent."""

    message: OutboxMessage
    customer: str
    subject: str
    sender: str
    """The e-mail address of whoever sent it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One message with what it says and what was tried."""

    listed: Listed
    content: Content | None
    attempts: tuple[Attempt, ...]
    consent: ConsentEvent | None = None
    """The consent event of the channel that was in force when it was last checked, before it left (N11)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a conversation."""

    listed: Listed
    content: Content | None


@dataclass
class ListOutbox(UseCase[list[Listed]], needs=Permission.VIEW):
    """Show the messages of customers that one sees, newest first; `before` is the id of the last one shown."""

    list_id: int
    state: str = ""
    before: int = 0
    limit: int = 100

    def run(self, work: Work) -> list[Listed]:
        """Return them; raise Invalid for a state that there is not."""
        if self.state and self.state not in list(State):
            raise Invalid(
                tr("A message is {accepted}, not “{value}”."), accepted=", ".join(State), value=self.state[:40]
            )
        states = [State(self.state)] if self.state else []
        return listed(work, work.unit.outbox.page(states, self.before, min(max(self.limit, 1), MOST)))


@dataclass
class ShowMessage(UseCase[Opened], needs=Permission.VIEW):
    """Show one message."""

    list_id: int
    message_id: int
    see_as: str | None = None

    def run(self, work: Work) -> Opened:
        """Return it with what it says and every attempt; raise NotFound."""
        found = work.unit.outbox.get(self.message_id)
        if found is None:
            raise NotFound(NO_MESSAGE)
        content = work.unit.outbox.contents([found.id]).get(found.id)
        events = work.unit.consents.of(found.customer_id) if found.consent_id else []
        consent = next((one for one in events if one.id == found.consent_id), None)
        return Opened(listed(work, [found])[0], content, tuple(work.unit.outbox.attempts(found.id)), consent)


@dataclass
class ReadConversation(UseCase[list[Said]], needs=Permission.VIEW):
    """Show what a customer was sent, newest first."""

    list_id: int
    customer_id: int
    before: int = 0
    limit: int = 100
    see_as: str | None = None

    def run(self, work: Work) -> list[Said]:
        """Return the messages with what they say; raise NotFound."""
        customer = seen(work, self.customer_id)
        found = work.unit.outbox.of_customer(customer.id, self.before, min(max(self.limit, 1), MOST))
        contents = work.unit.outbox.contents([message.id for message in found])
        return [Said(one, contents.get(one.message.id)) for one in listed(work, found)]


def listed(work: Work, messages: Sequence[OutboxMessage]) -> list[Listed]:
    """Return messages with the names that belong to them."""
    customers = work.unit.customers.in_short({message.customer_id for message in messages})
    senders = work.unit.accounts.emails({message.created_by for message in messages})
    subjects = work.unit.outbox.subjects([message.id for message in messages])
    return [
        Listed(one, customers[one.customer_id].name, subjects.get(one.id, ""), senders.get(one.created_by, ""))
        for one in messages
        if one.customer_id in customers
    ]
