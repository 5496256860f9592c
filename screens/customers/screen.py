"""The customers of a list that one sees (S02-S04): by pages fetched by key, so that a million opens as ten do (P6)."""

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
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.text import inert
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from screens.base import HouseScreen
from screens.card.form import CustomerForm
from screens.card.screen import CardScreen
from screens.commands import Command, bound
from screens.customers.fetching import customers
from screens.customers.ways import WAYS
from screens.ink import line
from screens.widgets.filter_line import FilterLine
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

BACK = Command(
    "customers.back",
    "escape,q",
    "back",
    tr("back"),
    tr("Drop the last term of the filter, then go back to the lists."),
    key_display="esc",
)
OPEN = Command("customers.open", "enter", "open", tr("open"), tr("Open the customer's card."), key_display="enter")
ADD = Command("customers.add", "a", "add", tr("add"), tr("Add a customer."), needs=Permission.ADD)
EDIT = Command(
    "customers.edit", "e", "edit", tr("edit"), tr("Edit the customer under the cursor."), needs=Permission.EDIT
)
FILTER = Command(
    "customers.filter",
    "backslash,slash",
    "filter",
    tr("filter"),
    tr("Narrow the list: words, and fields such as city:Kraków."),
    key_display="\\",
)
REFRESH = Command("customers.refresh", "R", "refresh", tr("refresh"), tr("Read the list again."), shown=False)

COLUMNS = (
    Column("name", tr("Name"), 0),
    Column("city", tr("City"), 14),
    Column("phone", tr("Phone"), 16),
    Column("categories", tr("Categories"), 16),
    Column("who", tr("Who"), 10),
)
_NARROW = 100


class CustomersScreen(HouseScreen[None]):
    """The list."""

    BINDINGS: ClassVar[list[BindingType]] = bound(
        OPEN, ADD, EDIT, FILTER, *(way.command for way in WAYS), BACK, REFRESH
    )

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self.filter = ""

    def crumbs(self) -> tuple[str, ...]:
        """Return the list's name and what is shown of it."""
        return (self.list.name, translate(tr("Customers")))

    def body(self) -> Iterable[Widget]:
        """Yield the heads and the table."""
        directory = customers(self.do, self._asked)
        yield FilterLine()
        yield Vertical(Static(id="heads", markup=False), Rows(directory, self._drawn, id="customers"))

    @property
    def rows(self) -> Rows[Customer]:
        """The table."""
        return cast("Rows[Customer]", self.query_one("#customers"))

    def on_mount(self) -> None:
        """Show the first page, then count."""
        super().on_mount()
        self.rows.focus()
        self.read()

    @work
    async def action_way(self, key: str) -> None:
        """Go where a key leads; read the list again if it may have changed there."""
        way = next(way for way in WAYS if way.key == key)
        if await self.shell.push_screen_wait(way.opens(self.list, self.filter)):
            self.read()

    @work(exclusive=True)
    async def read(self, *, keep_place: bool = True) -> None:
        """Fetch the first page and draw it before anything is counted."""
        above = self.query_one(FilterLine)
        above.wrong("")
        try:
            await self.rows.load(keep_place=keep_place)
            await self.learn(self.list.id)
            self.rows.directory.counted(await self.do(CountCustomers(self.list.id, self.filter)))
        except Invalid as error:
            above.wrong(error.text(translate))
        except OClientError as error:
            self.refused(error)
        self.rows.arrived()

    def _asked(self) -> ListCustomers:
        return ListCustomers(self.list.id, self.filter)

    def _columns(self) -> tuple[Column, ...]:
        return COLUMNS if self.size.width >= _NARROW else tuple(one for one in COLUMNS if one.key != "categories")

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        columns = self._columns()
        words = [translate(column.words) for column in columns]
        self.query_one("#heads", Static).update(line(*head(columns, self.size.width - 1, words, "name", "↑")))

    def _drawn(self, row: Customer, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        cells = {
            "name": Cell(row.sorting_name, "text"),
            "city": Cell(row.city),
            "phone": Cell(row.phones[0] if row.phones else "", "text"),
            "categories": Cell(", ".join(row.categories)),
            "who": Cell(" ".join(_initials(email) for email in row.assigned)),
        }
        glyph, ink = ("⊘", "error") if row.gdpr_ignore else ("○", "muted") if not row.active else (" ", "muted")
        state = RowState(under_cursor, self.rows.has_focus, glyph=glyph, glyph_ink=ink, faint=not row.active)
        columns = self._columns()
        return drawn(self.shell.look, [cells[column.key] for column in columns], columns, width, state)

    @on(Rows.Moved)
    def _tell(self) -> None:
        directory, place = self.rows.directory, self.rows.cursor + 1
        number = f"{directory.length}" if directory.exact is not None else f"{directory.length}+"
        legend = translate(tr("match  ·  ⊘ do not contact  ○ inactive"))
        where = translate(tr("row {place} of {number}")).format(place=place, number=number)
        self.status((number, "bold $oc-text"), " ", legend, right=where if directory.length else "")

    @on(Rows.Opened)
    def action_open(self) -> None:
        """Open the card of the customer under the cursor."""
        current = self.rows.current
        if current is not None:
            self.shell.push_screen(CardScreen(self.list, current.id, self._walk))

    @work
    async def action_add(self) -> None:
        """Add a customer, then show the list with it."""
        stored = await self.shell.push_screen_wait(CustomerForm(self.list))
        if stored is not None:
            self.notify(translate(tr("Added: {name}")).format(name=inert(stored.name)), markup=False)
            self.read()

    @work
    async def action_edit(self) -> None:
        """Edit the customer under the cursor."""
        current = self.rows.current
        if current is not None:
            stored = await self.shell.push_screen_wait(CustomerForm(self.list, current))
            if stored is not None and stored != current:
                self.notify(translate(tr("Saved: {name}")).format(name=inert(stored.name)), markup=False)
                self.read()

    async def _walk(self, by: int) -> int | None:
        """Move along the list and return the customer there, fetched if need be; None at an end (N17)."""
        rows, before = self.rows, self.rows.cursor
        rows.action_cursor(by)
        if rows.cursor == before:
            return None
        if rows.current is None:
            rows.directory.wanting(rows.cursor)
            await rows.directory.fetch()
        return rows.current.id if rows.current is not None else None

    @on(FilterLine.Narrowed)
    def narrowed(self, event: FilterLine.Narrowed) -> None:
        """Show what fits."""
        if event.text != self.filter:
            self.filter = event.text
            self.read(keep_place=False)

    @on(FilterLine.Left)
    def action_list(self) -> None:
        """Go to the list."""
        self.rows.focus()

    def action_filter(self) -> None:
        """Go to the filter line."""
        self.query_one(FilterLine).input.focus()

    def action_back(self) -> None:
        """From the filter line to the list; there drop the last term; then go back to the lists."""
        line_above = self.query_one(FilterLine)
        if line_above.input.has_focus:
            self.rows.focus()
        elif not line_above.drop_last():
            self.dismiss(None)

    def action_refresh(self) -> None:
        """Read the list again."""
        self.read()


def _initials(email: str) -> str:
    return email[:2].upper()
