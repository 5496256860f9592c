"""What members see: everything, or only what is assigned to them, with what that means for each (O07, O08)."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, cast

from textual import work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings import OFF, ON
from oclient_tui.services.sharing.reach import MemberReach, Reach, ShowReach
from oclient_tui.services.sharing.settings import ShowSettings
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, said
from screens.settings.editing import stored
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

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


class SightScreen(HouseScreen[bool]):
    """The members and what each sees; gives back whether that was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SWITCH, BACK)
    DEFAULT_CSS = "SightScreen #rule { height: 4; padding: 1 2; }"

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._only = of.assigned_only
        self._reach: Reach | None = None
        self._changed = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("What members see")))

    def body(self) -> Iterable[Widget]:
        """Yield the rule and the members."""
        yield Static("", id="rule", markup=False)
        yield Vertical(
            Static(id="heads", markup=False), Rows(Directory(whole(self._members)), self._drawn, id="members")
        )

    @property
    def rows(self) -> Rows[MemberReach]:
        """The members."""
        return cast("Rows[MemberReach]", self.query_one("#members"))

    def _members(self) -> Sequence[MemberReach]:
        return self._reach.members if self._reach else ()

    def ready(self) -> None:
        """Count."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in COLUMNS]
        self.query_one("#heads", Static).update(line(*head(COLUMNS, self.size.width - 1, words, "", "")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the rule, and what it means."""
        try:
            self._only = (await self.do(ShowSettings(self.list.id)))[KEY] == ON
            self._reach = await self.do(ShowReach(self.list.id), long=True)
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)
            return
        marks = [("(•) ", "$oc-accent") if one else ("( ) ", "$oc-muted") for one in (self._only, not self._only)]
        self.query_one("#rule", Static).update(
            Content("\n").join([line(marks[0], said(_ONLY)), line(marks[1], said(_ALL))])
        )
        await self.rows.renew(len(self._reach.members))
        number = (str(self._reach.customers), "bold $oc-text")
        self.status(number, " ", translate(tr("customers; the owner and administrators always see them all")))

    def _drawn(self, row: MemberReach, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        every = self._reach.customers if self._reach else 0
        cells = (
            Cell(row.name or row.email, "text"),
            Cell(str(row.customers)),
            Cell(str(row.customers if self._only else every), "text"),
        )
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, cells, COLUMNS, width, state)

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
            self._changed = True
            self.read()

    def action_back(self) -> None:
        """Go back to the overview."""
        self.dismiss(self._changed)
