"""The list as it is read: filter line, table, count, and the look every second whether somebody changed it."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Closed, Invalid, NotFound, OClientError, SignInNeeded, tr
from oclient_tui.domain.filter_fields import FILTER_FIELDS
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.customers.watching import LookForChanges
from oclient_tui.services.sharing.catalogues import ListEntries
from oclient_tui.services.sharing.members import ListMembers
from screens.base import HouseScreen
from screens.customers.completing import TermSuggester, term
from screens.customers.fetching import customers
from screens.customers.preview import Preview
from screens.customers.table import CustomerTable
from screens.figures import figure
from screens.ink import said
from screens.widgets.filter_line import FilterLine
from screens.widgets.rows import Rows

LOOK_EVERY_S = 1.0
_GONE = (NotFound, Closed, SignInNeeded)
_EMPTY = tr("No customers yet. a adds the first one, i imports a file.")
_EMPTY_OWN = tr("No customers of yours yet. What you add is yours; others are assigned to you.")
_NO_MATCH = tr("Nothing matches. esc drops the last term of the filter, term by term.")


class ListingScreen(HouseScreen[None]):
    """What is read and shown; what can be done about it is CustomersScreen's."""

    DEFAULT_CSS: ClassVar[str] = """
    ListingScreen #empty { padding: 1 5; height: auto; color: $oc-muted; display: none; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self.filter = ""
        self._mark = ""
        self._looking: Worker[None] | None = None

    def crumbs(self) -> tuple[str, ...]:
        """Return the list's name and what is shown of it."""
        return (self.list.name, translate(tr("Customers")))

    def body(self) -> Iterable[Widget]:
        """Yield the filter line, the heads, the table and the preview."""
        yield FilterLine()
        table = CustomerTable(customers(self.do, self.asked))
        left = Vertical(Static(id="heads", markup=False), Static(id="empty", markup=False), table)
        yield Horizontal(left, Preview(id="preview"))

    @property
    def rows(self) -> CustomerTable:
        """The table."""
        return self.query_one("#customers", CustomerTable)

    @property
    def preview(self) -> Preview:
        """The pane beside it."""
        return self.query_one("#preview", Preview)

    def asked(self) -> ListCustomers:
        """Return what is read: of which list, narrowed how, in which order."""
        return ListCustomers(self.list.id, self.filter, sort=self.rows.order)

    def ready(self) -> None:
        """Show the first page, then count; look for changes from then on."""
        super().ready()
        self._take_likes()
        self.rows.focus()
        self.read()
        self.set_interval(LOOK_EVERY_S, self.look)

    def _take_likes(self) -> None:
        order, keys = (self.shell.preferred(key, self.list.id) for key in ("sort", "columns"))
        self.rows.order = order if isinstance(order, str) else self.rows.order
        self.rows.keys = keys if isinstance(keys, tuple) else self.rows.keys
        self.preview.set_class(self.shell.preferred("preview", self.list.id) is True, "open")

    @work(exclusive=True, group="read")
    async def read(self, *, keep_place: bool = True) -> None:
        """Fetch a page and draw it before anything is counted."""
        above = self.query_one(FilterLine)
        above.wrong("")
        try:
            if self.permissions is None:
                await self.learn(self.list.id)
            # The mark is taken before the rows are read: what is changed meanwhile is then read again.
            self._mark = await self.do(LookForChanges(self.list.id))
            await self.rows.load(keep_place=keep_place)
            await self._drawn()
            self.rows.directory.counted(await self._count())
        except Invalid as error:
            above.wrong(error.text(translate))
        except OClientError as error:
            self._refused_or_gone(error)
            return
        self.rows.arrived()
        self.write_heads()

    async def _drawn(self) -> None:
        """Wait until the rows stand on the screen: a count of a million would take the processor from their drawing."""
        drawn = asyncio.Event()
        self.call_after_refresh(drawn.set)
        await drawn.wait()

    async def _count(self) -> int:
        return await self.do(CountCustomers(self.list.id, self.filter))

    def look(self) -> None:
        """Look whether the list was changed, unless the last look still lasts."""
        if self._looking is None or self._looking.is_finished:
            self._looking = self._look()

    @work(group="look")
    async def _look(self) -> None:
        """Read again what is on the screen if the list was changed, and draw it if it differs (S04).

        Whoever is not on the list any more is back at the lists within two seconds, whatever they were at.
        """
        try:
            mark = await self.do(LookForChanges(self.list.id))
            if mark == self._mark or not self._mark:  # without one nothing has been read yet
                return
            await self.learn(self.list.id)
            await self.rows.renew(await self._count())
            self._mark = mark  # not before: a look that was cut short leaves the change to the next one
            self.tell_empty()
        except Invalid:
            return  # the filter line says so already
        except OClientError as error:
            self._refused_or_gone(error)

    def _refused_or_gone(self, error: OClientError) -> None:
        """Say what was refused; back to the lists when the list is no longer one's own to see."""
        self.refused(error)
        if not isinstance(error, _GONE):
            return
        while self.shell.screen is not self and self in self.shell.screen_stack:
            self.shell.pop_screen()
        self.dismiss(None)

    @on(Rows.Moved)
    def tell(self) -> None:
        """Say how many there are, how many are marked, and where the cursor is."""
        rows, directory = self.rows, self.rows.directory
        number = figure(directory.length) + ("" if directory.exact is not None else "+")
        parts: list[str | tuple[str, str]] = [(number, "bold $oc-text"), " ", translate(tr("match"))]
        if rows.marks:
            words = translate(tr("● all {number} matching are marked") if rows.marks.all else tr("● {number} marked"))
            parts += ["  ", (words.format(number=figure(rows.marks.number(directory.length))), "bold $oc-accent")]
        parts += ["  ", translate(tr("⊘ do not contact  ○ inactive"))]
        where = translate(tr("row {place} of {number}")).format(place=figure(rows.cursor + 1), number=number)
        self.status(*parts, right=where if directory.length else "")
        if self.preview.has_class("open"):
            self.preview.show(self, self.list.id, rows.current)
        self.tell_empty()

    def tell_empty(self) -> None:
        """Say what to do where there is nothing to show; nothing is laid out anew while that stays as it is."""
        found, empty = self.query_one("#empty", Static), self.rows.directory.exact == 0
        if not empty and not found.display:
            return
        found.display = empty
        all_seen = self.permissions is not None and Permission.IMPORT in self.permissions
        found.update(said(_NO_MATCH if self.filter else _EMPTY if all_seen else _EMPTY_OWN))

    @on(CustomerTable.Marked)
    def marked(self) -> None:
        """Say how many are marked."""
        self.tell()

    @on(CustomerTable.Widened)
    def write_heads(self) -> None:
        """Write the heads."""
        self.query_one("#heads", Static).update(self.rows.heads())

    async def walk(self, by: int) -> int | None:
        """Move along the list and return the customer there, fetched if need be; None at an end (N17)."""
        rows, before = self.rows, self.rows.cursor
        rows.action_cursor(by)
        if rows.cursor == before:
            return None
        row = await rows.here()
        return row.id if row is not None else None

    @on(FilterLine.Narrowed)
    def narrowed(self, event: FilterLine.Narrowed) -> None:
        """Show what fits; marks under another filter would mean others."""
        if event.text != self.filter:
            self.filter = event.text
            self.rows.unmark()
            self.read(keep_place=False)

    @work(exclusive=True, group="complete")
    async def complete(self) -> None:
        """Let the filter line complete fields, categories, and people of the list."""
        words = [f"{name}:" for name in FILTER_FIELDS]
        try:
            for entry in await self.do(ListEntries(self.list.id, CatalogueKind.CATEGORIES)):
                words.append(term("category", entry.name))
            words += [term("assigned", member.email) for member in await self.do(ListMembers(self.list.id))]
        except OClientError:
            pass  # it completes what it can; what was refused here is said where it is asked for
        self.query_one(FilterLine).input.suggester = TermSuggester(words)

    @on(FilterLine.Left)
    def action_list(self) -> None:
        """Go to the list."""
        self.rows.focus()
