"""What a customer would get of a template: one person after the other, and nothing is sent (O28, D26)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Rendered, Source
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.messages.filling import FillText
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.figures import figure
from screens.ink import line, said
from screens.messages.received import received
from screens.widgets.filter_line import FilterLine

NEXT = Command("template-preview.next", "full_stop", "step(1)", tr("next"), tr("The next customer."), key_display=".")
PREVIOUS = Command(
    "template-preview.previous", "comma", "step(-1)", tr("previous"), tr("The customer before."), key_display=","
)
WHOM = Command(
    "template-preview.whom", "backslash,slash", "whom", tr("for whom"), tr("Find a customer."), key_display="\\"
)
BACK = Command("template-preview.back", "escape,q,f6", "back", tr("back"), tr("Go on writing."), key_display="esc")
_MOST = 200
_NOBODY = tr("Nobody fits. \\ finds others.")


class TemplatePreview(HouseScreen[bool]):
    """The message as the customers of a filter would get it; gives back nothing of use."""

    DEFAULT_CSS = "TemplatePreview #whole { padding: 1 2; background: $oc-bg; scrollbar-size: 1 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bound(NEXT, PREVIOUS, WHOM, BACK)

    def __init__(self, of: CustomerList, channel: Channel, source: Source) -> None:
        super().__init__()
        self.list, self._channel, self._source = of, channel, source
        self._filter, self._place = "", 0
        self._found: list[Customer] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Templates")), translate(tr("Preview")))

    def body(self) -> Iterable[Widget]:
        """Yield the line to find customers by, and the message."""
        yield FilterLine()
        yield VerticalScroll(Static(id="message", markup=False), id="whole")

    def ready(self) -> None:
        """Begin with the first customer."""
        super().ready()
        self.query_one("#whole").focus()
        self.find()

    @work(exclusive=True, group="read")
    async def find(self) -> None:
        """Find the customers of the filter and show what the first would get."""
        filter_line = self.query_one(FilterLine)
        try:
            page = await self.do(ListCustomers(self.list.id, self._filter, limit=_MOST))
        except OClientError as error:
            filter_line.wrong(error.text(translate))
            return
        filter_line.wrong("")
        self._found, self._place = list(page.items), 0
        await self._show()

    @work(exclusive=True, group="read")
    async def action_step(self, by: int) -> None:
        """Go to another customer."""
        if 0 <= self._place + by < len(self._found):
            self._place += by
            await self._show()

    async def _show(self) -> None:
        shown = self.query_one("#message", Static)
        if not self._found:
            self.status()
            shown.update(said(_NOBODY))
            return
        customer, source = self._found[self._place], self._source
        case = FillText(self.list.id, customer.id, source.text, source.subject, source.html, self._channel.value)
        try:
            shown.update(self._whole(customer, await self.do(case)))
        except OClientError as error:
            shown.update(line(("✗ ", "$oc-error"), error.text(translate)))
        of = figure(len(self._found)) + ("+" if len(self._found) == _MOST else "")
        self.status((f"{self._place + 1}", "bold $oc-text"), f" / {of}  ", customer.name)

    def _whole(self, customer: Customer, made: Rendered) -> Content:
        addresses = customer.emails if self._channel is Channel.EMAIL else customer.phones
        return received(self._channel, made, ", ".join((customer.name, *addresses[:1])))

    def action_whom(self) -> None:
        """Find other customers."""
        self.query_one(FilterLine).input.focus()

    @on(FilterLine.Narrowed)
    def narrowed(self, event: FilterLine.Narrowed) -> None:
        """Show those who fit."""
        self._filter = event.text
        self.find()

    @on(FilterLine.Left)
    def found(self) -> None:
        """Go back to the message."""
        self.query_one("#whole").focus()

    def action_back(self) -> None:
        """Leave the line, then the screen."""
        if self.query_one(FilterLine).input.has_focus:
            self.found()
        else:
            self.dismiss(False)
