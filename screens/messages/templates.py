"""The templates of a list: written, changed, looked at as they were, removed (O28, S34)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Template
from oclient_tui.services.messages.templates import ListTemplates, RemoveTemplate, ShowTemplate
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.messages.template_form import TemplateForm
from screens.messages.wording import CHANNELS
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.rows import Rows

ADD = Command(
    "templates.add", "a", "add", tr("add"), tr("Write a template of an e-mail or an SMS."), needs=Permission.TEMPLATES
)
CHANGE = Command(
    "templates.change", "enter,e", "change", tr("change"), tr("Change the template; what it said is kept."),
    key_display="enter", needs=Permission.TEMPLATES,
)  # fmt: skip
VERSIONS = Command(
    "templates.versions", "v", "versions", tr("versions"), tr("Open what it said before, to go on from there."),
    needs=Permission.TEMPLATES,
)  # fmt: skip
REMOVE = Command(
    "templates.remove", "d", "remove", tr("remove"), tr("Remove the template with all its versions, after a question."),
    needs=Permission.TEMPLATES,
)  # fmt: skip
BACK = Command(
    "templates.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."), key_display="esc"
)
COLUMNS = (Column("name", tr("Name ↑"), 0), Column("kind", tr("Kind"), 8), Column("subject", tr("Subject"), 30),
           Column("version", tr("Version"), 8, right=True), Column("at", tr("Changed"), 16))  # fmt: skip
WIDE = 100
_REMOVED = tr("“{name}” is removed with its {number} versions. Messages that were made of it stay as they are.")


class TemplatesScreen(TableScreen[Template]):
    """The templates by name; gives back False, for nothing of the settings changes here."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CHANGE, ADD, VERSIONS, REMOVE, BACK)
    EMPTY = tr("No templates yet. a writes the first: a text with fields such as the customer's name.")

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("Templates")))

    async def fetch(self) -> Sequence[Template]:
        """Return the templates."""
        await self.learn(self.list.id)
        return await self.do(ListTemplates(self.list.id))

    def columns(self) -> tuple[Column, ...]:
        """Return the columns; where there is little room, the subjects stay out."""
        return COLUMNS if self.size.width >= WIDE else tuple(one for one in COLUMNS if one.key != "subject")

    def tell(self) -> None:
        """Say how many there are."""
        self.count(translate(tr("templates")))

    def cells(self, row: Template) -> Sequence[Cell]:
        """Return what a template is."""
        kind, said = translate(CHANNELS[row.channel]), row.current
        subject = said.source.subject or said.source.text.partition("\n")[0]
        cells = {
            "name": Cell(row.name, "text"),
            "kind": Cell(kind),
            "subject": Cell(subject),
            "version": Cell(str(said.version)),
            "at": Cell(shown_day(said.at)),
        }
        return [cells[one.key] for one in self.columns()]

    @work(exclusive=True, group="change")
    async def action_add(self) -> None:
        """Ask for the kind, then for the texts."""
        options = tuple((channel.value, translate(words)) for channel, words in CHANNELS.items())
        kind = await self.shell.push_screen_wait(PickDialog(translate(tr("New template")), "", options))
        if kind:
            await self._edit(TemplateForm(self.list, Channel(kind)))

    @on(Rows.Opened)
    @work(exclusive=True, group="change")
    async def action_change(self) -> None:
        """Change the template under the cursor."""
        current = self.rows.current
        if current is not None:
            await self._edit(TemplateForm(self.list, current.channel, current))

    @work(exclusive=True, group="change")
    async def action_versions(self) -> None:
        """Open an earlier version in the form: saved, it is the newest."""
        current = self.rows.current
        if current is None:
            return
        try:
            versions = (await self.do(ShowTemplate(self.list.id, current.name))).versions
        except OClientError as error:
            self.refused(error)
            self.again()
            return
        told = {str(one.version): f"{one.version} · {shown_day(one.at)} · {one.source.subject}" for one in versions}
        about = translate(tr("Opened in the form and saved, it becomes the newest."))
        picked = await self.shell.push_screen_wait(
            PickDialog(current.name, about, tuple(told.items()), str(current.current.version))
        )
        chosen = next((one.source for one in versions if str(one.version) == picked), None)
        if chosen is not None:
            await self._edit(TemplateForm(self.list, current.channel, current, chosen))

    async def _edit(self, form: TemplateForm) -> None:
        if await self.shell.push_screen_wait(form) is not None:
            self.again()

    @work(exclusive=True, group="change")
    async def action_remove(self) -> None:
        """Remove the template under the cursor."""
        current = self.rows.current
        if current is None:
            return
        keep, go = Choice("keep", tr("Cancel")), Choice("go", tr("Remove"), danger=True)
        asked = ChoiceDialog(_REMOVED, (keep, go), name=current.name, number=current.current.version)
        if await self.shell.push_screen_wait(asked) != "go":
            return
        try:
            await self.do(RemoveTemplate(self.list.id, current.name))
        except OClientError as error:
            self.refused(error)
        self.again()
