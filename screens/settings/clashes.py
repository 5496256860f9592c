"""The customers that clash under the rules in force, and the way to the card of each (O22, N14)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.duplicates import Clash
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.rehearsing import ListDuplicates
from screens.card.screen import CardScreen
from screens.commands import Command, bound
from screens.figures import figure
from screens.settings.pair import compare
from screens.settings.rehearsal import clash_cells
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column
from screens.widgets.rows import Rows

OPEN = Command(
    "clashes.open", "enter", "open", tr("card"), tr("Open the first one's card; there n and p walk to the others."),
    key_display="enter", needs=Permission.MERGE,
)  # fmt: skip
COMPARE = Command("clashes.compare", "c", "compare", tr("compare"), tr("Show the first two side by side."))
BACK = Command("clashes.back", "escape,q", "back", tr("back"), tr("Go back."), key_display="esc")


class ClashesScreen(TableScreen[Clash]):
    """The first clashes, of all that are counted."""

    BINDINGS: ClassVar[list[BindingType]] = bound(OPEN, COMPARE, BACK)
    COLUMNS = (
        Column("same", tr("The same"), 20),
        Column("one", tr("Customer"), 0),
        Column("other", tr("Clashes with"), 28),
    )
    EMPTY = tr("No two customers clash under the rules in force.")

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._told = ""

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and where one is."""
        return (self.list.name, translate(tr("Duplicates")))

    async def fetch(self) -> Sequence[Clash]:
        """Return what clashes, as far as one sees it."""
        await self.learn(self.list.id)
        found = await self.do(ListDuplicates(self.list.id), long=True)
        told = translate(tr("Clashing pairs: {pairs}, of customers: {customers}. Shown: {shown}."))
        numbers = {"pairs": found.pairs, "customers": found.customers, "shown": len(found.clashes)}
        self._told = told.format(**{name: figure(number) for name, number in numbers.items()})
        return found.clashes

    def tell(self) -> None:
        """Say how many pairs there are."""
        self.status(self._told)
        self.refresh_bindings()

    def cells(self, row: Clash) -> Sequence[Cell]:
        """Return what is the same, and whose."""
        return clash_cells(row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        if action in ("open", "compare") and not self.found:
            return False
        return super().check_action(action, parameters)

    @on(Rows.Opened)
    @work(exclusive=True, group="open")
    async def action_open(self) -> None:
        """Open the card of the first one; n and p walk along those that clash with it."""
        clash = self.rows.current
        if clash is None or not clash.customers:
            return
        ids, place = [customer_id for customer_id, _ in clash.customers], 0

        async def walk(by: int) -> int | None:
            nonlocal place
            if not 0 <= place + by < len(ids):
                return None
            place += by
            return ids[place]

        await self.shell.push_screen_wait(CardScreen(self.list, ids[0], walk))
        self.again()

    @work(exclusive=True, group="open")
    async def action_compare(self) -> None:
        """Show the first two side by side."""
        if self.rows.current is not None:
            await compare(self, self.list.id, self.rows.current)
