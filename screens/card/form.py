"""Adding and editing a customer: a form made from the fields' declarations, checked as one leaves each (N18, O20)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import MATCHABLE
from oclient_tui.domain.errors import Conflict, Duplicate, Invalid, OClientError, tr
from oclient_tui.domain.fields import FLAGS, LABELS, known, read_flag, read_labels, read_text
from oclient_tui.domain.fields import Kind as FieldKind
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.checking import CheckEditedCustomer, CheckNewCustomer, Match
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import RequestAssignment
from screens.card.drafting import Place
from screens.card.form_screen import FormScreen
from screens.card.merging import Clash, MergeDialog
from screens.card.verdict import Verdict
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.ink import line
from screens.widgets.form import Field

PANE = Command(
    "form.verdict", "f6", "pane", tr("duplicate"), tr("Go to the duplicate check, and back."), key_display="F6"
)
PAUSE = 0.3
"""Seconds after a field was left: who tabs through several is asked about once."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (tr("Who"), ("first_name", "last_name", "company", "tax_id", "kind", "industry")),
    (tr("Contact"), ("email", "email2", "phone", "phone2")),
    (tr("Address"), ("street", "postcode", "city", "country")),
    (tr("Delivery"), ("delivery_street", "delivery_postcode", "delivery_city", "delivery_country")),
    (tr("More"), ("categories", "tags", "interests", "birthday", "language", "gdpr_ignore")),
)
NAMES = {
    "first_name": tr("First name"),
    "last_name": tr("Last name"),
    "company": tr("Company"),
    "tax_id": tr("Tax number"),
    "kind": tr("Kind"),
    "industry": tr("Industry"),
    "email": tr("E-mail"),
    "email2": tr("2nd e-mail"),
    "phone": tr("Phone"),
    "phone2": tr("2nd phone"),
    "street": tr("Street"),
    "postcode": tr("Postcode"),
    "city": tr("City"),
    "country": tr("Country"),
    "delivery_street": tr("Street"),
    "delivery_postcode": tr("Postcode"),
    "delivery_city": tr("City"),
    "delivery_country": tr("Country"),
    "categories": tr("Categories"),
    "tags": tr("Tags"),
    "interests": tr("Interests"),
    "birthday": tr("Birthday"),
    "language": tr("Language"),
    "gdpr_ignore": tr("Do not contact"),
}


class CustomerForm(FormScreen[Customer]):
    """The form; gives back the stored customer."""

    BINDINGS: ClassVar[list[BindingType]] = bound(PANE)

    names = tuple(NAMES)

    def __init__(
        self, of: CustomerList, customer: Customer | None = None, card: Callable[[int], Screen[None]] | None = None
    ) -> None:
        """Take the customer to edit, and what makes the card of another one that the list has already."""
        super().__init__()
        self.list, self._customer, self._card = of, customer, card
        self._checked: dict[str, str] = {}
        self._pause: Timer | None = None
        self._here: Widget | None = None

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and what is being done."""
        last = self._customer.name if self._customer else translate(tr("New customer"))
        return (self.list.name, translate(tr("Customers")), last)

    def body(self) -> Iterable[Widget]:
        """Yield the fields in groups."""
        with Horizontal():
            with VerticalScroll(id="form", can_focus=False):
                yield self.verdict()
                for title, names in GROUPS:
                    yield Static(line((translate(title), "bold $oc-muted")), classes="group")
                    yield Vertical(*(Field(name, translate(NAMES[name])) for name in names), classes="fields")
            yield Verdict()

    def ready(self) -> None:
        """Fill in what is known, and begin with the first field."""
        super().ready()
        self.fill()
        self.pane.waiting()
        self.status(translate(tr("ctrl+s saves; a customer needs a name or a company.")))

    @property
    def pane(self) -> Verdict:
        """What tells whether the list has this customer."""
        return self.query_one(Verdict)

    def shown(self, name: str) -> str:
        """Return what is stored in a field."""
        return shown_value(self._customer, name) if self._customer else ""

    def read(self, name: str, text: str) -> None:
        """Raise Invalid for what the field does not take; phones and e-mails are read where they are saved."""
        declared = known(name)
        if declared.kind is FieldKind.FLAG:
            read_flag(name, text)
        elif name in LABELS:
            read_labels(declared, text)
        elif declared.kind not in (FieldKind.EMAIL, FieldKind.PHONE):
            read_text(declared, text)

    def place(self) -> Place:
        """Return whose form this is."""
        if self._customer is None:
            return Place(self.list.id, "customer.new")
        return Place(self.list.id, f"customer.{self._customer.id}", self._customer.id, self._customer.version)

    def rebase(self, version: int) -> None:
        """Save as somebody who saw that version."""
        if self._customer is not None:
            self._customer = replace(self._customer, version=version)

    async def store(self, changed: dict[str, str]) -> Customer | None:
        """Add or edit; a clash with somebody else's save is settled field by field (N18)."""
        if self._customer is None:
            typed = Typed({name: text for name, text in changed.items() if text.strip()})
            return await self.do(AddCustomer(self.list.id, typed))
        while changed:
            seen = self._customer
            try:
                return await self.do(EditCustomer(self.list.id, seen.id, Typed(changed), seen.version))
            except Conflict as error:
                if not await self._merge(seen, error.fields):
                    return None
            changed = self.changed()
        return self._customer

    async def _merge(self, seen: Customer, fields: dict[str, tuple[str, str]]) -> bool:
        """Choose between both saves, and go on from the newest version; whether something was chosen.

        What was not typed here follows the newest version, or the next save would take it back.
        """
        newest = await self.do(ShowCustomer(self.list.id, seen.id))
        clashes = tuple(
            Clash(
                name, translate(NAMES.get(name, name)), self.field(name).value,
                shown_value(newest, name), shown_value(seen, name),
            )
            for name in fields
            if name in NAMES
        )  # fmt: skip
        theirs = await self.shell.push_screen_wait(MergeDialog(clashes, shown_day(newest.updated_at)))
        if theirs is None:
            return False
        kept = self.changed().keys() - theirs
        for name in NAMES:
            if name not in kept:
                self.field(name).fill(shown_value(newest, name))
        self._customer = newest
        return True

    @on(events.DescendantBlur)
    def look_soon(self, event: events.DescendantBlur) -> None:
        """Look for a duplicate where a field was left that may make one."""
        name = (event.widget.id or "").removeprefix("input-")
        if name in NAMES and name in MATCHABLE:
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(PAUSE, partial(self.look, self._matchable()))

    @work(exclusive=True, group="verdict")
    async def look(self, typed: dict[str, str]) -> None:
        """Tell whether saving would be refused as a duplicate, by what stood in the form when a field was left.

        What is being typed by now is not asked about, nor are the same values twice.
        """
        if typed == self._checked or any(self.field(name).has_class("wrong") for name in typed):
            return
        self._checked = typed
        if not typed:
            self.pane.waiting()
            return
        case = (
            CheckEditedCustomer(self.list.id, self._customer.id, Typed(typed))
            if self._customer
            else CheckNewCustomer(self.list.id, Typed(typed))
        )
        try:
            self._tell(await self.do(case))
        except Invalid as error:
            self._checked = {}
            name = str(error.values.get("field", ""))
            if name in typed:
                self.field(name).wrong(error.text(translate))
        except OClientError as error:
            self.pane.refused(error.text(translate))
            self.refresh_bindings()

    def _matchable(self) -> dict[str, str]:
        wanted = {name: text for name, text in self.changed().items() if name in MATCHABLE}
        return wanted if self._customer else {name: text for name, text in wanted.items() if text.strip()}

    def _tell(self, match: Match | None) -> None:
        self.pane.told(match)
        self.refresh_bindings()

    def stopped(self, error: OClientError) -> None:
        """Tell in the pane, too, whom the list has."""
        if isinstance(error, Duplicate):
            found = str(error.values.get("id", ""))
            self._tell(Match(int(found), str(error.values.get("name", ""))) if found else Match())
            self.say("▲", "$oc-warn", error.text(translate))
        else:
            super().stopped(error)

    def action_pane(self) -> None:
        """Go to the verdict, and back to the field where one was."""
        if self.pane.has_focus:
            self.back()
        else:
            self._here = self.focused
            self.pane.focus()

    @on(Verdict.Left)
    def back(self) -> None:
        """Go back to the field that was left."""
        (self._here or self.field(self.names[0]).box).focus()

    @on(Verdict.Opened)
    def opened(self, event: Verdict.Opened) -> None:
        """Show the card of whom the list has over the form; what is typed stays."""
        if self._card is not None:
            self.shell.push_screen(self._card(event.customer_id))

    @on(Verdict.Asked)
    @work(exclusive=True, group="ask")
    async def asked(self) -> None:
        """Ask to be assigned what the list has already: by everything that stands in the form, as rules join fields."""
        typed = {name: self.field(name).value for name in NAMES if name in MATCHABLE}
        try:
            await self.do(RequestAssignment(self.list.id, Typed({name: text for name, text in typed.items() if text})))
        except OClientError as error:
            self.refused(error)
        else:
            self.notify(translate(tr("The owner was asked.")), markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the pane where something can be done in it."""
        if action == "pane" and (not self.is_mounted or not self.query(Verdict) or self.pane.match is None):
            return False
        return super().check_action(action, parameters)


def shown_value(customer: Customer, name: str) -> str:
    """Return a customer's field as it is typed."""
    value = customer.value(name)
    if name in FLAGS:
        return translate(tr("yes")) if value else ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
