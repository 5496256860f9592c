"""The outbox: one row for each message and recipient, and what may become of it (O25-O27, N04, D18)."""

from dataclasses import dataclass
from enum import StrEnum

from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.text import fold

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

LEASE_MS = 180_000
"""How long a worker has a message to itself; the time limits of one delivery add up to less."""


class Channel(StrEnum):
    """How a message reaches its recipient."""

    EMAIL = "email"
    SMS = "sms"


class Kind(StrEnum):
    """Why a message is sent; what becomes of one in doubt is chosen for each: the setting `unknown.KIND` (D18)."""

    SINGLE = "single"
    CAMPAIGN = "campaign"
    AUTORESPONDER = "autoresponder"
    SMS = "sms"


class Purpose(StrEnum):
    """Consent gates marketing only (C6)."""

    SERVICE = "service"
    MARKETING = "marketing"


class State(StrEnum):
    """Where a message stands."""

    DRAFT = "draft"
    READY = "ready"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    HELD = "held"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


FINAL = frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED, State.SUPPRESSED, State.CANCELLED, State.EXPIRED})
"""States that nothing follows."""

OPEN = frozenset({State.DRAFT, State.READY, State.LEASED, State.SENDING, State.HELD, State.UNKNOWN})
"""States in which it is not settled yet whether the message goes out."""

NEXT: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.READY, State.CANCELLED, State.HELD}),
    State.READY: frozenset({State.LEASED, State.HELD, State.CANCELLED, State.EXPIRED}),
    State.LEASED: frozenset({State.READY, State.SENDING, State.SUPPRESSED, State.FAILED, State.CANCELLED, State.HELD}),
    State.SENDING: frozenset({State.SENT, State.READY, State.FAILED, State.UNKNOWN, State.HELD}),
    State.SENT: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.UNKNOWN: frozenset({State.SENT, State.READY, State.FAILED, State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.HELD: frozenset({State.READY, State.CANCELLED, State.EXPIRED}),
    State.FAILED: frozenset({State.READY}),
} | dict.fromkeys(FINAL, frozenset[State]())
"""Where a message can go from each state; a person's retry leads from `failed` back, and only a person's."""


def before(state: State) -> frozenset[State]:
    """Return the states from which a message can come into this one."""
    return frozenset(start for start, following in NEXT.items() if state in following)


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message to one recipient."""

    id: int
    customer_id: int
    channel: Channel
    kind: Kind
    purpose: Purpose
    recipient: str
    dedupe_key: str
    message_id: str
    state: State
    created_at: int
    created_by: int
    not_before: int
    expires_at: int
    campaign_id: int | None = None
    consent_kind: str = ""
    consent_id: int | None = None
    """The consent event that was in force when it was last checked (N11)."""
    priority: int = 0
    attempts: int = 0
    charged: int = 0
    """Attempts that count against the message; a server that is down costs it nothing."""
    lease_token: str = ""
    lease_until: int = 0
    provider_id: str = ""
    last_class: str = ""
    last_text: str = ""
    updated_at: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent, frozen before the first attempt and the same in every later one."""

    subject: str
    text: str
    html: str = ""
    automatic: bool = False
    """Whether no person pressed a key for it: its headers say so (RFC 3834)."""

    segments: int = 0
    """Parts of an SMS; 0 for an e-mail."""

    sender: str = ""
    """Whom it came from, once it was begun."""

    attachments: tuple[FileMark, ...] = ()
    """The files that go along."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at sending; `phase` is how far it is known to have come."""

    n: int
    phase: str
    started_at: int
    ended_at: int | None
    reply_class: str
    code: int
    reply: str
    worker: str


def priority_of(kind: Kind) -> int:
    """Return the place in the queue: what a person waits for goes before what was written to many."""
    return {Kind.SINGLE: 0, Kind.AUTORESPONDER: 1, Kind.SMS: 0, Kind.CAMPAIGN: 5}[kind]


def expiry_ms(kind: Kind) -> int:
    """Return for how long it makes sense to try."""
    return DAY_MS if kind is Kind.CAMPAIGN else 3 * DAY_MS


# One message a person and purpose, however often somebody asks: the keys are unique in a list.


def single_key(client_key: str) -> str:
    """Return the dedupe key of a message written by hand; the compose form makes the client's part once."""
    return f"s:{client_key}"


def campaign_key(campaign_id: int, address: str) -> str:
    """Return the dedupe key of a group mail: one address gets it once."""
    return f"c:{campaign_id}:{address.strip().lower()}"


def autoresponder_key(template_id: int, address: str) -> str:
    """Return the dedupe key of an automatic answer: one for an address and a template, whatever loops there are."""
    return f"ar:{template_id}:{fold(address)}"


def message_id(outbox_id: int, domain: str) -> str:
    """Return the Message-ID (RFC 5322, 3.6.4): the same in every attempt, so that a double is known as one."""
    return f"<ob.{outbox_id:x}@{domain}>"
