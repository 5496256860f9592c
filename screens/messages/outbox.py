"""The outbox of a list: what waits, what went, and what somebody has to decide (N04, D18, W3)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import State
from oclient_tui.services.messages.reading import MOST, Listed, ListOutbox
from oclient_tui.services.messages.resolving import ReleaseOutbox
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.figures import figure
from screens.ink import line, said
from screens.messages.many.campaigns import CampaignsScreen
from screens.messages.message import MessageScreen
from screens.messages.wording import glyph, state_word
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.rows import Rows

OPEN = Command(
    "outbox.open", "enter", "open", tr("open"), tr("Show what was sent, what was tried, and decide."),
    key_display="enter",
)  # fmt: skip
NARROW = Command("outbox.state", "f", "narrow", tr("only…"), tr("Show only messages that stand in one state."))
RELEASE = Command(
    "outbox.release", "L", "release", tr("let go"), tr("Let go what a restore held, and open a closed gateway."),
    needs=Permission.SETTINGS,
)  # fmt: skip
RUNS = Command("outbox.runs", "r", "runs", tr("runs"), tr("What was written to many, and how far it came."))
REFRESH = Command("outbox.refresh", "R", "refresh", tr("refresh"), shown=False)
BACK = Command("outbox.back", "escape,q", "back", tr("back"), key_display="esc")
COLUMNS = (Column("to", tr("To"), 0), Column("subject", tr("Subject"), 26), Column("state", tr("State"), 10),
           Column("at", tr("When ↓"), 16))  # fmt: skip
LOOK_EVERY_S = 1.0
_EMPTY = tr("No messages here yet. m in the list of customers writes the first.")
_NONE = tr("No message stands there. f shows others.")
_RELEASE = tr(
    "After a restore it is not known which of these messages went out before. "
    "Let go, those that wait are sent; some may arrive twice."
)


class OutboxScreen(HouseScreen[bool]):
    """The newest messages first, followed while they go out; changes nothing of customers."""

    BINDINGS: ClassVar[list[BindingType]] = bound(OPEN, NARROW, RUNS, RELEASE, REFRESH, BACK)
    DEFAULT_CSS = "OutboxScreen #empty { display: none; padding: 1 5; height: auto; color: $oc-muted; }"

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self.state = ""
        self._listed: list[Listed] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return the list, and which messages are shown."""
        state = (state_word(State(self.state)),) if self.state else ()
        return (self.list.name, translate(tr("Outbox")), *state)

    def body(self) -> Iterable[Widget]:
        """Yield the messages."""
        rows = Rows(Directory(whole(lambda: self._listed)), self._drawn, id="messages")
        yield Vertical(Static(id="heads", markup=False), Static(id="empty", markup=False), rows)

    @property
    def rows(self) -> Rows[Listed]:
        """The messages."""
        return cast("Rows[Listed]", self.query_one("#messages"))

    def ready(self) -> None:
        """Read them, and again while they go out."""
        super().ready()
        self.rows.focus()
        self.read()
        self.set_interval(LOOK_EVERY_S, self.read)

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in COLUMNS]
        self.query_one("#heads", Static).update(line(*head(COLUMNS, self.size.width - 1, words, "", "")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the newest; draw only what differs."""
        try:
            if self.permissions is None:
                await self.learn(self.list.id)
            found = await self.do(ListOutbox(self.list.id, self.state, limit=MOST))
        except OClientError as error:
            self.refused(error)
            self.dismiss(False)
            return
        if found == self._listed and self.rows.directory.exact is not None:
            return
        self._listed = found
        await self.rows.renew(len(found))
        empty = self.query_one("#empty", Static)
        empty.display = not found
        empty.update(said(_NONE if self.state else _EMPTY))
        doubt = sum(one.message.state is State.UNKNOWN for one in found)
        number = figure(len(found)) + ("+" if len(found) == MOST else "")
        told = translate(tr("▲ {number} in doubt")).format(number=doubt) if doubt else ""
        self.status((number, "bold $oc-text"), " ", translate(tr("messages")), "  ", (told, "$oc-warn"))

    def _drawn(self, row: Listed, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        message = row.message
        sign, ink = glyph(message.state)
        cells = (
            Cell(row.customer, "text"),
            Cell(row.subject),
            Cell(state_word(message.state), ink),
            Cell(shown_day(message.updated_at or message.created_at)),
        )
        state = RowState(under_cursor, self.rows.has_focus, glyph=sign, glyph_ink=ink)
        return drawn(self.shell.look, cells, COLUMNS, width, state)

    @on(Rows.Opened)
    @work(exclusive=True, group="open")
    async def action_open(self) -> None:
        """Show the message under the cursor."""
        current = await self.rows.here()
        if current is not None and await self.shell.push_screen_wait(MessageScreen(self.list, current.message.id)):
            self.read()

    @work(exclusive=True, group="open")
    async def action_narrow(self) -> None:
        """Ask which messages are shown."""
        options = tuple((state.value, state_word(state)) for state in State if state is not State.LEASED)
        every = ("all", translate(tr("all")))
        picked = await self.shell.push_screen_wait(
            PickDialog(translate(tr("Which messages?")), "", (every, *options), self.state or "all")
        )
        if picked:
            self.state = "" if picked == "all" else picked
            self.head()
            self.read()

    @work(exclusive=True, group="open")
    async def action_release(self) -> None:
        """Ask, then let go what was held."""
        choices = (Choice("keep", tr("Keep holding")), Choice("release", tr("Let them go"), danger=True))
        if await self.shell.push_screen_wait(ChoiceDialog(_RELEASE, choices)) != "release":
            return
        try:
            number = await self.do(ReleaseOutbox(self.list.id))
        except OClientError as error:
            self.refused(error)
        else:
            self.notify(translate(tr("Let go: {number}.")).format(number=figure(number)), markup=False)
            self.read()

    @work(exclusive=True, group="open")
    async def action_runs(self) -> None:
        """Show the messages to many."""
        await self.shell.push_screen_wait(CampaignsScreen(self.list))
        self.read()

    def action_refresh(self) -> None:
        """Read them again."""
        self.read()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(False)
