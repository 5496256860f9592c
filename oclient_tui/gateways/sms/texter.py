"""The face of SMS: nothing behind it is loaded before something is sent."""

from typing import TYPE_CHECKING

from oclient_tui.domain.gateways import SmsGateway

if TYPE_CHECKING:
    from oclient_tui.gateways.sms.twilio import TwilioLine


class Texter:
    """Reaches providers; `allowed` names the internal hosts that the operator lets lists use (D32)."""

    def __init__(self, allowed: frozenset[tuple[str, int]]) -> None:
        self._allowed = allowed

    async def reach(self, gateway: SmsGateway) -> "TwilioLine":
        """Return a line to a list's provider; raise NotReached. A second provider is told apart here."""
        from oclient_tui.gateways.sms.twilio import reach

        return await reach(gateway, self._allowed)
