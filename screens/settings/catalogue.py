"""A catalogue: its entries in their order, added, renamed, moved and removed (O31-O35, E09, E12, E13, X07)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.catalogues import LIMITS, CatalogueKind, Entry
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.sharing.catalogues import ListEntries, MoveEntry
from oclient_tui.services.sharing.removing_entries import CountUses
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line
from screens.settings.catalogue_words import TITLES
from screens.settings.entries import added, changed, removed
from screens.settings.funnel import Bars, read_funnel
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
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


class CatalogueScreen(HouseScreen[bool]):
    """One catalogue; gives back whether it was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CHANGE, ADD, REMOVE, DOWN, UP, BACK)
    DEFAULT_CSS = "CatalogueScreen #empty { display: none; padding: 1 5; height: 3; }"

    def __init__(self, of: CustomerList, kind: CatalogueKind) -> None:
        super().__init__()
        self.list, self.kind = of, kind
        self._entries: list[Entry] = []
        self._uses: dict[int, int] | None = None
        self._bars = Bars({})
        self._changed = False
        self._columns = (NAME, *_MORE.get(kind, ()), *(() if kind is CatalogueKind.CONSENT_KINDS else (USED,)))

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(TITLES[self.kind]))

    def body(self) -> Iterable[Widget]:
        """Yield the heads and the entries."""
        rows = Rows(Directory(whole(lambda: self._entries)), self._drawn, id="entries")
        nothing = translate(tr("Nothing here yet. Add the first entry; customers can then be given it."))
        yield Vertical(Static(id="heads", markup=False), Static(nothing, id="empty", markup=False), rows)

    @property
    def rows(self) -> Rows[Entry]:
        """The entries."""
        return cast("Rows[Entry]", self.query_one("#entries"))

    def ready(self) -> None:
        """Show them."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in self._columns]
        self.query_one("#heads", Static).update(line(*head(self._columns, self.size.width - 1, words, "", "")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the entries, then how many use each."""
        try:
            await self._show(await self.do(ListEntries(self.list.id, self.kind)))
            self._uses = await self.do(CountUses(self.list.id, self.kind), long=True)
            if self.kind is CatalogueKind.SALE_TYPES:
                self._bars = await read_funnel(self, self.list.id)
            self.rows.refresh()
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)

    async def _show(self, entries: list[Entry]) -> None:
        self._entries = entries
        self.query_one("#empty").display = not entries
        await self.rows.renew(len(entries))
        number, limit = (str(len(entries)), "bold $oc-text"), LIMITS[self.kind].most
        self.status(number, " ", translate(tr("of at most {limit}")).format(limit=limit))

    def _drawn(self, row: Entry, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        used = "…" if self._uses is None else str(self._uses.get(row.id, 0))
        cells = {
            "name": Cell(row.name, "text"),
            "unit": Cell(row.unit),
            "wording": Cell(row.wording or translate(tr("none yet"))),
            "version": Cell(str(row.version)),
            "funnel": Cell(self._bars.of(row.name)),
            "used": Cell(used),
        }
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, [cells[one.key] for one in self._columns], self._columns, width, state)

    @work(exclusive=True, group="change")
    async def action_add(self) -> None:
        """Add an entry and put the cursor on it."""
        if await added(self, self.list.id, self.kind):
            self._again()

    @on(Rows.Opened)
    @work(exclusive=True, group="change")
    async def action_change(self) -> None:
        """Change the entry under the cursor."""
        current = self.rows.current
        if current is not None and await changed(self, self.list.id, self.kind, current):
            self._again()

    @work(exclusive=True, group="change")
    async def action_remove(self) -> None:
        """Remove the entry under the cursor."""
        current, uses = self.rows.current, self._uses
        if current is None or uses is None:
            return
        others = [entry for entry in self._entries if entry.id != current.id]
        if await removed(self, self.list.id, self.kind, current, uses.get(current.id, 0), others):
            self._again()

    @work(group="move")
    async def action_move(self, by: int) -> None:
        """Move the entry under the cursor, and the cursor with it."""
        current, place = self.rows.current, self.rows.cursor + by
        if current is None or not 0 <= place < len(self._entries):
            return
        self.rows.move_to(place)
        try:
            await self._show(await self.do(MoveEntry(self.list.id, self.kind, str(current.id), place + 1)))
        except OClientError as error:
            self.refused(error)
            self._again()
        self._changed = True

    def _again(self) -> None:
        self._changed = True
        self.read()

    def action_back(self) -> None:
        """Go back to the overview."""
        self.dismiss(self._changed)
