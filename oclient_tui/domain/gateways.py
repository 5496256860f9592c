"""A list's ways out: its mail server and its provider of SMS as set, and how much of it may be used now (O26, O27)."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urlsplit

from oclient_tui.domain.outbox import Channel

TOKEN = 1000
"""Tokens are counted in thousandths, so that slow rates lose nothing in rounding."""

BURST_MS = 2_000
"""How much of the rate may be used at once, after a pause."""


@dataclass(frozen=True, slots=True)
class MailGateway:
    """A list's own mail server and sender; never another's (O26)."""

    channel: ClassVar[Channel] = Channel.EMAIL
    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
    from_name: str
    from_address: str
    reply_to: str = ""
    unsubscribe: str = ""
    rate: int = 0
    """E-mails in a minute; 0 is no limit."""

    daily_cap: int = 0
    """E-mails in a day; 0 is no limit."""

    @property
    def domain(self) -> str:
        """The domain that messages come from."""
        return self.from_address.rpartition("@")[2]

    @property
    def sender(self) -> str:
        """Whom messages come from, as it is kept with each."""
        return f"{self.from_name} <{self.from_address}>" if self.from_name else self.from_address


TWILIO = "https://api.twilio.com"


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """A list's own account with a provider of SMS, and its sender: a number, or a name (O30)."""

    channel: ClassVar[Channel] = Channel.SMS
    account: str
    token: str = field(repr=False)
    sender: str
    base_url: str = TWILIO
    rate: int = 0
    daily_cap: int = 0
    domain: str = ""
    """None: an SMS has no Message-ID."""

    @property
    def host(self) -> str:
        """Where the provider is."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def secure(self) -> bool:
        """Whether what is sent there is encrypted."""
        return self.base_url.startswith("https://")

    @property
    def port(self) -> int:
        """Its port."""
        return urlsplit(self.base_url).port or (443 if self.secure else 80)


Gateway = MailGateway | SmsGateway


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was used of a gateway, shared by all workers on all machines; and whether it is to be left alone."""

    tokens: int = 0
    refreshed_at: int = 0
    day: str = ""
    sent_today: int = 0
    failures: int = 0
    """Failures in a row to reach it."""

    open_at: int = 0
    """Before this moment nobody tries (circuit breaker)."""

    closed: str = ""
    """Why it is closed until its owner has looked at it; '' while it is open."""


def day_of(now: int) -> str:
    """Return the day of a moment, by which the daily cap counts."""
    return datetime.fromtimestamp(now / 1000, UTC).date().isoformat()


def refilled(bucket: Bucket, now: int, rate: int) -> Bucket:
    """Return the bucket as it stands at a moment; a clock that went back gives nothing and takes nothing."""
    day = day_of(now)
    if day != bucket.day:
        bucket = replace(bucket, day=day, sent_today=0)
    if not rate:
        return replace(bucket, refreshed_at=now)
    most = max(TOKEN, rate * TOKEN * BURST_MS // 60_000)
    gained = max(0, now - bucket.refreshed_at) * rate * TOKEN // 60_000
    if gained == 0 and bucket.refreshed_at <= now:
        return bucket  # what is below a thousandth of a token goes on growing
    return replace(bucket, tokens=min(most, bucket.tokens + gained), refreshed_at=now)


def allowance(bucket: Bucket, now: int, gateway: Gateway, wanted: int) -> int:
    """Return how many messages may be taken now; of a gateway that failed last, one, to see whether it is back."""
    if bucket.closed or bucket.open_at > now:
        return 0
    most = 1 if bucket.failures else wanted
    if gateway.rate:
        most = min(most, bucket.tokens // TOKEN)
    if gateway.daily_cap:
        most = min(most, gateway.daily_cap - bucket.sent_today)
    return max(0, min(most, wanted))


def spent(bucket: Bucket, gateway: Gateway, number: int) -> Bucket:
    """Return the bucket after so many messages were taken."""
    tokens = bucket.tokens - number * TOKEN if gateway.rate else bucket.tokens
    return replace(bucket, tokens=tokens, sent_today=bucket.sent_today + number)


def wait_ms(bucket: Bucket, gateway: Gateway) -> int:
    """Return how long it takes until the rate allows one more."""
    if not gateway.rate:
        return 0
    return max(0, (TOKEN - bucket.tokens) * 60_000 // (gateway.rate * TOKEN) + 1)
