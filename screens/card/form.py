"""Adding and editing a customer: a form made from the fields' declarations, checked as one leaves each (N18, O20)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Conflict, Duplicate, Invalid, OClientError, tr
from oclient_tui.domain.fields import FLAGS, LABELS, known, read_flag, read_labels, read_text
from oclient_tui.domain.fields import Kind as FieldKind
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import RequestAssignment
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, plain
from screens.widgets.form import Field

SAVE = Command("form.save", "ctrl+s", "save", tr("save"), tr("Save the customer."), key_display="ctrl+s")
LEAVE = Command(
    "form.leave", "escape", "leave", tr("back"), tr("Go back; asks when something was typed."), key_display="esc"
)
ERROR = Command(
    "form.error", "f8", "error", tr("next problem"), tr("Go to the next field with something wrong."), key_display="F8"
)
ASK = Command("form.ask", "f6", "ask", tr("ask for it"), tr("Ask to be assigned a customer that the list has already."))

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


class CustomerForm(HouseScreen[Customer | None]):
    """The form; gives back the stored customer."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SAVE, LEAVE, ERROR, ASK)

    def __init__(self, of: CustomerList, customer: Customer | None = None) -> None:
        super().__init__()
        self.list, self._customer = of, customer
        self._duplicate = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and what is being done."""
        last = self._customer.name if self._customer else translate(tr("New customer"))
        return (self.list.name, translate(tr("Customers")), last)

    def body(self) -> Iterable[Widget]:
        """Yield the fields in groups."""
        with VerticalScroll(id="form", can_focus=False):
            yield Static("", id="verdict", markup=False)
            for title, names in GROUPS:
                yield Static(line((translate(title), "bold $oc-muted")), classes="group")
                yield Vertical(*(Field(name, translate(NAMES[name])) for name in names), classes="fields")

    def on_mount(self) -> None:
        """Fill in what is known, and begin with the first field."""
        super().on_mount()
        for name in NAMES:
            self._field(name).input.value = self._shown(name)
        self._field("first_name").input.focus()
        self.status(translate(tr("ctrl+s saves; a customer needs a name or a company.")))

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    def _shown(self, name: str) -> str:
        if self._customer is None:
            return ""
        value = self._customer.value(name)
        if name in FLAGS:
            return translate(tr("yes")) if value else ""
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    def _changed(self) -> dict[str, str]:
        """Return what is typed and differs from what is stored."""
        typed = {name: self._field(name).value for name in NAMES}
        return {name: text for name, text in typed.items() if text.strip() != self._shown(name)}

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return bool(self._changed())

    @on(events.DescendantBlur)
    def left(self, event: events.DescendantBlur) -> None:
        """Check a field that was left."""
        if isinstance(event.widget, Input) and event.widget.id and event.widget.id.startswith("input-"):
            self._check(event.widget.id.removeprefix("input-"))

    def _check(self, name: str) -> None:
        field = self._field(name)
        try:
            _read(name, field.value)
        except Invalid as error:
            field.wrong(error.text(translate))
        else:
            field.wrong("")

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Save; what is wrong is said where it is, and nothing that was typed is lost."""
        for name in NAMES:
            self._check(name)
        if self.action_error():
            return
        changed = self._changed()
        if not changed and self._customer is not None:
            self.dismiss(self._customer)
            return
        try:
            self.dismiss(await self._store(changed))
        except Duplicate as error:
            self._duplicate = True
            self._say("▲", "$oc-warn", error.text(translate))
        except Conflict as error:
            self._say("▲", "$oc-warn", error.text(translate))
        except Invalid as error:
            self._place(error)
        except OClientError as error:
            self._say("✗", "$oc-error", error.text(translate))

    async def _store(self, changed: dict[str, str]) -> Customer:
        if self._customer is None:
            typed = Typed({name: text for name, text in changed.items() if text.strip()})
            return await self.do(AddCustomer(self.list.id, typed))
        return await self.do(EditCustomer(self.list.id, self._customer.id, Typed(changed), self._customer.version))

    def _place(self, error: Invalid) -> None:
        """Say what is wrong at its field, where the error names one."""
        name = str(error.values.get("field", ""))
        if name in NAMES:
            self._field(name).wrong(error.text(translate))
            self._field(name).input.focus()
        else:
            self._say("✗", "$oc-error", error.text(translate))

    def _say(self, glyph: str, ink: str, sentence: str) -> None:
        verdict = self.query_one("#verdict", Static)
        verdict.update(line((glyph, ink), " ", plain(sentence)))
        verdict.scroll_visible()

    def action_error(self) -> bool:
        """Go to the next field with something wrong; whether there is one."""
        wrong = [field for field in self.query(Field) if field.has_class("wrong")]
        if not wrong:
            return False
        focused = next((place for place, field in enumerate(wrong) if field.input.has_focus), -1)
        wrong[(focused + 1) % len(wrong)].input.focus()
        return True

    @work(exclusive=True)
    async def action_ask(self) -> None:
        """Ask to be assigned what the list has already."""
        changed = {name: text for name, text in self._changed().items() if text.strip()}
        if self._duplicate and changed:
            try:
                await self.do(RequestAssignment(self.list.id, Typed(changed)))
            except OClientError as error:
                self.refused(error)
            else:
                self.notify(translate(tr("The owner was asked.")), markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Offer to ask only after a duplicate was refused."""
        return action != "ask" or self._duplicate

    @work(exclusive=True)
    async def action_leave(self) -> None:
        """Go back; ask first when something was typed."""
        if self.dirty:
            stay, discard = Choice("stay", tr("Go on")), Choice("discard", tr("Discard"))
            asked = ChoiceDialog(tr("What you typed is not saved."), (stay, discard))
            if await self.shell.push_screen_wait(asked) != "discard":
                return
        self.dismiss(None)


def _read(name: str, text: str) -> None:
    """Raise Invalid for what the field does not take; phones and e-mails are read where they are saved."""
    declared = known(name)
    if declared.kind is FieldKind.FLAG:
        read_flag(name, text)
    elif name in LABELS:
        read_labels(declared, text)
    elif declared.kind not in (FieldKind.EMAIL, FieldKind.PHONE):
        read_text(declared, text)
