"""A catalogue: its entries in their order, added, renamed, moved and removed (O31-O35, E09, E12, E13, X07)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.catalogues import LIMITS, CatalogueKind, Entry
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.sharing.catalogues import ListEntries, MoveEntry
from oclient_tui.services.sharing.removing_entries import CountUses
from screens.commands import Command, bound
from screens.settings.catalogue_words import TITLES
from screens.settings.entries import added, changed, removed
from screens.settings.funnel import Bars, read_funnel
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column
from screens.widgets.rows import Rows

ADD = Command("catalogue.add", "a", "add", tr("add"), tr("Add an entry at the end."))
CHANGE = Command(
    "catalogue.change", "enter,e", "change", tr("change"), tr("Change the entry's name, and a consent's wording."),
    key_display="enter",
)  # fmt: skip
REMOVE = Command("catalogue.remove", "d", "remove", tr("remove"), tr("Remove the entry; asks what that means first."))
UP = Command("catalogue.up", "K,shift+up", "move(-1)", tr("up"), tr("Move the entry up."), key_display="K")
DOWN = Command("catalogue.down", "J,shift+down", "move(1)", tr("down"), tr("Move the entry down."), key_display="J")
BACK = Command(
    "catalogue.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."), key_display="esc"
)
NAME, USED = Column("name", tr("Name"), 0), Column("used", tr("Used"), 8, right=True)
_MORE = {
    CatalogueKind.SALE_TYPES: (Column("funnel", tr("Sales"), 34),),
    CatalogueKind.MEASUREMENTS: (Column("unit", tr("Unit"), 16),),
    CatalogueKind.CONSENT_KINDS: (Column("wording", tr("Wording"), 34), Column("version", tr("Version"), 8)),
}


class CatalogueScreen(TableScreen[Entry]):
    """One catalogue; gives back whether it was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CHANGE, ADD, REMOVE, DOWN, UP, BACK)
    EMPTY = tr("Nothing here yet. Add the first entry; customers can then be given it.")

    def __init__(self, of: CustomerList, kind: CatalogueKind) -> None:
        super().__init__()
        self.list, self.kind = of, kind
        self._uses: dict[int, int] | None = None
        self._bars = Bars({})
        self._columns = (NAME, *_MORE.get(kind, ()), *(() if kind is CatalogueKind.CONSENT_KINDS else (USED,)))

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(TITLES[self.kind]))

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of this kind."""
        return self._columns

    async def fetch(self) -> Sequence[Entry]:
        """Return the entries."""
        return await self.do(ListEntries(self.list.id, self.kind))

    async def follow(self) -> None:
        """Count how many customers use each."""
        self._uses = await self._counted()
        if self.kind is CatalogueKind.SALE_TYPES:
            self._bars = await read_funnel(self, self.list.id)
        self.rows.refresh()

    async def _counted(self) -> dict[int, int]:
        return await self.do(CountUses(self.list.id, self.kind), long=True)

    def tell(self) -> None:
        """Say how many there are, and may be."""
        self.count(translate(tr("of at most {limit}")).format(limit=LIMITS[self.kind].most))

    def cells(self, row: Entry) -> Sequence[Cell]:
        """Return what this kind tells of an entry."""
        used = "…" if self._uses is None else str(self._uses.get(row.id, 0))
        cells = {
            "name": Cell(row.name, "text"),
            "unit": Cell(row.unit),
            "wording": Cell(row.wording or translate(tr("none yet"))),
            "version": Cell(str(row.version)),
            "funnel": Cell(self._bars.of(row.name)),
            "used": Cell(used),
        }
        return [cells[one.key] for one in self._columns]

    @work(exclusive=True, group="change")
    async def action_add(self) -> None:
        """Add an entry and put the cursor on it."""
        if await added(self, self.list.id, self.kind):
            self.again()

    @on(Rows.Opened)
    @work(exclusive=True, group="change")
    async def action_change(self) -> None:
        """Change the entry under the cursor."""
        current = self.rows.current
        if current is not None and await changed(self, self.list.id, self.kind, current):
            self.again()

    @work(exclusive=True, group="change")
    async def action_remove(self) -> None:
        """Remove the entry under the cursor."""
        current = self.rows.current
        if current is None:
            return
        try:
            uses = await self._counted() if self._uses is None else self._uses
        except OClientError as error:
            self.refused(error)
            return
        others = [entry for entry in self.found if entry.id != current.id]
        if await removed(self, self.list.id, self.kind, current, uses.get(current.id, 0), others):
            self.again()

    @work(group="move")
    async def action_move(self, by: int) -> None:
        """Move the entry under the cursor, and the cursor with it."""
        current, place = self.rows.current, self.rows.cursor + by
        if current is None or not 0 <= place < len(self.found):
            return
        self.rows.move_to(place)
        try:
            moved = await self.do(MoveEntry(self.list.id, self.kind, str(current.id), place + 1))
            await self.show(moved)
        except OClientError as error:
            self.refused(error)
            self.again()
        self.changed = True
