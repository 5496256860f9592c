"""Who asks to be assigned to which customer; the owner answers with a dialog (N01)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.requests import Asked, GrantRequest, ListRequests, RefuseRequest
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column
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


class RequestsScreen(TableScreen[Asked]):
    """The open requests, oldest first; gives back whether one was answered."""

    BINDINGS: ClassVar[list[BindingType]] = bound(ANSWER, BACK)
    COLUMNS = COLUMNS
    EMPTY = tr("Nobody asks for anything. Members ask from a customer's form, when one is on the list already.")

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("Requests")))

    async def fetch(self) -> Sequence[Asked]:
        """Return what is open."""
        await self.learn(self.list.id)
        return await self.do(ListRequests(self.list.id))

    def tell(self) -> None:
        """Say how many are open."""
        self.count(translate(tr("requests are open")))

    def cells(self, row: Asked) -> Sequence[Cell]:
        """Return who asks for whom, and since when."""
        return (Cell(row.email, "text"), Cell(row.customer, "text"), Cell(shown_day(row.at)))

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
        self.again()
