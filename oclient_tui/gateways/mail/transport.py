"""Reaching a list's mail server: the guard, TLS with a checked certificate, signing in (O26, E4, W5)."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable
from contextlib import ExitStack, asynccontextmanager, suppress
from functools import cached_property

import aiosmtplib

from oclient_tui.domain.errors import tr
from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.mail import NotReached
from oclient_tui.domain.mail_replies import GARBLED, SILENT, MailReply, Phase
from oclient_tui.gateways.mail import limits
from oclient_tui.gateways.mail.compiling import recipient
from oclient_tui.gateways.mail.guard import PORTS, Allowed, addresses
from oclient_tui.gateways.mail.line import NO_ANSWER, SmtpLine

NO_TLS = tr("The mail server offers no encryption (STARTTLS). Nothing is sent in clear.")
BAD_CERTIFICATE = tr("The mail server's certificate could not be verified: {problem}")
IN_CLEAR = tr("The password would travel in clear: set smtp.security to starttls or tls.")
NO_SIGN_IN = tr("The mail server does not offer a way to sign in that this program knows.")
_UNKNOWN_WAY, _NOT_SUPPORTED = 504, 502


class SmtpTransport:
    """Opens lines to mail servers; `allowed` is the operator's list of internal ones."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed

    async def reach(self, gateway: MailGateway) -> SmtpLine:
        """Return a line that is signed in; raise NotReached with the reply that says why there is none."""
        free = (gateway.host, gateway.port) in self._allowed
        if gateway.security == "none" and gateway.username and not free:
            raise NotReached(MailReply(Phase.AUTH, _UNKNOWN_WAY, IN_CLEAR))
        client = aiosmtplib.SMTP(
            hostname=gateway.host, sock=await self._connected(gateway), use_tls=gateway.security == "tls",
            start_tls=False, tls_context=self._tls, timeout=limits.CONNECT,
            local_hostname=recipient(gateway.from_address).rpartition("@")[2],
        )  # fmt: skip
        async with _closing_unless_done(client):
            await _step(Phase.CONNECT, client.connect())
            if gateway.security == "starttls":
                await _step(Phase.TLS, client.starttls(timeout=limits.TLS), NO_TLS)
            if gateway.username:
                signing = client.login(gateway.username, gateway.password, timeout=limits.AUTH)
                await _step(Phase.AUTH, signing, NO_SIGN_IN)
            else:
                await _step(Phase.CONNECT, client.ehlo(timeout=limits.CONNECT))
        return SmtpLine(client, gateway)

    async def _connected(self, gateway: MailGateway) -> socket.socket:
        """Return a socket connected to an address that the guard let pass."""
        for family, address in await addresses(gateway.host, gateway.port, PORTS, self._allowed):
            with ExitStack() as failing, suppress(OSError):
                plug = failing.enter_context(socket.socket(family, socket.SOCK_STREAM))
                plug.setblocking(False)
                connecting = asyncio.get_running_loop().sock_connect(plug, (address, gateway.port))
                await asyncio.wait_for(connecting, limits.CONNECT)
                failing.pop_all()
                return plug
        raise NotReached(MailReply(Phase.CONNECT, SILENT, NO_ANSWER))

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The machine's certificates, TLS 1.2 or newer; the name must fit."""
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


@asynccontextmanager
async def _closing_unless_done(client: aiosmtplib.SMTP) -> AsyncGenerator[None]:
    """Close a client whose way to a signed-in line was cut short, by an error or because the worker ends."""
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            client.close()
            await asyncio.sleep(0)  # in its next turn the loop closes the socket


async def _step(phase: Phase, step: Awaitable[object], unsupported: str = NO_ANSWER) -> None:
    """Take one step; raise NotReached with the phase and the server's words, or with ours where it has none."""
    try:
        await step
    except aiosmtplib.SMTPResponseException as error:
        code = error.code if error.code >= 0 else GARBLED
        raise NotReached(MailReply(phase, code, error.message)) from error
    except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError) as error:
        raise NotReached(MailReply(phase, SILENT, _certificate(error) or NO_ANSWER)) from error
    except (aiosmtplib.SMTPConnectError, OSError) as error:
        raise NotReached(MailReply(phase, SILENT, _certificate(error) or NO_ANSWER)) from error
    except aiosmtplib.SMTPException as error:
        raise NotReached(MailReply(phase, _NOT_SUPPORTED, unsupported)) from error


def _certificate(error: BaseException) -> str:
    """Return what is wrong with a certificate, where that is what stopped us."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__
    return BAD_CERTIFICATE.format(problem=cause.verify_message) if cause else ""
