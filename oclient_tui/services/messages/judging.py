"""The last look at a message before it leaves: much may have changed since somebody asked for it (S3, C6, N11)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Access
from oclient_tui.domain.exclusions import Exclusion, exclusion
from oclient_tui.domain.outbox import Kind, OutboxMessage, Purpose
from oclient_tui.services.messages.eligibility import normal, suppressed
from oclient_tui.services.usecase import Work


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a message is not sent, if it is not; and the consent event in force at this moment."""

    reason: Exclusion | None
    consent_id: int | None = None


def judged(work: Work, list_id: int, message: OutboxMessage) -> Judgement:
    """Return whether a message may still leave: its sender sees the customer, and the customer may be written to."""
    automatic = message.kind is Kind.AUTORESPONDER
    access = None if automatic else _sender(work, message)
    sees = automatic or access is not None
    standing = work.unit.deliveries.standing(message.customer_id, access) if sees else None
    if standing is None:
        return Judgement(Exclusion.NOT_VISIBLE)
    consent = work.unit.consents.newest(message.customer_id).get(message.consent_kind or message.channel.value)
    reasons = suppressed(work, list_id, message.channel, [message.recipient])
    reason = exclusion(
        active=standing.active,
        ignored=standing.ignored,
        restricted=standing.restricted,
        address=message.recipient,
        purpose=message.purpose,
        consents=message.purpose is Purpose.SERVICE or (consent is not None and consent.given),
        suppressed=reasons.get(normal(message.recipient)),
    )
    return Judgement(reason, consent.id if consent else None)


def _sender(work: Work, message: OutboxMessage) -> Access | None:
    """Return what the sender may do on the list now; None for who has left it, or whose account is closed."""
    account = work.unit.accounts.by_id(message.created_by)
    if account is None or account.disabled:
        return None
    return work.unit.members.access(message.created_by)
