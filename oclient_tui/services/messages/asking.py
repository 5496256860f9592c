"""What became of SMS that a provider took: asked for, since a program in a terminal has no address to be told at."""

import asyncio
from dataclasses import dataclass, field, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Unavailable, tr
from oclient_tui.domain.gateways import SmsGateway
from oclient_tui.domain.mail import NotReached
from oclient_tui.domain.mail_replies import EFFECTS, ReplyClass
from oclient_tui.domain.outbox import DAY_MS, Channel, OutboxMessage, State
from oclient_tui.domain.sms_replies import CODES, SETTLED, SmsStatus
from oclient_tui.domain.suppressions import Suppression
from oclient_tui.domain.text import inert
from oclient_tui.services.messages.eligibility import digest, normal
from oclient_tui.services.messages.gateways import sms_gateway
from oclient_tui.services.ports import SmsTransport
from oclient_tui.services.usecase import Aftermath, UseCase, Work

ASKED_FOR_MS = 3 * DAY_MS
"""After that no provider changes its mind."""

MOST = 500
_TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The SMS that a provider was asked about, and how many of them it says arrived, or will not."""

    gateway: SmsGateway = field(repr=False)
    messages: tuple[OutboxMessage, ...]
    delivered: int = 0
    failed: int = 0


@dataclass
class AskProvider(UseCase[Asked], needs=Permission.SUPPRESSION, writes=True):
    """Ask the list's provider what became of SMS of the last three days that are not settled."""

    list_id: int

    def run(self, work: Work) -> Asked:
        """Return what is to be asked about; raise Refused where the list sends no SMS."""
        found = work.unit.outbox.unsettled(Channel.SMS, work.now - ASKED_FOR_MS, MOST)
        if found:
            work.record(Event("SmsStatusAsked", after={"messages": len(found)}))
        return Asked(sms_gateway(work), tuple(found))

    def conclude(self, answer: Asked, after: Aftermath) -> Asked:
        """Ask, outside any transaction, and write down what is settled; raise Unavailable without an answer."""
        if not answer.messages:
            return answer
        told = asyncio.run(_told(after.tools.sms, answer))
        with after.opened() as work:
            ends = [_settled(work, self.list_id, message, status) for message, status in told]
        return replace(answer, delivered=ends.count(State.DELIVERED), failed=ends.count(State.BOUNCED))


async def _told(transport: SmsTransport, asked: Asked) -> list[tuple[OutboxMessage, SmsStatus]]:
    try:
        line = await transport.reach(asked.gateway)
    except NotReached as error:
        raise Unavailable(tr("The provider could not be asked: {reply}"), reply=error.reply.text) from error
    told: list[tuple[OutboxMessage, SmsStatus]] = []
    try:
        for message in asked.messages:
            status = await line.status(message.provider_id)
            if status is None and not told:
                raise Unavailable(tr("The provider could not be asked: {reply}"), reply=message.provider_id)
            told += [(message, status)] if status is not None else []
    finally:
        await line.close()
    return told


def _settled(work: Work, list_id: int, message: OutboxMessage, status: SmsStatus) -> State | None:
    """Write what a message came to, once, and never back; None while it is on its way."""
    state = SETTLED.get(status.status)
    means = CODES.get(status.code, ReplyClass.RECIPIENT_PERM) if state is State.BOUNCED else ReplyClass.SENT
    text = inert(f"{status.status} {status.code or ''} {status.text}".strip())[:_TEXT_LIMIT]
    if state is None or not work.unit.outbox.move(message, state, work.now, last_class=means.value, last_text=text):
        return None
    if EFFECTS[means].suppresses:
        _suppress(work, list_id, message, means, text)
    return state


def _suppress(work: Work, list_id: int, message: OutboxMessage, means: ReplyClass, text: str) -> None:
    address = normal(message.recipient)
    key = digest(work.tools, list_id, Channel.SMS, address)
    if work.unit.suppressions.add(Suppression(Channel.SMS, key, address, means.value, text, 0, work.now)):
        after = {"channel": Channel.SMS.value, "address": address, "message": str(message.id)}
        work.record(Event("AddressSuppressed", str(message.customer_id), after=after))
