"""One connection to a mail server, driven verb by verb, so that it is known how far a delivery came (N04).

The library's own `send_message` answers a connection lost before the content and one lost after it with the same error.
"""

import contextlib
from collections.abc import Awaitable, Callable

import aiosmtplib

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.mail import Mail
from oclient_tui.domain.mail_replies import GARBLED, SILENT, MailReply, Phase
from oclient_tui.gateways.mail import limits
from oclient_tui.gateways.mail.compiling import compiled, recipient, stuffed

NO_ANSWER = tr("The mail server gave no answer.")
NO_SMTPUTF8 = tr("5.6.7 The mail server takes no address with letters beyond ASCII before the @.")
_NO_SUCH_ADDRESS, _TOO_LARGE, _REFUSED = 553, 552, 554
_TOO_LARGE_TEXT = tr("5.3.4 The message is larger than the mail server takes.")


class SmtpLine:
    """A connection that is signed in."""

    def __init__(self, client: aiosmtplib.SMTP, gateway: MailGateway) -> None:
        self._client = client
        self._gateway = gateway

    @property
    def usable(self) -> bool:
        """Whether the server still listens."""
        return self._client.is_connected

    async def send(self, mail: Mail, may_go: Callable[[], Awaitable[bool]]) -> MailReply | None:
        """Deliver one message and return the reply that decides; None where `may_go` said no just before the content.

        `may_go` is asked once the server has taken the recipient, and not at all where it has not.
        """
        try:
            message, address = compiled(self._gateway, mail), recipient(mail.recipient)
        except Invalid as error:
            return MailReply(Phase.MAIL, _REFUSED, str(error))
        refusal = self._impossible(address, message) or await self._envelope(address, len(message))
        if refusal is None:
            if not await may_go():
                await self._reset()
                return None
            refusal = await self._refused(Phase.DATA, b"DATA", limit=limits.DATA, wanted=(354,))
        if refusal is not None:
            await self._reset()
            return refusal
        return await self._content(stuffed(message))

    async def close(self) -> None:
        """Say good-bye, and leave in any case."""
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            if self._client.is_connected:
                await self._client.quit(timeout=limits.QUIT)
        self._client.close()

    def _impossible(self, address: str, message: bytes) -> MailReply | None:
        """Return what the server would answer, where its greeting says so already."""
        if not address.isascii() and not self._client.supports_extension("smtputf8"):
            return MailReply(Phase.RCPT, _NO_SUCH_ADDRESS, NO_SMTPUTF8)
        most = self._client.esmtp_extensions.get("size", "").strip()
        if most.isdigit() and 0 < int(most) < len(message):
            return MailReply(Phase.MAIL, _TOO_LARGE, _TOO_LARGE_TEXT)
        return None

    async def _envelope(self, address: str, size: int) -> MailReply | None:
        options = [b"SIZE=%d" % size] if self._client.supports_extension("size") else []
        if not address.isascii():
            options.append(b"SMTPUTF8")
        sender = recipient(self._gateway.from_address).encode()
        return await self._refused(
            Phase.MAIL, b"MAIL", b"FROM:<" + sender + b">", *options, limit=limits.MAIL
        ) or await self._refused(
            Phase.RCPT, b"RCPT", b"TO:<" + address.encode() + b">", limit=limits.RCPT, wanted=(250, 251)
        )

    async def _refused(
        self, phase: Phase, *command: bytes, limit: float, wanted: tuple[int, ...] = (250,)
    ) -> MailReply | None:
        """Say a command and return the reply, unless it is a wanted one."""
        reply = await self._heard(phase, self._client.execute_command(*command, timeout=limit))
        return None if reply.code in wanted else reply

    async def _content(self, message: bytes) -> MailReply:
        """Send the content; from the first byte on, only an answer tells what became of it."""
        protocol = self._client.protocol
        if protocol is None or not protocol.is_connected:
            return MailReply(Phase.DATA, SILENT, NO_ANSWER)
        protocol.write(message)
        reply = await self._heard(Phase.CONTENT, protocol.read_response(timeout=limits.CONTENT))
        if reply.code in (SILENT, GARBLED, 421):
            self._client.close()
        return reply

    async def _heard(self, phase: Phase, answer: Awaitable[aiosmtplib.SMTPResponse]) -> MailReply:
        try:
            response = await answer
        except aiosmtplib.SMTPResponseException as error:
            self._client.close()
            return MailReply(phase, GARBLED, error.message)
        except (aiosmtplib.SMTPException, OSError):
            self._client.close()
            return MailReply(phase, SILENT, NO_ANSWER)
        return MailReply(phase, response.code, response.message)

    async def _reset(self) -> None:
        if self._client.is_connected:
            await self._refused(Phase.MAIL, b"RSET", limit=limits.RESET)
