"""Writing a template: fields are picked, and what a customer would get is one key away (O28, D26)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Source, Template, template_name
from oclient_tui.services.messages.templates import SetTemplate
from screens.card.drafting import Place
from screens.card.form_screen import FormScreen
from screens.commands import Command, bound
from screens.ink import said
from screens.messages.field_picking import INSERT, insert_field
from screens.messages.template_preview import TemplatePreview
from screens.widgets.form import Field
from screens.widgets.long_field import LongField

LOOK = Command(
    "template.preview", "f6", "preview", tr("preview"), tr("Show what a customer would get."), key_display="F6"
)
_NEEDED = {"subject": tr("A template of an e-mail needs a subject."), "text": tr("A template needs a text.")}
_HOW = tr('{{{{ first_name | default: "…" }}}} puts a word where there is none · {{% if city %}} … {{% endif %}}')


class TemplateForm(FormScreen[Template]):
    """The form of a new template, or of one that says something else from now on; gives back what was stored."""

    DEFAULT_CSS = """
    TemplateForm #form { padding: 0 2; max-width: 100; background: $oc-bg; scrollbar-size: 1 1; }
    TemplateForm #field-text TextArea { height: 40vh; }
    TemplateForm #how { padding-left: 16; color: $oc-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(INSERT, LOOK)

    def __init__(
        self, of: CustomerList, channel: Channel, template: Template | None = None, source: Source | None = None
    ) -> None:
        super().__init__()
        self.list, self.channel, self.template = of, channel, template
        self._source = source or (template.current.source if template else Source("", ""))
        self.names = (*(() if template else ("name",)), *(("subject", "text", "html") if self._mail else ("text",)))

    @property
    def _mail(self) -> bool:
        return self.channel is Channel.EMAIL

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        new = translate(tr("New e-mail template") if self._mail else tr("New SMS template"))
        return (self.list.name, translate(tr("Templates")), self.template.name if self.template else new)

    def body(self) -> Iterable[Widget]:
        """Yield the fields."""
        with VerticalScroll(id="form", can_focus=False):
            yield self.verdict()
            with Vertical(classes="fields"):
                if self.template is None:
                    yield Field("name", translate(tr("Name")), needed=True)
                if self._mail:
                    yield Field("subject", translate(tr("Subject")), needed=True)
                yield LongField("text", translate(tr("Text")), needed=True)
                yield Static(said(_HOW), id="how", markup=False)
                if self._mail:
                    yield LongField("html", "HTML")

    def ready(self) -> None:
        """Fill in what it says."""
        super().ready()
        self.fill()
        self.status(translate(tr("F5 inserts a field, F6 shows what a customer would get")))

    def shown(self, name: str) -> str:
        """Return what the template says."""
        return "" if name == "name" else str(getattr(self._source, name))

    def read(self, name: str, text: str) -> None:
        """Raise Invalid for an empty field; what is written in the texts is read where it is saved."""
        if name == "name":
            template_name(text)
        elif name in _NEEDED and not text.strip():
            raise Invalid(_NEEDED[name], field=name)

    def place(self) -> Place:
        """Return whose form this is."""
        return Place(self.list.id, f"template.{self.channel.value}.{self.template.id if self.template else 'new'}")

    def rebase(self, version: int) -> None:
        """Do nothing: a template has no version that one types over; what was said is kept in any case."""

    def typed(self) -> Source:
        """Return what stands in the fields."""
        values = {name: self.field(name).value for name in self.names}
        return Source(values.get("subject", ""), values["text"], values.get("html", ""))

    async def store(self, changed: dict[str, str]) -> Template | None:  # noqa: ARG002 - a template is stored whole
        """Store it."""
        name, source = self.template.name if self.template else self.field("name").value, self.typed()
        return await self.do(
            SetTemplate(self.list.id, name, source.text, source.subject, source.html, self.channel.value)
        )

    @work(exclusive=True, group="insert")
    async def action_insert(self) -> None:
        """Ask for a field and insert it where the cursor is."""
        await insert_field(self)

    @work(exclusive=True, group="insert")
    async def action_preview(self) -> None:
        """Show what a customer would get of what is written."""
        await self.shell.push_screen_wait(TemplatePreview(self.list, self.channel, self.typed()))
