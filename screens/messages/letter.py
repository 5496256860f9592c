"""What writing to one customer has in common, by e-mail and by SMS: to whom, as what, what (O25, O28, C6)."""

import secrets
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, OClientError, tr
from oclient_tui.domain.exclusions import SENTENCES, Exclusion
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel, OutboxMessage, Purpose
from oclient_tui.domain.templates import Template
from oclient_tui.services.messages.filling import Filled, FillTemplate
from oclient_tui.services.messages.sending import MailPlan
from oclient_tui.services.messages.texting import SmsPlan
from screens.card.drafting import Place
from screens.card.form_screen import FormScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, said
from screens.messages.wording import PURPOSES
from screens.widgets.choice_field import ChoiceField, Chosen
from screens.widgets.form import Field

SEND = Command("write.send", "ctrl+s", "save", tr("send"), tr("Put the message into the outbox."), key_display="ctrl+s")
_OVER = tr("The template takes the place of what you typed.")
_NONE = "0"


class LetterScreen(FormScreen[OutboxMessage]):
    """The form; gives back the message that was put into the outbox. A key pressed twice sends once.

    A template is filled in for the customer as it is chosen, so that what stands in the form is what goes out.
    """

    DEFAULT_CSS = """
    LetterScreen #form { padding: 0 2; max-width: 100; background: $oc-bg; scrollbar-size: 1 1; }
    LetterScreen TextArea { height: 1fr; min-height: 9; }
    LetterScreen #note { padding-left: 16; height: auto; color: $oc-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(SEND)
    CHANNEL: ClassVar[Channel]
    HEADING: ClassVar[str]
    NEEDED: ClassVar[Mapping[str, str]]
    """What is said of a field that is left empty."""

    def __init__(
        self, of: CustomerList, customer: Customer, templates: Sequence[Template], plan: MailPlan | SmsPlan
    ) -> None:
        super().__init__()
        self.sender, self.reason = plan.sender, plan.reason
        self.list, self.customer = of, customer
        self.key = secrets.token_hex(16)
        self.templates = {str(one.id): one.name for one in templates}
        self.filled: Filled | None = None

    @abstractmethod
    def addresses(self) -> Sequence[str]:
        """Return where the customer can be written to."""

    @abstractmethod
    def texts(self) -> Iterable[Field]:
        """Yield the fields that are written."""

    def crumbs(self) -> tuple[str, ...]:
        """Return the list, whom it goes to, and what is being done."""
        return (self.list.name, self.customer.name, translate(self.HEADING))

    def body(self) -> Iterable[Widget]:
        """Yield the fields."""
        addresses = tuple((address, address) for address in self.addresses())
        purposes = tuple((purpose.value, translate(words)) for purpose, words in PURPOSES.items())
        without = (_NONE, translate(tr("none")))
        with VerticalScroll(id="form", can_focus=False):
            yield self.verdict()
            with Vertical(classes="fields"):
                yield ChoiceField("to", translate(tr("To")), addresses, needed=True)
                yield ChoiceField("purpose", translate(tr("Kind")), purposes)
                if self.templates:
                    yield ChoiceField("template", translate(tr("Template")), (without, *self.templates.items()))
                yield from self.texts()
                yield Static(id="note", markup=False)

    def ready(self) -> None:
        """Begin with the first text."""
        super().ready()
        self.fill()
        if self.templates:
            self.field("template").fill(_NONE)
        next(iter(self.texts_here())).box.focus()
        self.status(translate(tr("ctrl+s sends; marketing needs the customer's consent")))
        self.tell()

    def texts_here(self) -> Iterable[Field]:
        """Return the fields that are written, as they stand."""
        return (self.field(name) for name in self.names if name in self.NEEDED)

    def shown(self, name: str) -> str:
        """Return what stands in a field at first."""
        first = {"to": next(iter(self.addresses()), ""), "purpose": Purpose.SERVICE.value}
        return first.get(name, "")

    def read(self, name: str, text: str) -> None:
        """Raise Invalid for an empty text."""
        if name in self.NEEDED and not text.strip():
            raise Invalid(self.NEEDED[name], field=name)

    def place(self) -> Place:
        """Return whose form this is."""
        return Place(self.list.id, f"write.{self.CHANNEL.value}.{self.customer.id}", self.customer.id)

    def rebase(self, version: int) -> None:
        """Do nothing: a letter is typed over no record."""

    @abstractmethod
    async def look_ahead(self) -> Exclusion | None:
        """Return why nothing would go to the chosen address as the chosen kind; None where it would."""

    @abstractmethod
    def tell(self) -> None:
        """Say under the text what would go out."""

    @on(Chosen.Picked, "#input-to")
    @on(Chosen.Picked, "#input-purpose")
    @work(exclusive=True, group="ahead")
    async def ahead(self) -> None:
        """Say at once what would stop the message, before it is written."""
        try:
            self.reason = await self.look_ahead()
        except OClientError as error:
            self.refused(error)
        self.tell()

    @on(Chosen.Picked, "#input-template")
    @work(exclusive=True, group="template")
    async def use(self, event: Chosen.Picked) -> None:
        """Fill the chosen template in, over what was typed once the person agrees."""
        name = self.templates.get(event.chosen.value, "")
        if not name or not await self._may_go():
            event.chosen.value = _NONE
            return
        try:
            made = await self.do(FillTemplate(self.list.id, self.customer.id, name, self.CHANNEL.value))
        except OClientError as error:
            self.say("✗", "$oc-error", error.text(translate))
            event.chosen.value = _NONE
            return
        self.filled = made
        for field in self.texts_here():
            field.fill(self.said_in(made, field.key))
            field.wrong("")
        next(iter(self.texts_here())).box.focus()

    def said_in(self, made: Filled, name: str) -> str:
        """Return what a filled template says in a field."""
        return {"subject": made.rendered.subject, "body": made.rendered.text}[name]

    @property
    def as_filled(self) -> Filled | None:
        """The template as it was filled in, unless something was changed in it since."""
        made = self.filled
        if made is None or any(field.value != self.said_in(made, field.key) for field in self.texts_here()):
            return None
        return made

    async def _may_go(self) -> bool:
        if self.as_filled or not any(field.value.strip() for field in self.texts_here()):
            return True
        choices = (Choice("stay", tr("Keep what I typed")), Choice("over", tr("Take the template"), danger=True))
        return await self.shell.push_screen_wait(ChoiceDialog(_OVER, choices)) == "over"

    def note(self, *told: Content) -> None:
        """Say something under the text, and first of all why nothing would go out."""
        stops: list[Content] = []
        if self.reason is not None:
            sentence = said(SENTENCES[self.reason], address=self.field("to").value, kind=self.CHANNEL.value)
            stops.append(line(("▲ ", "$oc-warn"), sentence))
        self.query_one("#note", Static).update(Content("\n").join([*stops, *told]))
