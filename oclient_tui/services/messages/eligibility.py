"""Whether somebody may be written to: asked when a message is queued, and again before it leaves (S3, C6)."""

import hashlib
import hmac
from collections.abc import Iterable

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Refused
from oclient_tui.domain.exclusions import SENTENCES, Exclusion, exclusion
from oclient_tui.domain.outbox import Channel, Purpose
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import Work

_PURPOSE = "suppression"


def digest(tools: Tools, list_id: int, channel: Channel, address: str) -> str:
    """Return what a suppressed address is known by when it is erased itself: keyed, and of one list only (E7)."""
    key = tools.secrets.derived(_PURPOSE, make=True)
    text = f"{list_id}:{channel.value}:{normal(address)}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def normal(address: str) -> str:
    """Return the form in which addresses are compared."""
    return address.strip().lower()


def suppressed(work: Work, list_id: int, channel: Channel, addresses: Iterable[str]) -> dict[str, str]:
    """Return which of some addresses, in normal form, are on the suppression list, with the reason."""
    wanted = {address: digest(work.tools, list_id, channel, address) for address in map(normal, addresses)}
    return work.unit.suppressions.reasons(channel, wanted)


def why_not(
    work: Work, customer: Customer, channel: Channel, address: str, purpose: Purpose, consent_kind: str
) -> Exclusion | None:
    """Return why nothing of a purpose is sent to a visible customer at an address; None where something is."""
    reasons = suppressed(work, work.here.list_id, channel, [address]) if address else {}
    return exclusion(
        active=customer.active,
        ignored=customer.gdpr_ignore,
        restricted=customer.restricted,
        address=address,
        purpose=purpose,
        consents=purpose is Purpose.SERVICE or work.unit.consents.stands(customer.id, consent_kind),
        suppressed=reasons.get(normal(address)),
    )


def refusal(reason: Exclusion, address: str, consent_kind: str) -> Refused:
    """Return the reason as a sentence for whoever writes to one customer."""
    return Refused(SENTENCES[reason], address=address, kind=consent_kind)
