"""A customer's card: main data on top while the modules change below it, and n and p walk the list (S05, S06, N17)."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.module import Module
from oclient_tui.domain.visibility import Sight
from oclient_tui.services.customers.finding import ShowCustomer, WhyVisible
from oclient_tui.services.records.reading import ListModules, ListRecords
from screens.base import HouseScreen
from screens.card import text as card_text
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.ink import line
from screens.widgets.tab_strip import Tab, TabStrip, tab_count

BACK = Command(
    "card.back", "escape,q", "back", tr("back"), tr("Go back to the list, at the same row."), key_display="esc"
)
NEXT = Command("card.next", "n", "walk(1)", tr("next"), tr("Show the next customer of the same list."))
PREVIOUS = Command("card.previous", "p", "walk(-1)", tr("previous"), tr("Show the customer before."))
TAB_RIGHT = Command("card.tab-right", "right_square_bracket", "tab(1)", tr("next tab"), key_display="]")
TAB_LEFT = Command("card.tab-left", "left_square_bracket", "tab(-1)", tr("tab before"), shown=False, key_display="[")
TABS = [
    Command(f"card.tab-{number}", str(number), f"show_tab({number - 1})", tr("tab"), shown=False)
    for number in range(1, 10)
]
RECORDS_AT_ONCE = 50
Walk = Callable[[int], int | None]
"""Moves along the list by so many rows and returns the customer there; None at an end, and while it is on its way."""


class CardScreen(HouseScreen[None]):
    """The card."""

    BINDINGS: ClassVar[list[BindingType]] = bound(BACK, NEXT, PREVIOUS, TAB_RIGHT, TAB_LEFT, *TABS)

    def __init__(self, of: CustomerList, customer_id: int, walk: Walk) -> None:
        super().__init__()
        self.list, self._customer_id, self._walk = of, customer_id, walk
        self._customer: Customer | None = None
        self._modules: tuple[Module, ...] = ()
        self._sights: list[Sight] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and the customer."""
        name = self._customer.name if self._customer else "…"
        return (self.list.name, translate(tr("Customers")), name)

    def body(self) -> Iterable[Widget]:
        """Yield main data, tabs, the module and who sees this."""
        yield Static(id="main", markup=False)
        yield TabStrip()
        yield Horizontal(
            VerticalScroll(Static(id="records", markup=False), id="module"), Vertical(Static(id="aside"), id="who")
        )

    def on_mount(self) -> None:
        """Show the customer."""
        super().on_mount()
        self.query_one("#module").focus()
        self.show()

    @work(exclusive=True, group="card")
    async def show(self) -> None:
        """Read the customer, what is on for this list, and who sees it; then what is under the tab."""
        try:
            self._customer = await self.do(ShowCustomer(self.list.id, self._customer_id))
            self._modules = await self.do(ListModules(self.list.id))
            self._sights = await self.do(WhyVisible(self.list.id, self._customer_id))
        except OClientError as error:
            self.refused(error)
            self.dismiss(None)
            return
        tabs = self.query_one(TabStrip)
        tabs.tabs = tuple(Tab(module.key, translate(module.title)) for module in self._modules)
        tabs.active = min(tabs.active, max(len(self._modules) - 1, 0))
        self._draw()
        await self._under_tab()

    def _draw(self) -> None:
        customer = self._customer
        if customer is None:
            return
        self.head()
        width = self.size.width
        parts = [
            card_text.title(customer),
            card_text.under_title(customer),
            line(""),
            card_text.columns(customer, width),
        ]
        self.query_one("#main", Static).update(Content("\n").join(parts))
        self.query_one("#aside", Static).update(card_text.sights(self._sights))

    def on_resize(self) -> None:
        """Draw the main data for the new width."""
        self._draw()

    async def _under_tab(self) -> None:
        """Read the records under the tab."""
        tabs, shown = self.query_one(TabStrip), self.query_one("#records", Static)
        if not self._modules:
            shown.update(line((translate(tr("No module is switched on for this list.")), "$oc-muted")))
            return
        module = self._modules[tabs.active]
        page = await self.do(ListRecords(self.list.id, module.key, self._customer_id, limit=RECORDS_AT_ONCE))
        count = tab_count(len(page.items), page.next is not None)
        tabs.tabs = tuple(
            Tab(tab.key, tab.words, count if place == tabs.active else tab.count) for place, tab in enumerate(tabs.tabs)
        )
        rows = [card_text.record(one, shown_day(one.record.created_at)) for one in page.items]
        nothing = line((translate(tr("Nothing here yet.")), "$oc-muted"))
        shown.update(Content("\n\n").join(rows) if rows else nothing)
        self.status((count, "bold $oc-text"), " ", translate(module.title))

    @on(TabStrip.Chosen)
    def chosen(self, event: TabStrip.Chosen) -> None:
        """Show the tab that was clicked."""
        self.action_show_tab(event.place)

    def action_tab(self, by: int) -> None:
        """Show the tab beside."""
        if self._modules:
            self.action_show_tab((self.query_one(TabStrip).active + by) % len(self._modules))

    def action_show_tab(self, place: int) -> None:
        """Show a tab by its number."""
        if place < len(self._modules):
            self.query_one(TabStrip).active = place
            self.show()

    def action_walk(self, by: int) -> None:
        """Go along the list."""
        found = self._walk(by)
        if found is not None:
            self._customer_id = found
            self.show()

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(None)
