"""Writing to all marked customers: what is said to each, and to how many of them (N05, O28, C6)."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from oclient_tui.config.language import translate
from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Approval, Brief, Campaign
from oclient_tui.domain.errors import Invalid, OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel, Purpose
from oclient_tui.domain.picks import Picked
from oclient_tui.domain.templates import Source, Template
from oclient_tui.services.messages.campaigns.planning import Plan, PlanCampaign
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.messages.templates import ListTemplates
from screens.base import HouseScreen
from screens.card.drafting import Place
from screens.card.form_screen import FormScreen
from screens.commands import Command, bound
from screens.figures import figure
from screens.ink import line
from screens.messages.field_picking import INSERT, insert_field
from screens.messages.many.campaign import CampaignScreen
from screens.messages.many.left_out import LeftOutScreen
from screens.messages.many.preview import MailingPreview
from screens.messages.wording import PURPOSES, excluded_in_words
from screens.widgets.choice_field import ChoiceField, Chosen
from screens.widgets.form import Field
from screens.widgets.long_field import LongField

ON = Command(
    "mailing.next", "ctrl+s", "save", tr("look and send"), tr("Look at what each gets, then send."),
    key_display="ctrl+s",
)  # fmt: skip
LEFT = Command(
    "mailing.left-out", "f7", "left_out", tr("left out"), tr("Who does not get it, and why."), key_display="F7"
)
HEADINGS = {Channel.EMAIL: tr("E-mail to many"), Channel.SMS: tr("SMS to many")}
NEEDED = {"subject": tr("An e-mail needs a subject."), "body": tr("A message needs a text.")}
_NONE = "0"
_HTML = tr("The template's HTML goes along. If you change the text, the text goes alone.")
_NOBODY = tr("Nobody of them can be written to: F7 says why.")
_WAITS = tr("A second person must approve it now: it waits in the runs.")


async def write_to_many(screen: HouseScreen[Any], of: CustomerList, picked: Picked, channel: Channel) -> None:
    """Let a person write to marked customers, then show how it goes out."""
    try:
        templates = await screen.do(ListTemplates(of.id, channel.value))
    except OClientError as error:
        screen.refused(error)
        return
    made = await screen.shell.push_screen_wait(MailingForm(of, Audience.of(picked), channel, templates))
    if made is None:
        return
    if made.approval is Approval.WANTED:
        screen.notify(translate(_WAITS), markup=False)
    await screen.shell.push_screen_wait(CampaignScreen(of, made.id))


class MailingForm(FormScreen[Campaign]):
    """The form; gives back the campaign that was begun. A key pressed twice begins one."""

    DEFAULT_CSS = """
    MailingForm #form { padding: 0 2; max-width: 100; background: $oc-bg; scrollbar-size: 1 1; }
    MailingForm TextArea { height: 40vh; min-height: 8; }
    MailingForm #whom, MailingForm #note { padding-left: 16; height: auto; color: $oc-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(ON, INSERT, LEFT)

    def __init__(self, of: CustomerList, audience: Audience, channel: Channel, templates: Sequence[Template]) -> None:
        super().__init__()
        self.list, self.audience, self.channel = of, audience, channel
        self.key = secrets.token_hex(16)
        self.templates = {str(one.id): one for one in templates}
        texts = ("subject", "body") if channel is Channel.EMAIL else ("body",)
        self.names = ("purpose", *texts)
        self.plan: Plan | None = None

    def crumbs(self) -> tuple[str, ...]:
        """Return the list, and what is being done."""
        return (self.list.name, translate(HEADINGS[self.channel]))

    def body(self) -> Iterable[Widget]:
        """Yield the fields, and to how many it goes."""
        purposes = tuple((purpose.value, translate(words)) for purpose, words in PURPOSES.items())
        options = ((_NONE, translate(tr("none"))), *((key, one.name) for key, one in self.templates.items()))
        with VerticalScroll(id="form", can_focus=False):
            yield self.verdict()
            with Vertical(classes="fields"):
                yield Static("", id="whom", markup=False)
                yield ChoiceField("purpose", translate(tr("Kind")), purposes)
                if self.templates:
                    yield ChoiceField("template", translate(tr("Template")), options)
                if self.channel is Channel.EMAIL:
                    yield Field("subject", translate(tr("Subject")), needed=True)
                yield LongField("body", translate(tr("Text")), needed=True)
                yield Static(id="note", markup=False)

    def ready(self) -> None:
        """Count whom it goes to, and begin with the template or the first text."""
        super().ready()
        self.fill()
        if self.templates:
            self.field("template").fill(_NONE)
        self.field("template" if self.templates else self.names[1]).box.focus()
        self.status(translate(tr("F5 inserts a field, ctrl+s shows what each gets; nothing is sent before that")))
        self.count()

    def shown(self, name: str) -> str:
        """Return what stands in a field at first."""
        return Purpose.SERVICE.value if name == "purpose" else ""

    def read(self, name: str, text: str) -> None:
        """Raise Invalid for an empty text."""
        if name in NEEDED and not text.strip():
            raise Invalid(NEEDED[name], field=name)

    def place(self) -> Place:
        """Return whose form this is."""
        return Place(self.list.id, f"mailing.{self.channel.value}")

    def rebase(self, version: int) -> None:
        """Do nothing: it is typed over no record."""

    def brief(self) -> Brief:
        """Return what stands in the form: a template that nothing was changed in goes whole."""
        purpose, text = Purpose(self.field("purpose").value), self.field("body").value
        template = self.as_chosen
        if template is not None:
            return Brief(self.channel, self.audience, purpose, template=template.name, version=template.current.version)
        return Brief(self.channel, self.audience, purpose, self._subject, text)

    @property
    def _subject(self) -> str:
        return self.field("subject").value if self.channel is Channel.EMAIL else ""

    @property
    def as_chosen(self) -> Template | None:
        """The chosen template, unless something was changed in it since."""
        chosen = self.templates.get(self.field("template").value) if self.templates else None
        if chosen is None:
            return None
        said = chosen.current.source
        return chosen if (self._subject, self.field("body").value) == (said.subject, said.text) else None

    @on(Chosen.Picked, "#input-purpose")
    def purposed(self) -> None:
        """Count anew: marketing needs consents."""
        self.count()

    @work(exclusive=True, group="count")
    async def count(self) -> None:
        """Say to how many it goes, and why not to the others."""
        brief = Brief(self.channel, self.audience, Purpose(self.field("purpose").value))
        try:
            self.plan = plan = await self.do(PlanCampaign(self.list.id, brief, worded=False), long=True)
        except OClientError as error:
            self.refused(error)
            self.dismiss(None)
            return
        told = (translate(tr("Recipients")), " ", (figure(plan.recipients), "bold $oc-text"))
        out = excluded_in_words(plan.excluded)
        self.query_one("#whom", Static).update(
            line(*told, *(["  ·  ", translate(tr("left out")), " ", out] if out else []))
        )

    @on(Chosen.Picked, "#input-template")
    def use(self, event: Chosen.Picked) -> None:
        """Put the chosen template into the form."""
        chosen = self.templates.get(event.chosen.value)
        if chosen is None:
            return
        if self.channel is Channel.EMAIL:
            self.field("subject").fill(chosen.current.source.subject)
        self.field("body").fill(chosen.current.source.text)
        self.field("body").box.focus()

    @on(Input.Changed, "#input-subject")
    @on(TextArea.Changed, "#input-body")
    def tell(self) -> None:
        """Say whether the template's HTML goes along."""
        chosen = self.as_chosen
        html = chosen is not None and bool(chosen.current.source.html)
        self.query_one("#note", Static).update(translate(_HTML) if html else "")

    async def store(self, changed: dict[str, str]) -> Campaign | None:  # noqa: ARG002 - it is sent whole
        """Show what each gets, and begin once the person says so there."""
        brief = self.brief()
        self.plan = plan = await self.do(PlanCampaign(self.list.id, brief), long=True)
        if not plan.recipients:
            self.say("✗", "$oc-error", translate(_NOBODY))
            return None
        chosen = self.as_chosen
        source = chosen.current.source if chosen else Source(brief.title, brief.text)
        if not await self.shell.push_screen_wait(MailingPreview(self.list, self.channel, source, plan)):
            return None
        self.status(translate(tr("Noting the recipients …")))
        return await self.do(StartCampaign(self.list.id, brief, self.key), long=True)

    @work(exclusive=True, group="insert")
    async def action_insert(self) -> None:
        """Ask for a field and insert it where the cursor is."""
        await insert_field(self)

    @work(exclusive=True, group="insert")
    async def action_left_out(self) -> None:
        """Show who does not get it."""
        if self.plan is not None:
            await self.shell.push_screen_wait(LeftOutScreen(self.list, self.plan))
