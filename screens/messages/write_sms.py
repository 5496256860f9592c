"""Texting one customer: what it takes is said while one types (O29, O30, N20)."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import TextArea

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, OClientError, tr
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel, OutboxMessage
from oclient_tui.domain.sms import SMS_LIMIT, measured
from oclient_tui.domain.sms import plain as plainly
from oclient_tui.services.messages.templates import ListTemplates
from oclient_tui.services.messages.texting import PlanSms, SendSms
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line, plain, said
from screens.messages.letter import LetterScreen
from screens.widgets.form import Field
from screens.widgets.long_field import LongField

PLAIN = Command(
    "text.plain", "f5", "plain", tr("plain letters"), tr("Write ą as a, “ as \", so that more fits into one part."),
    key_display="F5",
)  # fmt: skip
_NO_NUMBER = tr("{name} has no phone number. e adds one.")
_TAKES = tr("From {sender} · parts to pay for: {parts} · {units} of {room} characters")
_DEARER = tr("Fewer parts without {letters} · F5 writes it so.")
_ANY_TEXT = "."


async def write_sms(screen: HouseScreen[Any], of: CustomerList, customer: Customer) -> bool:
    """Let a person text a customer; whether something was put into the outbox."""
    if not customer.phones:
        screen.notify(plain(translate(_NO_NUMBER).format(name=customer.name)).plain, severity="warning", markup=False)
        return False
    try:
        plan = await screen.do(PlanSms(of.id, customer.id, _ANY_TEXT))
        templates = await screen.do(ListTemplates(of.id, Channel.SMS.value))
    except OClientError as error:
        screen.refused(error)
        return False
    sent = await screen.shell.push_screen_wait(WriteSmsScreen(of, customer, templates, plan))
    if sent is not None:
        screen.notify(translate(tr("In the outbox: O shows it on its way.")), markup=False)
    return sent is not None


class WriteSmsScreen(LetterScreen):
    """The form of an SMS."""

    BINDINGS: ClassVar[list[BindingType]] = bound(PLAIN)
    CHANNEL = Channel.SMS
    HEADING = tr("Write SMS")
    NEEDED: ClassVar = {"body": tr("An SMS needs a text.")}
    names = ("to", "purpose", "body")

    def addresses(self) -> Sequence[str]:
        """Return the customer's phone numbers."""
        return self.customer.phones

    def texts(self) -> Iterable[Field]:
        """Yield the text."""
        yield LongField("body", translate(tr("Text")), needed=True)

    def read(self, name: str, text: str) -> None:
        """Raise Invalid for an empty text, and for one that no provider takes."""
        super().read(name, text)
        if name == "body" and len(text.strip()) > SMS_LIMIT:
            words = tr("An SMS may have {limit} characters, and this one has {number}.")
            raise Invalid(words, field=name, limit=SMS_LIMIT, number=len(text.strip()))

    @on(TextArea.Changed, "#input-body")
    def tell(self) -> None:
        """Say what the text takes, and which letters make it more."""
        text = self.field("body").value.strip()
        measure, bare = measured(text), measured(plainly(text))
        room = measure.room * measure.segments
        takes = said(_TAKES, sender=self.sender, units=measure.units, room=room, parts=measure.segments)
        letters = " ".join(sign for sign in measure.foreign if plainly(sign) != sign)
        dearer = line(("▲ ", "$oc-warn"), said(_DEARER, letters=letters[:40]))
        self.note(takes, *([dearer] if bare.segments < measure.segments else []))

    async def look_ahead(self) -> Exclusion | None:
        """Return why it would not go out."""
        to, purpose = (self.field(name).value for name in ("to", "purpose"))
        return (await self.do(PlanSms(self.list.id, self.customer.id, _ANY_TEXT, purpose, to))).reason

    def action_plain(self) -> None:
        """Write the text in plain letters; ctrl+z takes it back."""
        area = self.query_one("#input-body", TextArea)
        area.replace(plainly(area.text), area.document.start, area.document.end)

    async def store(self, changed: dict[str, str]) -> OutboxMessage | None:  # noqa: ARG002 - a letter is sent whole
        """Put it into the outbox."""
        to, purpose, body = (self.field(name).value for name in self.names)
        return await self.do(SendSms(self.list.id, self.customer.id, body, purpose, to, key=self.key))
