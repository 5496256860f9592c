"""A customer's card: main data on top while the tabs change below it, and n and p walk the list (S05, S06, N17)."""

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.module import Kind, Module
from oclient_tui.domain.visibility import Sight
from oclient_tui.services.customers.finding import ShowCustomer, WhyVisible
from oclient_tui.services.messages.reading import ReadConversation, Said
from oclient_tui.services.privacy.consents import ListConsents
from oclient_tui.services.records.reading import ListModules, ListRecords
from oclient_tui.services.records.showing import ShownRecord
from oclient_tui.services.sharing.catalogues import ListEntries
from screens.base import HouseScreen
from screens.card import text as card_text
from screens.card.form import CustomerForm
from screens.card.pages import (
    ACCESS,
    CONSENTS,
    MESSAGES,
    OWN_TABS,
    Agreed,
    consent_rows,
    record_rows,
    said_rows,
    sight_rows,
)
from screens.card.pane import CardPane, Page, Read
from screens.card.people import agree, assign
from screens.card.record import RecordScreen, removed
from screens.card.record_form import RecordForm, Subject
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.ink import line
from screens.messages.message import MessageScreen
from screens.messages.write import write
from screens.messages.write_sms import write_sms
from screens.widgets.directory import PAGE
from screens.widgets.rows import Rows
from screens.widgets.tab_strip import Tab, TabStrip, tab_count

BACK = Command(
    "card.back", "escape,q", "back", tr("back"), tr("Go back to the list, at the same row."), key_display="esc"
)
OPEN = Command("card.open", "enter", "open", tr("open"), tr("Open what is under the cursor."), key_display="enter")
ADD = Command("card.add", "a", "add", tr("add"), tr("Add a record to this tab."), needs=Permission.EDIT)
EDIT = Command("card.edit", "e", "edit", tr("edit"), tr("Edit the customer's main data."), needs=Permission.EDIT)
REMOVE = Command(
    "card.remove", "d", "remove", tr("delete"), tr("Delete the record under the cursor."), needs=Permission.EDIT
)
ASSIGN = Command(
    "card.assign", "A", "assign", tr("assign"), tr("Choose who works with this customer."), needs=Permission.ASSIGN
)
TEXT = Command("card.text", "M", "text", tr("SMS"), tr("Text the customer."), shown=False, needs=Permission.ADD)
WRITE = Command("card.write", "m", "write", tr("write"), tr("Write the customer an e-mail."), needs=Permission.ADD)
NEXT = Command("card.next", "n", "walk(1)", tr("next"), tr("Show the next customer of the same list."))
PREVIOUS = Command("card.previous", "p", "walk(-1)", tr("previous"), tr("Show the customer before."))
TAB_RIGHT = Command(
    "card.tab-right", "right_square_bracket", "tab(1)", tr("next tab"),
    tr("Show the next tab; 1 to 9 show the one of that number."), key_display="]",
)  # fmt: skip
TAB_LEFT = Command(
    "card.tab-left", "left_square_bracket", "tab(-1)", tr("tab before"), tr("Show the tab before."),
    shown=False, key_display="[",
)  # fmt: skip
_NO_FILE = tr("Over SSH a file comes by the command line: records add {list} {module} {customer} file=@- < FILE")
Walk = Callable[[int], Awaitable[int | None]]
"""Moves along the list by so many rows and returns the customer there; None at an end."""


class CardScreen(HouseScreen[None]):
    """The card."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bound(OPEN, ADD, EDIT, REMOVE, ASSIGN, WRITE, TEXT, NEXT, PREVIOUS, BACK, TAB_RIGHT, TAB_LEFT),
        *(Binding(str(number), f"show_tab({number - 1})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, of: CustomerList, customer_id: int, walk: Walk) -> None:
        super().__init__()
        self.list, self._customer_id, self._walk = of, customer_id, walk
        self._customer: Customer | None = None
        self._modules: dict[str, Module] = {}
        self._sights: list[Sight] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and the customer."""
        name = self._customer.name if self._customer else "…"
        return (self.list.name, translate(tr("Customers")), name)

    def body(self) -> Iterable[Widget]:
        """Yield main data, tabs, what is under the tab, and who sees this."""
        yield Static(id="main", markup=False)
        yield TabStrip()
        yield Horizontal(CardPane(), Vertical(Static(id="aside", markup=False), id="who"))

    @property
    def pane(self) -> CardPane:
        """What is under the tab."""
        return self.query_one(CardPane)

    @property
    def tab(self) -> str:
        """The key of the tab that is shown: a module's, or one of the card's own."""
        strip = self.query_one(TabStrip)
        return strip.tabs[strip.active].key if strip.tabs else ACCESS

    @property
    def _record(self) -> ShownRecord | None:
        current = self.pane.current
        return current.about if current is not None and isinstance(current.about, ShownRecord) else None

    def ready(self) -> None:
        """Show the customer."""
        super().ready()
        self.pane.rows.focus()
        self.show()

    @work(exclusive=True, group="card")
    async def show(self, *, keep_place: bool = False) -> None:
        """Read the customer, what is on for this list, and who sees it; then what is under the tab."""
        try:
            await self.learn(self.list.id)
            customer = await self.do(ShowCustomer(self.list.id, self._customer_id))
            modules = await self.do(ListModules(self.list.id))
            self._sights = await self.do(WhyVisible(self.list.id, self._customer_id))
            self._arrange(customer, modules)
            await self._under_tab(keep_place=keep_place)
        except OClientError as error:
            self.refused(error)
            self.dismiss(None)

    def _arrange(self, customer: Customer, modules: tuple[Module, ...]) -> None:
        """Take what was read; stay on the tab that was shown, or tell that it is gone (O16)."""
        strip, was = self.query_one(TabStrip), self.tab if self._customer else ""
        self._customer, self._modules = customer, {module.key: module for module in modules}
        own = tuple(Tab(key, translate(words)) for key, words in OWN_TABS)
        strip.tabs = tuple(Tab(module.key, translate(module.title)) for module in modules) + own
        keys = [tab.key for tab in strip.tabs]
        if was and was not in keys:
            self.notify(translate(tr("This module was switched off.")), markup=False)
        strip.active = keys.index(was) if was in keys else 0
        self._draw()

    def _draw(self) -> None:
        customer = self._customer
        if customer is None:
            return
        self.head()
        parts = [
            card_text.title(customer),
            card_text.under_title(customer),
            line(""),
            card_text.columns(customer, self.size.width),
        ]
        self.query_one("#main", Static).update(Content("\n").join(parts))
        self.query_one("#aside", Static).update(card_text.sights(self._sights, self.size.width // 3 - 4))

    def on_resize(self) -> None:
        """Draw the main data for the new width."""
        self._draw()

    async def _under_tab(self, *, keep_place: bool = False) -> None:
        empty = tr("Nothing here yet: a adds the first.") if self.tab in self._modules else tr("Nothing here yet.")
        await self.pane.show(self._reader(self.tab), translate(empty), keep_place=keep_place)

    def _reader(self, tab: str) -> Read:
        async def records(word: str | None) -> Page:
            page = await self.do(ListRecords(self.list.id, tab, self._customer_id, after=word))
            return record_rows(page), page.next

        async def messages(word: str | None) -> Page:
            found = await self.do(ReadConversation(self.list.id, self._customer_id, int(word or 0), PAGE))
            return said_rows(found), str(found[-1].listed.message.id) if len(found) == PAGE else None

        async def consents(word: str | None) -> Page:  # noqa: ARG001 - they come at once
            kinds = await self.do(ListEntries(self.list.id, CatalogueKind.CONSENT_KINDS))
            log = await self.do(ListConsents(self.list.id, self._customer_id))
            return consent_rows(kinds, log), None

        async def sights(word: str | None) -> Page:  # noqa: ARG001 - they come at once
            return sight_rows(self._sights), None

        return {MESSAGES: messages, CONSENTS: consents, ACCESS: sights}.get(tab, records)

    @on(CardPane.Shown)
    def tell(self) -> None:
        """Count what is under the tab, and say when the customer was written."""
        strip, number, customer = self.query_one(TabStrip), self.pane.rows.directory.length, self._customer
        if customer is None:
            return
        count = tab_count(number, self.pane.more is not None)
        strip.tabs = tuple(
            Tab(tab.key, tab.words, count if place == strip.active and tab.key in self._modules else tab.count)
            for place, tab in enumerate(strip.tabs)
        )
        when = translate(tr("added {day}, changed {changed}"))
        where = f"{self.pane.rows.cursor + 1}/{count}" if number else ""
        self.status(
            when.format(day=shown_day(customer.created_at), changed=shown_day(customer.updated_at)), right=where
        )
        self.refresh_bindings()

    @on(CardPane.Failed)
    def failed_to_read(self, event: CardPane.Failed) -> None:
        """Say why."""
        self.refused(event.error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the tab and what is under the cursor."""
        if self._customer is not None and (
            (action == "add" and self.tab not in self._modules)
            or (action == "remove" and self._record is None)
            or (action == "open" and self.tab == ACCESS)
        ):
            return False
        return super().check_action(action, parameters)

    async def _subject(self, module: Module) -> Subject | None:
        """Return what a form of this tab is about."""
        if self._customer is None:
            return None
        choices: dict[str, list[str]] = {}
        for field in module.fields:
            if field.kind is Kind.CHOICE:
                entries = await self.do(ListEntries(self.list.id, CatalogueKind(field.catalogue)))
                choices[field.name] = [entry.name for entry in entries]
        return Subject(self.list.id, self._customer, module, choices)

    @on(Rows.Opened)
    @work(exclusive=True)
    async def action_open(self) -> None:
        """Open the record, or note a consent."""
        current, customer = self.pane.current, self._customer
        if current is None or customer is None:
            return
        if isinstance(current.about, ShownRecord):
            subject = await self._subject(current.about.module)
            if subject is None:
                return
            changed = await self.shell.push_screen_wait(self.whole(subject, current.about))
            if changed:
                self.show(keep_place=True)
        elif isinstance(current.about, Said):
            if await self.shell.push_screen_wait(MessageScreen(self.list, current.about.listed.message.id)):
                self.show(keep_place=True)
        elif (
            isinstance(current.about, Agreed)
            and self.permissions is not None
            and Permission.EDIT in self.permissions
            and await agree(self, self.list.id, customer, current.about)
        ):
            self.show(keep_place=True)

    def whole(self, about: Subject, record: ShownRecord) -> RecordScreen:
        """Return the screen that shows a record whole."""
        return RecordScreen(about, record)

    @work(exclusive=True)
    async def action_add(self) -> None:
        """Add a record to the module of the tab."""
        module, customer = self._modules[self.tab], self._customer
        subject = await self._subject(module)
        if subject is None or customer is None:
            return
        if self.shell.served and any(field.kind is Kind.FILE and field.required for field in module.fields):
            words = translate(_NO_FILE).format(list=self.list.name, module=module.key, customer=customer.id)
            self.notify(words, markup=False, timeout=12)
        elif await self.shell.push_screen_wait(RecordForm(subject)) is not None:
            self.show()

    @work(exclusive=True)
    async def action_edit(self) -> None:
        """Edit the main data."""
        if (
            self._customer
            and await self.shell.push_screen_wait(CustomerForm(self.list, self._customer, alone(self.list))) is not None
        ):
            self.show(keep_place=True)

    @work(exclusive=True)
    async def action_write(self) -> None:
        """Write an e-mail."""
        if self._customer is not None and await write(self, self.list, self._customer):
            self.show(keep_place=True)

    @work(exclusive=True)
    async def action_text(self) -> None:
        """Write an SMS."""
        if self._customer is not None and await write_sms(self, self.list, self._customer):
            self.show(keep_place=True)

    @work(exclusive=True)
    async def action_remove(self) -> None:
        """Delete the record under the cursor."""
        record = self._record
        if record is not None and await removed(self, self.list.id, record):
            self.show(keep_place=True)

    @work(exclusive=True)
    async def action_assign(self) -> None:
        """Choose who works with the customer."""
        try:
            if self._customer and await assign(self, self.list.id, self._customer):
                self.show(keep_place=True)
        except OClientError as error:
            self.refused(error)

    @on(TabStrip.Chosen)
    def chosen(self, event: TabStrip.Chosen) -> None:
        """Show the tab that was clicked."""
        self.action_show_tab(event.place)

    def action_tab(self, by: int) -> None:
        """Show the tab beside."""
        strip = self.query_one(TabStrip)
        if strip.tabs:
            self.action_show_tab((strip.active + by) % len(strip.tabs))

    def action_show_tab(self, place: int) -> None:
        """Show a tab by its number."""
        strip = self.query_one(TabStrip)
        if place < len(strip.tabs):
            strip.active = place
            self.show()

    @work(exclusive=True, group="walk")
    async def action_walk(self, by: int) -> None:
        """Go along the list; at an end say so."""
        try:
            found = await self._walk(by)
        except OClientError as error:
            self.refused(error)
            return
        if found is not None:
            self._customer_id = found
            self.show()
        else:
            end = tr("This is the last customer here.") if by > 0 else tr("This is the first customer here.")
            self.notify(translate(end), markup=False)

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(None)


def alone(of: CustomerList) -> Callable[[int], CardScreen]:
    """Return what makes a card that belongs to no walk along a list."""

    async def nowhere(by: int) -> int | None:  # noqa: ARG001 - as a walk is asked
        return None

    return lambda customer_id: CardScreen(of, customer_id, nowhere)
