"""Twilio through its own client, over a connection that is guarded and has a limit of time (E4, D32).

The client's own HTTP session ignores its time limit, so the requests are made here.
"""

import base64
import logging
import socket
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from twilio.base.exceptions import TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from oclient_tui.domain.errors import tr
from oclient_tui.domain.gateways import SmsGateway
from oclient_tui.domain.mail import Mail, NotReached
from oclient_tui.domain.mail_replies import GARBLED, SILENT, MailReply, Phase
from oclient_tui.domain.sms_replies import CODES, SmsStatus
from oclient_tui.gateways.mail.guard import Allowed, addresses

IN_CLEAR = tr("The token would travel in clear: sms.base_url begins with https://.")
NO_ANSWER = tr("The provider gave no answer. Whether the message was taken is not known.")
NOT_REACHED = tr("The provider could not be reached.")

TOTAL, CONNECT = 60.0, 15.0
"""Seconds for one request, and for its connection; less than the lease of a message."""

_ANSWER_LIMIT = 65_536
_UNREADABLE = (ValueError, TypeError, AttributeError, KeyError)
"""What the client raises for an answer that is none."""

_PORTS = frozenset({443})
_REFUSED = 550
_SILENCE: Mapping[str, str] = {"OCLIENT": ""}
"""In the place of the process's environment, from which the client would take another account and region."""


class _Pinned(AbstractResolver):
    """Leads to the addresses that the guard let pass, whatever the name says by now."""

    def __init__(self, found: list[tuple[socket.AddressFamily, str]]) -> None:
        self._found = found

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return those addresses."""
        return [
            ResolveResult(hostname=host, host=place, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, place in self._found
            if family in (socket.AF_UNSPEC, kind)
        ]

    async def close(self) -> None:
        """Keep nothing, so leave nothing."""


class _Http(AsyncHttpClient):
    """Makes the client's requests at the list's address; remembers when the provider wants to be asked again."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str) -> None:
        super().__init__(logging.getLogger(__name__), True, TOTAL)
        self._session, self._base_url = session, base_url
        self.retry_after = ""

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the client's own face
        allow_redirects: bool = False,  # noqa: ARG002 - a token follows no redirect
    ) -> Response:
        """Make a request and return its answer."""
        word = base64.b64encode(":".join(auth or ("", "")).encode()).decode()
        limits = aiohttp.ClientTimeout(total=timeout or TOTAL, sock_connect=CONNECT)
        asked = self._session.request(
            method, f"{self._base_url}{urlsplit(url).path}", params=params, data=data, timeout=limits,
            headers={**(headers or {}), "Authorization": f"Basic {word}"}, allow_redirects=False,
        )  # fmt: skip
        async with asked as answer:
            text = (await answer.content.read(_ANSWER_LIMIT)).decode("utf-8", "replace")
            self.retry_after = answer.headers.get("Retry-After", "")
            return Response(answer.status, text)


class TwilioLine:
    """A connection to the provider in one list's name."""

    usable = True
    """A request that failed says nothing of the next."""

    def __init__(self, gateway: SmsGateway, session: aiohttp.ClientSession) -> None:
        self._gateway, self._session = gateway, session
        self._http = _Http(session, gateway.base_url)
        self._client = Client(gateway.account, gateway.token, http_client=self._http, environment=dict(_SILENCE))

    async def send(self, mail: Mail, may_go: Callable[[], Awaitable[bool]]) -> MailReply | None:
        """Send one SMS and return the answer that decides; None where `may_go`, asked last, said no."""
        if not await may_go():
            return None
        try:
            made = await self._client.messages.create_async(
                to=mail.recipient, body=mail.content.text, **_sender(self._gateway.sender)
            )
        except TwilioRestException as error:
            return self._refused(error)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return MailReply(Phase.CONNECT, SILENT, NOT_REACHED)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return MailReply(Phase.CONTENT, SILENT, NO_ANSWER)
        except _UNREADABLE:
            return MailReply(Phase.CONTENT, GARBLED, NO_ANSWER)
        return MailReply(Phase.CONTENT, 201, str(made.status or ""), str(made.sid or ""))

    async def status(self, provider_id: str) -> SmsStatus | None:
        """Return what became of a message that was taken; None where there is no answer."""
        try:
            found = await self._client.messages(provider_id).fetch_async()
        except (TwilioRestException, aiohttp.ClientError, TimeoutError, OSError, *_UNREADABLE):
            return None
        return SmsStatus(str(found.status or ""), found.error_code or 0, found.error_message or "")

    def _refused(self, error: TwilioRestException) -> MailReply:
        """Return an error as the table reads it; its words are the provider's, without the client's colours."""
        listed = error.code in CODES
        code = "" if listed or not error.code else f"{error.code} "
        later = f" (retry after {self._http.retry_after} seconds)" if self._http.retry_after.isdigit() else ""
        return MailReply(Phase.CONTENT, (error.code if listed else None) or error.status, f"{code}{error.msg}{later}")

    async def close(self) -> None:
        """Leave."""
        await self._session.close()


def _sender(sender: str) -> dict[str, str]:
    """Return the sender as the provider wants it: a number or a name, or a service that chooses one."""
    return {"messaging_service_sid": sender} if sender.startswith("MG") and len(sender) == 34 else {"from_": sender}


async def reach(gateway: SmsGateway, allowed: Allowed) -> TwilioLine:
    """Return a line; raise NotReached where the provider's address is not to be used or not known."""
    if not gateway.secure and (gateway.host, gateway.port) not in allowed:
        raise NotReached(MailReply(Phase.AUTH, _REFUSED, IN_CLEAR))
    found = await addresses(gateway.host, gateway.port, _PORTS, allowed)
    plug = aiohttp.TCPConnector(resolver=_Pinned(found), limit=1)
    return TwilioLine(gateway, aiohttp.ClientSession(connector=plug, trust_env=False))
