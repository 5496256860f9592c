"""Which card modules are on; what switching one hides or shows again is told before it happens (O15, N21)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.module import Module
from oclient_tui.domain.settings import OFF, ON
from oclient_tui.modules import registered
from oclient_tui.services.sharing.reach import Reach, ShowReach
from oclient_tui.services.sharing.settings import ShowSettings
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line
from screens.settings.editing import stored
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

SWITCH = Command(
    "modules.switch", "space,enter", "switch", tr("on, off"), tr("Switch the module under the cursor on or off."),
    key_display="space",
)  # fmt: skip
BACK = Command(
    "modules.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."), key_display="esc"
)
COLUMNS = (Column("on", "", 3), Column("title", tr("Module"), 0), Column("records", tr("Records"), 12, right=True))
_HIDES = tr("Switch “{module}” off? It hides records: {records}, from people: {people}. Nothing is deleted: switched on"
            " again, everything is as it was.")  # fmt: skip


class ModulesScreen(HouseScreen[bool]):
    """The modules; gives back whether one was switched."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SWITCH, BACK)

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._on: frozenset[str] = frozenset()
        self._reach: Reach | None = None
        self._changed = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("Modules")))

    def body(self) -> Iterable[Widget]:
        """Yield the modules."""
        yield Static(id="heads", markup=False)
        yield Rows(Directory(whole(registered)), self._drawn, id="modules")

    @property
    def rows(self) -> Rows[Module]:
        """The modules."""
        return cast("Rows[Module]", self.query_one("#modules"))

    def ready(self) -> None:
        """Show them, then count."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in COLUMNS]
        self.query_one("#heads", Static).update(line(*head(COLUMNS, self.size.width - 1, words, "", "")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read what is on, and what there is in each."""
        try:
            values = await self.do(ShowSettings(self.list.id))
            self._on = frozenset(module.key for module in registered() if values[f"modules.{module.key}"] == ON)
            await self.rows.load(keep_place=True)
            number = (str(len(self._on)), "bold $oc-text")
            self.status(number, " ", translate(tr("of {all} are on")).format(all=len(registered())))
            self._reach = await self.do(ShowReach(self.list.id), long=True)
            self.rows.refresh()
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)

    def _drawn(self, row: Module, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        mark = Cell("[✓]", "accent") if row.key in self._on else Cell("[ ]")
        records = "…" if self._reach is None else str(self._reach.records[row.key])
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus, faint=row.key not in self._on)
        cells = (mark, Cell(translate(row.title), "text"), Cell(records))
        return drawn(self.shell.look, cells, COLUMNS, width, state)

    @on(Rows.Opened)
    @work(exclusive=True, group="switch")
    async def action_switch(self) -> None:
        """Switch a module; ask first where records would be hidden."""
        module, reach = self.rows.current, self._reach
        if module is None or reach is None:
            return
        off = module.key in self._on
        if off and reach.records[module.key] and not await self._agreed(module, reach):
            return
        if await stored(self, self.list.id, f"modules.{module.key}", OFF if off else ON):
            self._changed = True
            self.read()

    async def _agreed(self, module: Module, reach: Reach) -> bool:
        keep, hide = Choice("keep", tr("Cancel")), Choice("hide", tr("Switch off"))
        title, number = translate(module.title), reach.records[module.key]
        asked = ChoiceDialog(_HIDES, (keep, hide), module=title, records=number, people=reach.people)
        return await self.shell.push_screen_wait(asked) == "hide"

    def action_back(self) -> None:
        """Go back to the overview."""
        self.dismiss(self._changed)
