"""A campaign: one message to many, frozen when it is started; how far it came follows from its rows (N04, N05, N22)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.errors import NotFound, tr
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.outbox import MINUTE_MS, Channel, Purpose, State
from oclient_tui.domain.templates import Source

NO_CAMPAIGN = tr("There is no such campaign.")

TOLD = (
    Exclusion.NO_ADDRESS, Exclusion.NO_CONSENT, Exclusion.IGNORED, Exclusion.INACTIVE, Exclusion.RESTRICTED,
    Exclusion.OBFUSCATED, Exclusion.BOUNCED, Exclusion.SUPPRESSED, Exclusion.SAME_ADDRESS,
)  # fmt: skip
"""The reasons that are told before and after a run, in the order of cli.md."""


class Wanted(StrEnum):
    """What is wanted of a campaign; nothing is sent of one that is not to run."""

    PREPARE = "prepare"
    RUN = "run"
    PAUSE = "pause"
    CANCEL = "cancel"


class Approval(StrEnum):
    """Whether a second person must agree (N22)."""

    NONE = "none"
    WANTED = "wanted"
    GIVEN = "given"


class Stage(StrEnum):
    """How a campaign stands."""

    PREPARING = "preparing"
    APPROVAL = "approval"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person asks for: what is said, by which channel, to whom. A template, or a wording of one's own."""

    channel: Channel
    audience: Audience
    purpose: Purpose = Purpose.SERVICE
    title: str = ""
    text: str = field(default="", repr=False)
    template: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Campaign:
    """A stored campaign. Customers up to the id `reached` are sorted into recipients and excluded ones."""

    id: int
    channel: Channel
    purpose: Purpose
    consent_kind: str
    source: Source
    audience: Audience
    dedupe_key: str
    account_id: int
    created_at: int
    template_id: int | None = None
    template_version: int | None = None
    wanted: Wanted = Wanted.PREPARE
    approval: Approval = Approval.NONE
    approved_by: int | None = None
    recipients: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict[str, int])
    reached: int = 0

    @property
    def title(self) -> str:
        """What it is called: its subject, and the first line of an SMS."""
        return self.source.subject or next(iter(self.source.text.splitlines()), "")

    @property
    def matched(self) -> int:
        """How many customers were looked at: each is a recipient, or excluded for one reason."""
        return self.recipients + sum(self.excluded.values())


_WAITING = (State.DRAFT, State.READY, State.LEASED, State.SENDING, State.HELD)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign came, counted from the rows that the person sees."""

    stage: Stage
    states: Mapping[State, int]
    not_visible: int
    """Recipients whom the person has lost from sight since (D33)."""

    per_minute: int = 0

    @property
    def waiting(self) -> int:
        """Messages of which it is not settled yet whether they go out."""
        return sum(self.states.get(state, 0) for state in _WAITING)

    @property
    def seconds_left(self) -> int | None:
        """How long it takes at the rate of the last minute; None where nothing moves."""
        if self.stage is not Stage.RUNNING or not self.per_minute:
            return None
        return -(-self.waiting * 60 // self.per_minute)


def progress(campaign: Campaign, states: Mapping[State, int], lately: int, now: int) -> Progress:
    """Return how a campaign stands; `lately` is how many messages were tried within the last minute."""
    span = min(max(now - campaign.created_at, 1000), MINUTE_MS)
    lost = max(campaign.recipients - sum(states.values()), 0)
    waiting = any(states.get(state, 0) for state in _WAITING)
    return Progress(_stage(campaign, waiting=waiting), states, lost, lately * MINUTE_MS // span)


def _stage(campaign: Campaign, *, waiting: bool) -> Stage:
    if campaign.wanted is Wanted.CANCEL:
        return Stage.CANCELLED
    if campaign.wanted is Wanted.PREPARE:
        return Stage.PREPARING
    if campaign.approval is Approval.WANTED:
        return Stage.APPROVAL
    if campaign.wanted is Wanted.PAUSE:
        return Stage.PAUSED
    return Stage.RUNNING if waiting else Stage.DONE


def all_reasons(excluded: Mapping[str, int]) -> dict[str, int]:
    """Return how many are left out for each reason, in the order in which they are told."""
    return {reason.value: excluded.get(reason.value, 0) for reason in TOLD}


def no_campaign() -> NotFound:
    """Return the answer for a campaign that is not there."""
    return NotFound(NO_CAMPAIGN)
