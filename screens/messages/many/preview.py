"""What each recipient of a message to many gets, looked at before it is sent (O28, N05, D26)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Source
from oclient_tui.services.messages.campaigns.planning import Plan
from oclient_tui.services.messages.filling import FillText
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.figures import figure
from screens.ink import line
from screens.messages.many.left_out import LeftOutScreen
from screens.messages.received import received

NEXT = Command("mailing-preview.next", "full_stop", "step(1)", tr("next"), tr("The next recipient."), key_display=".")
PREVIOUS = Command(
    "mailing-preview.previous", "comma", "step(-1)", tr("previous"), tr("The recipient before."), key_display=","
)
LEFT = Command(
    "mailing-preview.left-out", "f7", "left_out", tr("left out"), tr("Who does not get it, and why."), key_display="F7"
)
SEND = Command(
    "mailing-preview.send", "ctrl+s", "send", tr("send"), tr("Send it to all, after a question."),
    key_display="ctrl+s",
)  # fmt: skip
BACK = Command(
    "mailing-preview.back", "escape,q", "back", tr("back"), tr("Go on writing; nothing is sent."), key_display="esc"
)
_ASK = tr("Write to {number} customers now? What has gone out cannot be taken back.")


class MailingPreview(HouseScreen[bool]):
    """The message as one recipient after the other gets it; gives back whether it is to be sent."""

    DEFAULT_CSS = "MailingPreview #whole { padding: 1 2; background: $oc-bg; scrollbar-size: 1 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound(SEND, NEXT, PREVIOUS, LEFT, BACK)

    def __init__(self, of: CustomerList, channel: Channel, source: Source, plan: Plan) -> None:
        super().__init__()
        self.list, self._channel, self._source, self._plan = of, channel, source, plan
        self._place = 0

    def crumbs(self) -> tuple[str, ...]:
        """Return the list, and what is looked at."""
        return (self.list.name, translate(tr("Before it is sent")))

    def body(self) -> Iterable[Widget]:
        """Yield the message."""
        yield VerticalScroll(Static(id="message", markup=False), id="whole")

    def ready(self) -> None:
        """Begin with the first recipient."""
        super().ready()
        self.query_one("#whole").focus()
        self.show()

    def action_step(self, by: int) -> None:
        """Go to another recipient."""
        if 0 <= self._place + by < len(self._plan.first):
            self._place += by
            self.show()

    @work(exclusive=True, group="read")
    async def show(self) -> None:
        """Show what the recipient gets who stands at the place."""
        source, one = self._source, self._plan.first[self._place]
        case = FillText(self.list.id, one.customer_id, source.text, source.subject, source.html, self._channel.value)
        shown = self.query_one("#message", Static)
        try:
            made = await self.do(case)
            shown.update(received(self._channel, made, ", ".join((one.name, one.address))))
        except OClientError as error:
            shown.update(line(("✗ ", "$oc-error"), error.text(translate)))
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)
        number, left = figure(self._plan.recipients), sum(self._plan.excluded.values())
        out = translate(tr("left out: {number}  F7")).format(number=figure(left)) if left else ""
        self.status((figure(self._place + 1), "bold $oc-text"), f" / {number}  ", one.name, right=out)

    @work(exclusive=True, group="left-out")
    async def action_left_out(self) -> None:
        """Show who does not get it."""
        await self.shell.push_screen_wait(LeftOutScreen(self.list, self._plan))

    @work(exclusive=True, group="send")
    async def action_send(self) -> None:
        """Ask, then have it sent."""
        choices = (Choice("stay", tr("Not yet")), Choice("send", tr("Send"), danger=True))
        asked = ChoiceDialog(_ASK, choices, number=figure(self._plan.recipients))
        if await self.shell.push_screen_wait(asked) == "send":
            self.dismiss(True)

    def action_back(self) -> None:
        """Go on writing."""
        self.dismiss(False)
