"""Writing an e-mail to one customer (O25, O27, O28)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widgets import Input, TextArea

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel, OutboxMessage
from oclient_tui.domain.templates import Template
from oclient_tui.services.messages.sending import MailPlan, PlanMail, SendSingle
from oclient_tui.services.messages.templates import ListTemplates
from oclient_tui.services.records.typed import GivenFile
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import plain, said
from screens.messages.attaching import attach
from screens.messages.letter import LetterScreen
from screens.messages.wording import files_in_words
from screens.widgets.form import Field
from screens.widgets.long_field import LongField

ATTACH = Command("write.attach", "f3", "attach", tr("attach"), tr("Attach a file, or take one off."), key_display="F3")
_NO_ADDRESS = tr("{name} has no e-mail address. e adds one.")
_FROM = tr("From {sender}")
_FILES = tr("Attached: {files}")
_HTML = tr("The template's HTML goes along. If you change the text, the text goes alone.")


async def write(screen: HouseScreen[Any], of: CustomerList, customer: Customer) -> bool:
    """Let a person write to a customer; whether something was put into the outbox."""
    if not customer.emails:
        screen.notify(plain(translate(_NO_ADDRESS).format(name=customer.name)).plain, severity="warning", markup=False)
        return False
    try:
        plan = await screen.do(PlanMail(of.id, customer.id))
        templates = await screen.do(ListTemplates(of.id, Channel.EMAIL.value))
    except OClientError as error:
        screen.refused(error)
        return False
    sent = await screen.shell.push_screen_wait(WriteScreen(of, customer, templates, plan))
    if sent is not None:
        screen.notify(translate(tr("In the outbox: O shows it on its way.")), markup=False)
    return sent is not None


class WriteScreen(LetterScreen):
    """The form of an e-mail."""

    BINDINGS: ClassVar[list[BindingType]] = bound(ATTACH)
    CHANNEL = Channel.EMAIL
    HEADING = tr("Write e-mail")
    NEEDED: ClassVar = {"subject": tr("An e-mail needs a subject."), "body": tr("An e-mail needs a text.")}
    names = ("to", "purpose", "subject", "body")

    def __init__(self, of: CustomerList, customer: Customer, templates: Sequence[Template], plan: MailPlan) -> None:
        super().__init__(of, customer, templates, plan)
        self._files: list[GivenFile] = []

    def addresses(self) -> Sequence[str]:
        """Return the customer's e-mail addresses."""
        return self.customer.emails

    def texts(self) -> Iterable[Field]:
        """Yield the subject and the text."""
        yield Field("subject", translate(tr("Subject")), needed=True)
        yield LongField("body", translate(tr("Text")), needed=True)

    @on(Input.Changed, "#input-subject")
    @on(TextArea.Changed, "#input-body")
    def tell(self) -> None:
        """Say whom it comes from, whether the template's HTML goes along, and which files."""
        files = files_in_words([FileMark(file.name, len(file.content), "") for file in self._files])
        told = [said(_HTML)] if self._with_html else []
        self.note(said(_FROM, sender=self.sender), *told, *([said(_FILES, files=files)] if files else []))

    async def look_ahead(self) -> Exclusion | None:
        """Return why it would not go out."""
        to, purpose = (self.field(name).value for name in ("to", "purpose"))
        return (await self.do(PlanMail(self.list.id, self.customer.id, purpose, to))).reason

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Attach files of this machine only where it is the person's own (D17)."""
        if action == "attach" and self.shell.served:
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True, group="attach")
    async def action_attach(self) -> None:
        """Choose a file, or take one off."""
        here = self.focused
        self._files = await attach(self, self._files)
        self.tell()
        if here is not None:
            here.focus()

    @property
    def _with_html(self) -> bool:
        return self.as_filled is not None and bool(self.as_filled.rendered.html)

    async def store(self, changed: dict[str, str]) -> OutboxMessage | None:  # noqa: ARG002 - a letter is sent whole
        """Put it into the outbox."""
        to, purpose, subject, body = (self.field(name).value for name in self.names)
        made = self.as_filled
        if made is None or not self._with_html:
            case = SendSingle(self.list.id, self.customer.id, subject, body, purpose, to, self.key)
        else:
            name = self.templates[self.field("template").value]
            case = SendSingle(
                self.list.id, self.customer.id, purpose=purpose, address=to, key=self.key, template=name,
                version=made.version,
            )  # fmt: skip
        return await self.do(replace(case, files=tuple(self._files)))
