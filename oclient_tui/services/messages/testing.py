"""A test message through the list's own mail server: the owner sees what the server says (O26)."""

import asyncio
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Unavailable, tr
from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.mail import Mail, NotReached
from oclient_tui.domain.mail_replies import MailReply, ReplyClass, meaning
from oclient_tui.domain.outbox import Channel, Content, message_id
from oclient_tui.services.messages.gateways import mail_gateway
from oclient_tui.services.ports import MailTransport
from oclient_tui.services.usecase import Aftermath, UseCase, Work

SUBJECT = "Test"
TEXT = "This is a test message. It came through the mail server of your list, so that works."


@dataclass(frozen=True, slots=True)
class Tested:
    """What was sent, and what the server said; '' while it has not been asked."""

    gateway: MailGateway
    mail: Mail
    reply: str = ""


@dataclass
class TestGateway(UseCase[Tested], needs=Permission.SETTINGS, writes=True):
    """Send a test message. It is not in the outbox, counts for no limit, and opens a closed gateway if it arrives."""

    __test__ = False

    list_id: int
    address: str

    def run(self, work: Work) -> Tested:
        """Return what is to be sent; raise Refused where no server is set and Invalid for a bad address."""
        gateway, address = mail_gateway(work), work.tools.contacts.email(self.address)
        work.record(Event("MailGatewayTested", after={"to": address}))
        number = message_id(work.tools.ids.next(), gateway.domain)
        return Tested(gateway, Mail(address, number, work.now, Content(SUBJECT, TEXT)))

    def conclude(self, answer: Tested, after: Aftermath) -> Tested:
        """Send it, outside any transaction; raise Unavailable with the server's words where it was not taken."""
        reply = asyncio.run(_sent(after.tools.mail, answer))
        if meaning(reply) is not ReplyClass.SENT:
            raise Unavailable(
                tr("The test message was not sent. At the step {step} the mail server said: {reply}"),
                step=reply.phase.value,
                reply=" ".join(f"{reply.code if reply.code > 0 else ''} {reply.text}".split())[:500],
            )
        with after.opened() as work:
            work.unit.gateway_state.reopen(Channel.EMAIL)
        return Tested(answer.gateway, answer.mail, " ".join(reply.text.split())[:500])


async def _sent(transport: MailTransport, tested: Tested) -> MailReply:
    async def yes() -> bool:
        return True

    try:
        line = await transport.reach(tested.gateway)
    except NotReached as error:
        return error.reply
    try:
        reply = await line.send(tested.mail, yes)
    finally:
        await line.close()
    assert reply is not None, "nobody said no"  # noqa: S101 - a bug, not an input
    return reply
