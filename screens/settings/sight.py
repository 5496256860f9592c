"""What members see: everything, or only what is assigned to them, with what that means for each (O07, O08)."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings import OFF, ON
from oclient_tui.services.sharing.reach import MemberReach, Reach, ShowReach
from oclient_tui.services.sharing.settings import ShowSettings
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, said
from screens.settings.editing import stored
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column

SWITCH = Command(
    "sight.switch", "space,enter", "switch", tr("change"), tr("Change what members see."), key_display="space"
)
BACK = Command(
    "sight.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."), key_display="esc"
)
COLUMNS = (
    Column("name", tr("Member"), 0),
    Column("own", tr("Assigned"), 12, right=True),
    Column("now", tr("Sees now"), 12, right=True),
)
KEY = "assigned_only"
_ONLY = tr("Members see only customers that are assigned to them or that they added.")
_ALL = tr("Members see every customer of the list.")
_CLOSE = tr("Members who would see less: {members}. Together they would see {covered} of {customers} customers.")
_OPEN = tr("Members who would see all {customers} customers: {members}.")


class SightScreen(TableScreen[MemberReach]):
    """The members and what each sees; gives back whether that was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SWITCH, BACK)
    COLUMNS = COLUMNS
    DEFAULT_CSS = "SightScreen #rule { height: 4; padding: 1 2; }"

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._only = of.assigned_only
        self._reach: Reach | None = None

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("What members see")))

    def body(self) -> Iterable[Widget]:
        """Yield the rule and the members."""
        yield Static("", id="rule", markup=False)
        yield self.table()

    async def fetch(self) -> Sequence[MemberReach]:
        """Return the members, with the rule and what it means for them."""
        self._only = (await self.do(ShowSettings(self.list.id)))[KEY] == ON
        self._reach = await self.do(ShowReach(self.list.id), long=True)
        return self._reach.members

    def tell(self) -> None:
        """Show which rule is in force, and how many customers there are."""
        marks = [("(•) ", "$oc-accent") if one else ("( ) ", "$oc-muted") for one in (self._only, not self._only)]
        rule = [line(marks[0], said(_ONLY)), line(marks[1], said(_ALL))]
        self.query_one("#rule", Static).update(Content("\n").join(rule))
        number = (str(self._reach.customers if self._reach else 0), "bold $oc-text")
        self.status(number, " ", translate(tr("customers; the owner and administrators always see them all")))

    def cells(self, row: MemberReach) -> Sequence[Cell]:
        """Return the member, how many are assigned, and how many that shows."""
        every = self._reach.customers if self._reach else 0
        seen = row.customers if self._only else every
        return (Cell(row.name or row.email, "text"), Cell(str(row.customers)), Cell(str(seen), "text"))

    @work(exclusive=True, group="switch")
    async def action_switch(self) -> None:
        """Change it, after telling whom it reaches."""
        reach = self._reach
        if reach is None:
            return
        keep, go = Choice("keep", tr("Cancel")), Choice("go", tr("Show all") if self._only else tr("Show only theirs"))
        numbers = {"members": len(reach.members), "covered": reach.covered, "customers": reach.customers}
        asked = ChoiceDialog(_OPEN if self._only else _CLOSE, (keep, go), **numbers)
        if await self.shell.push_screen_wait(asked) != "go":
            return
        if await stored(self, self.list.id, KEY, OFF if self._only else ON):
            self.again()
