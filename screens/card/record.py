"""One record whole, with what can be done to it."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Invalid, OClientError, Refused, tr
from oclient_tui.domain.file_names import FileMark
from oclient_tui.services.records.changing import RemoveRecord
from oclient_tui.services.records.reading import ReadFile
from oclient_tui.services.records.showing import ShownRecord
from screens.base import HouseScreen
from screens.card.record_form import RecordForm, Subject
from screens.card.wording import field_words, summary, value_words
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import block, line
from screens.widgets.text_dialog import Asked, TextDialog

BACK = Command("record.back", "escape,q", "back", tr("back"), key_display="esc")
EDIT = Command("record.edit", "e", "edit", tr("edit"), tr("Edit this record."), needs=Permission.EDIT)
REMOVE = Command("record.remove", "d", "remove", tr("delete"), tr("Delete this record."), needs=Permission.EDIT)
KEEP = Command("record.file", "s", "keep", tr("save file"), tr("Save the file to this machine's disk."))
_THERE = tr("There is a file “{path}” already. Type another path.")
_NO_PLACE = tr("The file cannot be written to “{path}”: {problem}. Type another path.")


async def removed(screen: HouseScreen[bool] | HouseScreen[None], list_id: int, record: ShownRecord) -> bool:
    """Ask, then remove a record; whether it is gone."""
    keep, remove = Choice("keep", tr("Keep")), Choice("remove", tr("Delete it"), danger=True)
    asked = ChoiceDialog(tr("Delete this record? {what}"), (keep, remove), what=summary(record, 60))
    if await screen.shell.push_screen_wait(asked) != "remove":
        return False
    try:
        await screen.do(RemoveRecord(list_id, record.module.key, record.record.id))
    except OClientError as error:
        screen.refused(error)
        return False
    return True


class RecordScreen(HouseScreen[bool]):
    """The record; gives back whether anything was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(EDIT, REMOVE, KEEP, BACK)

    def __init__(self, about: Subject, record: ShownRecord) -> None:
        super().__init__()
        self._about, self._record, self._touched = about, record, False

    def crumbs(self) -> tuple[str, ...]:
        """Return the customer and the module."""
        return (self._about.customer.name, translate(self._about.module.title))

    def body(self) -> Iterable[Widget]:
        """Yield the text."""
        yield VerticalScroll(Static(id="record", markup=False), id="whole")

    def ready(self) -> None:
        """Show the record."""
        super().ready()
        self._show()
        self.query_one("#whole").focus()
        self.run_worker(self.learn(self._about.list_id))

    def _show(self) -> None:
        rows: list[Content] = []
        for field in self._about.module.every_field:
            words = value_words(field, self._record)
            label = (f"{field_words(field):<15} ", "$oc-muted")
            several = "\n" in words
            rows += [line(label), block(words), line("")] if several else [line(label, (words, "$oc-text"))]
        self.query_one("#record", Static).update(Content("\n").join(rows))
        when = shown_day(self._record.record.created_at)
        self.status(translate(tr("Added {when} by {who}")).format(when=when, who=self._record.author))

    def _file(self) -> str:
        values = self._record.record.values
        return next((name for name, value in values.items() if isinstance(value, FileMark)), "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Save a file only where there is one and the disk is the person's own (D17)."""
        if action == "keep" and (self.shell.served or not self._file()):
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True)
    async def action_edit(self) -> None:
        """Edit it, then show it as it is stored."""
        stored = await self.shell.push_screen_wait(RecordForm(self._about, self._record))
        if stored is not None:
            self._record, self._touched = stored, True
            self._show()

    @work(exclusive=True)
    async def action_remove(self) -> None:
        """Ask, remove, go back."""
        if await removed(self, self._about.list_id, self._record):
            self.dismiss(True)

    @work(exclusive=True)
    async def action_keep(self) -> None:
        """Save the file to the disk, never over another."""
        name = self._file()
        asked = Asked("path", translate(tr("Path")), value=str(Path.home() / str(self._record.values[name])))
        title = translate(tr("Save the file"))

        async def keep(typed: dict[str, str]) -> None:
            await self._written(name, typed["path"].strip())

        if await self.shell.push_screen_wait(TextDialog(title, "", (asked,), keep)):
            self.notify(translate(tr("The file is saved.")), markup=False)

    async def _written(self, name: str, path: str) -> None:
        found = await self.do(ReadFile(self._about.list_id, self._about.module.key, self._record.record.id, name))
        await self.shell.desk.quick(write, path, found.content)

    def action_back(self) -> None:
        """Go back to the card."""
        self.dismiss(self._touched)


def write(typed: str, content: bytes) -> None:
    """Write a new file for its owner alone; raise Refused where one is there, Invalid where it cannot be."""
    path = Path(typed).expanduser()
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(content)
    except FileExistsError as error:
        raise Refused(_THERE, path=str(path), field="path") from error
    except OSError as error:
        raise Invalid(_NO_PLACE, path=str(path), problem=str(error.strerror), field="path") from error
