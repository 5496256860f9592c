"""Which card modules are on; what switching one hides or shows again is told before it happens (O15, N21)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.module import Module
from oclient_tui.domain.settings import OFF, ON
from oclient_tui.modules import registered
from oclient_tui.services.sharing.reach import Reach, ShowReach
from oclient_tui.services.sharing.settings import ShowSettings
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.settings.editing import stored
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column, RowState
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


class ModulesScreen(TableScreen[Module]):
    """The modules; gives back whether one was switched."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SWITCH, BACK)
    COLUMNS = COLUMNS

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._on: frozenset[str] = frozenset()
        self._reach: Reach | None = None

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("Modules")))

    async def fetch(self) -> Sequence[Module]:
        """Return the modules, and note which are on."""
        values = await self.do(ShowSettings(self.list.id))
        self._on = frozenset(module.key for module in registered() if values[f"modules.{module.key}"] == ON)
        return registered()

    def tell(self) -> None:
        """Say how many are on."""
        number = (str(len(self._on)), "bold $oc-text")
        self.status(number, " ", translate(tr("of {all} are on")).format(all=len(self.found)))

    async def follow(self) -> None:
        """Count what there is in each."""
        self._reach = await self.do(ShowReach(self.list.id), long=True)
        self.rows.refresh()

    def cells(self, row: Module) -> Sequence[Cell]:
        """Return whether the module is on, its name, and how much is in it."""
        mark = Cell("[✓]", "accent") if row.key in self._on else Cell("[ ]")
        records = "…" if self._reach is None else str(self._reach.records[row.key])
        return (mark, Cell(translate(row.title), "text"), Cell(records))

    def state(self, row: Module) -> RowState:
        """Draw what is off faintly."""
        return RowState(faint=row.key not in self._on)

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
            self.again()

    async def _agreed(self, module: Module, reach: Reach) -> bool:
        keep, hide = Choice("keep", tr("Cancel")), Choice("hide", tr("Switch off"))
        title, number = translate(module.title), reach.records[module.key]
        asked = ChoiceDialog(_HIDES, (keep, hide), module=title, records=number, people=reach.people)
        return await self.shell.push_screen_wait(asked) == "hide"
