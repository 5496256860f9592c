"""One run followed while it goes out: how far, how fast, how long still; paused, resumed, cancelled, approved (N22)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.campaigns import Stage
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.messages.campaigns.following import Followed, ShowCampaign
from oclient_tui.services.messages.campaigns.steering import (
    ApproveCampaign,
    CancelCampaign,
    PauseCampaign,
    ResumeCampaign,
)
from oclient_tui.services.usecase import UseCase
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.figures import figure
from screens.ink import Part, block, line
from screens.messages.received import row
from screens.messages.wording import CHANNELS, PURPOSES, STAGES, excluded_in_words, glyph, state_word
from screens.moving.running import bar

PAUSE = Command(
    "campaign.pause", "p", "pause", tr("pause"), tr("Let nothing more go out until it is resumed."),
    needs=Permission.GROUP_SEND,
)  # fmt: skip
RESUME = Command("campaign.resume", "r", "resume", tr("resume"), tr("Let it go on."), needs=Permission.GROUP_SEND)
APPROVE = Command(
    "campaign.approve", "a", "approve", tr("approve"), tr("Agree, as a second person, that it is sent."),
    needs=Permission.GROUP_SEND,
)  # fmt: skip
CANCEL = Command(
    "campaign.cancel", "C", "cancel", tr("cancel"), tr("Send nothing more of it, for good; asks first."),
    needs=Permission.GROUP_SEND,
)  # fmt: skip
BACK = Command("campaign.back", "escape,q", "back", tr("back"), tr("Go back; it goes on by itself."), key_display="esc")
LOOK_EVERY_S = 1.0
_CANCEL = tr("Send nothing more of this? What went out stays sent, and it cannot be taken up again.")
_APPROVE = tr("{author} wants to write to {number} customers. Let it go out?")
_FITS: dict[str, tuple[Stage, ...]] = {
    "pause": (Stage.RUNNING,),
    "resume": (Stage.PAUSED, Stage.PREPARING),
    "approve": (Stage.APPROVAL,),
    "cancel": (Stage.PREPARING, Stage.APPROVAL, Stage.RUNNING, Stage.PAUSED),
}
"""At which stages a command is offered."""


class CampaignScreen(HouseScreen[bool]):
    """The run; changes nothing of customers."""

    DEFAULT_CSS = "CampaignScreen #whole { padding: 1 2; background: $oc-bg; scrollbar-size: 1 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound(PAUSE, RESUME, APPROVE, CANCEL, BACK)

    def __init__(self, of: CustomerList, campaign_id: int) -> None:
        super().__init__()
        self.list, self._campaign_id = of, campaign_id
        self._followed: Followed | None = None

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Runs")), *([self._followed.campaign.title] if self._followed else []))

    def body(self) -> Iterable[Widget]:
        """Yield the figures."""
        yield VerticalScroll(Static(id="run", markup=False), id="whole")

    def ready(self) -> None:
        """Read it, and again while it goes out."""
        super().ready()
        self.query_one("#whole").focus()
        self.read()
        self.set_interval(LOOK_EVERY_S, self.read)

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read how it stands; draw only what differs."""
        try:
            if self.permissions is None:
                await self.learn(self.list.id)
            found = await self.do(ShowCampaign(self.list.id, self._campaign_id))
        except OClientError as error:
            self.refused(error)
            self.dismiss(False)
            return
        if found != self._followed:
            self._followed = found
            self.head()
            self.query_one("#run", Static).update(_whole(found))
            self.status(translate(STAGES[found.progress.stage]))
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits how it stands; nobody approves a run of their own."""
        if action in _FITS and (self._followed is None or self._followed.progress.stage not in _FITS[action]):
            return False
        if action == "approve" and self._followed and self._followed.author == self.visit.account.email:
            return False
        return super().check_action(action, parameters)

    def action_pause(self) -> None:
        """Pause."""
        self.steer(PauseCampaign(self.list.id, self._campaign_id))

    def action_resume(self) -> None:
        """Resume."""
        self.steer(ResumeCampaign(self.list.id, self._campaign_id))

    @work(exclusive=True, group="ask")
    async def action_approve(self) -> None:
        """Ask, then approve."""
        found = self._followed
        if found is None:
            return
        choices = (Choice("wait", tr("Let it wait")), Choice("go", tr("Approve")))
        asked = ChoiceDialog(_APPROVE, choices, author=found.author, number=figure(found.campaign.recipients))
        if await self.shell.push_screen_wait(asked) == "go":
            self.steer(ApproveCampaign(self.list.id, self._campaign_id))

    @work(exclusive=True, group="ask")
    async def action_cancel(self) -> None:
        """Ask, then cancel."""
        choices = (Choice("go", tr("Let it go on")), Choice("stop", tr("Send no more"), danger=True))
        if await self.shell.push_screen_wait(ChoiceDialog(_CANCEL, choices)) == "stop":
            self.steer(CancelCampaign(self.list.id, self._campaign_id))

    @work(exclusive=True, group="steer")
    async def steer(self, case: UseCase[Any]) -> None:
        """Do it, and read again."""
        try:
            await self.do(case, long=True)
        except OClientError as error:
            self.refused(error)
        self.read()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(False)


def _whole(found: Followed) -> Content:
    campaign, progress = found.campaign, found.progress
    seen = sum(progress.states.values())
    done = (seen - progress.waiting) / seen if seen else 1.0
    states = [line((f"{glyph(state)[0]} ", f"$oc-{glyph(state)[1]}"), (f"{figure(number):>9}", "bold $oc-text"), "  ",
                   state_word(state)) for state, number in _by_word(found)]  # fmt: skip
    out = excluded_in_words(campaign.excluded)
    rows = [
        row(tr("Kind"), f"{translate(CHANNELS[campaign.channel])} · {translate(PURPOSES[campaign.purpose])}"),
        row(tr("Begun by"), f"{found.author} · {shown_day(campaign.created_at)}"),
        *([row(tr("Approved by"), found.approved_by)] if found.approved_by else []),
        row(tr("Recipients"), figure(campaign.recipients)),
        *([row(tr("Left out"), out)] if out else []),
        *([row(tr("Lost from sight"), figure(progress.not_visible))] if progress.not_visible else []),
        *([row(tr("Subject"), campaign.source.subject)] if campaign.source.subject else []),
    ]
    said = [line(""), line((translate(tr("As it was written")), "bold $oc-muted")), block(campaign.source.text)]
    return Content("\n").join([bar(done), line(*_pace(found)), line(""), *states, line(""), *rows, *said])


def _by_word(found: Followed) -> list[tuple[Any, int]]:
    """Return the states with how many stand there, those that read alike as one."""
    words: dict[str, tuple[Any, int]] = {}
    for state, number in sorted(found.progress.states.items()):
        kept, before = words.get(state_word(state), (state, 0))
        words[state_word(state)] = (kept, before + number)
    return list(words.values())


def _pace(found: Followed) -> list[Part]:
    """Return how it stands, how fast it goes and how long it takes, in words."""
    progress = found.progress
    parts: list[Part] = [(translate(STAGES[progress.stage]), "bold $oc-text")]
    if progress.stage is Stage.RUNNING and progress.per_minute:
        parts.append(" · " + translate(tr("{rate} a minute")).format(rate=figure(progress.per_minute)))
    if progress.seconds_left is not None:
        minutes = -(-progress.seconds_left // 60)
        parts.append(" · " + translate(tr("about {minutes} min left")).format(minutes=figure(minutes)))
    return parts
