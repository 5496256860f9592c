"""The face of e-mail: nothing behind it is loaded before something is sent."""

from functools import cached_property
from typing import TYPE_CHECKING

from oclient_tui.domain.gateways import MailGateway

if TYPE_CHECKING:
    from oclient_tui.gateways.mail.line import SmtpLine
    from oclient_tui.gateways.mail.transport import SmtpTransport


class Mailer:
    """Reaches mail servers; `allowed` names the internal ones that the operator lets lists use (D32)."""

    def __init__(self, allowed: frozenset[tuple[str, int]]) -> None:
        self._allowed = allowed

    async def reach(self, gateway: MailGateway) -> "SmtpLine":
        """Return a line to a list's mail server; raise NotReached."""
        return await self._transport.reach(gateway)

    @cached_property
    def _transport(self) -> "SmtpTransport":
        from oclient_tui.gateways.mail.transport import SmtpTransport

        return SmtpTransport(self._allowed)
