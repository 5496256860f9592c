"""Who asks to be assigned to which customer; the owner answers with a dialog (N01)."""

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
from oclient_tui.services.customers.requests import Asked, GrantRequest, ListRequests, RefuseRequest
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

ANSWER = Command(
    "requests.answer", "enter", "answer", tr("answer"), tr("Grant or refuse the request under the cursor."),
    key_display="enter", needs=Permission.ROLES,
)  # fmt: skip
BACK = Command(
    "requests.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."), key_display="esc"
)
COLUMNS = (Column("who", tr("Who asks"), 30), Column("customer", tr("For which customer"), 0),
           Column("at", tr("Since"), 16))  # fmt: skip
_SENTENCE = tr("{email} asks to be assigned to {customer}. Whoever is assigned sees the customer's card and all in it.")


class RequestsScreen(HouseScreen[bool]):
    """The open requests, oldest first; gives back whether one was answered."""

    BINDINGS: ClassVar[list[BindingType]] = bound(ANSWER, BACK)
    DEFAULT_CSS = "RequestsScreen #empty { display: none; padding: 1 5; height: auto; }"

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._asked: list[Asked] = []
        self._changed = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("Requests")))

    def body(self) -> Iterable[Widget]:
        """Yield the requests."""
        rows = Rows(Directory(whole(lambda: self._asked)), self._drawn, id="requests")
        nothing = translate(
            tr("Nobody asks for anything. Members ask from a customer's form, when one is on the list already.")
        )
        yield Vertical(Static(id="heads", markup=False), Static(nothing, id="empty", markup=False), rows)

    @property
    def rows(self) -> Rows[Asked]:
        """The requests."""
        return cast("Rows[Asked]", self.query_one("#requests"))

    def ready(self) -> None:
        """Read them."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in COLUMNS]
        self.query_one("#heads", Static).update(line(*head(COLUMNS, self.size.width - 1, words, "", "")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read what is open."""
        try:
            await self.learn(self.list.id)
            self._asked = await self.do(ListRequests(self.list.id))
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)
            return
        await self.rows.renew(len(self._asked))
        self.query_one("#empty").display = not self._asked
        self.status((str(len(self._asked)), "bold $oc-text"), " ", translate(tr("requests are open")))

    def _drawn(self, row: Asked, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        cells = (Cell(row.email, "text"), Cell(row.customer, "text"), Cell(shown_day(row.at)))
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, cells, COLUMNS, width, state)

    @on(Rows.Opened)
    @work(exclusive=True, group="answer")
    async def action_answer(self) -> None:
        """Grant, refuse, or leave it for later."""
        asked = self.rows.current
        if asked is None:
            return
        choices = (Choice("later", tr("Later")), Choice("grant", tr("Assign")), Choice("refuse", tr("Refuse")))
        dialog = ChoiceDialog(_SENTENCE, choices, email=asked.email, customer=asked.customer)
        answer = await self.shell.push_screen_wait(dialog)
        if answer == "later":
            return
        case = GrantRequest if answer == "grant" else RefuseRequest
        try:
            await self.do(case(self.list.id, asked.id))
        except OClientError as error:
            self.refused(error)
        self._changed = True
        self.read()

    def action_back(self) -> None:
        """Go back to the overview."""
        self.dismiss(self._changed)
