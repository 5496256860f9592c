"""Writing an e-mail to one customer: whom, what kind, subject, text (O25, O27, C6)."""

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import OutboxMessage, Purpose
from oclient_tui.services.messages.sending import SendSingle
from screens.base import HouseScreen
from screens.card.drafting import Place
from screens.card.form_screen import FormScreen
from screens.commands import Command, bound
from screens.ink import plain
from screens.messages.wording import PURPOSES
from screens.widgets.choice_field import ChoiceField
from screens.widgets.form import Field
from screens.widgets.long_field import LongField

SEND = Command("write.send", "ctrl+s", "save", tr("send"), tr("Put the message into the outbox."), key_display="ctrl+s")
_NEEDED = {"subject": tr("An e-mail needs a subject."), "body": tr("An e-mail needs a text.")}


_NO_ADDRESS = tr("{name} has no e-mail address. e adds one.")


async def write(screen: HouseScreen[Any], of: CustomerList, customer: Customer) -> bool:
    """Let a person write to a customer; whether something was put into the outbox."""
    if not customer.emails:
        screen.notify(plain(translate(_NO_ADDRESS).format(name=customer.name)).plain, severity="warning", markup=False)
        return False
    sent = await screen.shell.push_screen_wait(WriteScreen(of, customer))
    if sent is not None:
        screen.notify(translate(tr("In the outbox: O shows it on its way.")), markup=False)
    return sent is not None


class WriteScreen(FormScreen[OutboxMessage]):
    """The form; gives back the message that was put into the outbox. A key pressed twice sends once."""

    DEFAULT_CSS = """
    WriteScreen #form { padding: 0 2; max-width: 100; background: $oc-bg; scrollbar-size: 1 1; }
    WriteScreen TextArea { height: 1fr; min-height: 9; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(SEND)
    names = ("to", "purpose", "subject", "body")

    def __init__(self, of: CustomerList, customer: Customer) -> None:
        super().__init__()
        self.list, self.customer = of, customer
        self._key = secrets.token_hex(16)

    def crumbs(self) -> tuple[str, ...]:
        """Return the list, whom it goes to, and what is being done."""
        return (self.list.name, self.customer.name, translate(tr("Write e-mail")))

    def body(self) -> Iterable[Widget]:
        """Yield the fields."""
        addresses = tuple((address, address) for address in self.customer.emails)
        purposes = tuple((purpose.value, translate(words)) for purpose, words in PURPOSES.items())
        with VerticalScroll(id="form", can_focus=False):
            yield self.verdict()
            yield Vertical(
                ChoiceField("to", translate(tr("To")), addresses, needed=True),
                ChoiceField("purpose", translate(tr("Kind")), purposes),
                Field("subject", translate(tr("Subject")), needed=True),
                LongField("body", translate(tr("Text")), needed=True),
                classes="fields",
            )

    def ready(self) -> None:
        """Begin with the subject."""
        super().ready()
        self.fill()
        self.field("subject").box.focus()
        self.status(translate(tr("ctrl+s sends; marketing needs the customer's consent")))

    def shown(self, name: str) -> str:
        """Return what stands in a field at first."""
        first = {"to": next(iter(self.customer.emails), ""), "purpose": Purpose.SERVICE.value}
        return first.get(name, "")

    def read(self, name: str, text: str) -> None:
        """Raise Invalid for an empty subject or text."""
        if name in _NEEDED and not text.strip():
            raise Invalid(_NEEDED[name], field=name)

    def place(self) -> Place:
        """Return whose form this is."""
        return Place(self.list.id, f"write.email.{self.customer.id}", self.customer.id)

    def rebase(self, version: int) -> None:
        """Do nothing: a letter is typed over no record."""

    async def store(self, changed: dict[str, str]) -> OutboxMessage | None:  # noqa: ARG002 - a letter is sent whole
        """Put it into the outbox."""
        to, purpose, subject, body = (self.field(name).value for name in self.names)
        return await self.do(SendSingle(self.list.id, self.customer.id, subject, body, purpose, to, self._key))
