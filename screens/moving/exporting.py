"""Export: the customers that match, in a format, to a file; and the receipt for it (N08, V05, X04)."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.sheets import TableFormat
from oclient_tui.domain.text import slug
from oclient_tui.services.customers.exporting import ExportCustomers, Exported, export_customers
from oclient_tui.services.operations.placing import placed
from oclient_tui.services.session import Session
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, plain, said
from screens.moving import disk
from screens.moving.job import Job
from screens.moving.path_field import PathField
from screens.moving.running import RunDialog
from screens.moving.served import reference, twice_quoted
from screens.widgets.pick_dialog import PickDialog

RUN = Command("export.run", "ctrl+s,enter", "run", tr("export"), tr("Write the file."), key_display="ctrl+s")
FORMAT = Command("export.format", "f5", "format", tr("format"), tr("Choose another format."), key_display="F5")
BACK = Command("export.back", "escape", "back", tr("back"), tr("Go back to the customers."), key_display="esc")

_ENDINGS = {
    TableFormat.CSV: "csv",
    TableFormat.XLSX: "xlsx",
    TableFormat.TSV: "tsv",
    TableFormat.VCARD: "vcf",
    TableFormat.JSONL: "jsonl",
}
_WORDS = {
    TableFormat.CSV: tr("CSV, for spreadsheets and other programs"),
    TableFormat.XLSX: tr("XLSX, for Excel"),
    TableFormat.TSV: tr("TSV, separated by tabs"),
    TableFormat.VCARD: tr("vCard, for address books"),
    TableFormat.JSONL: tr("JSON, one line each, for programs"),
}
_SERVED = tr("Files go to your own computer. Leave this screen and type there, HOST being what you connected to:")
_EXISTS = tr("{path} is there already. Replace it?")
_RECEIPT = tr("{rows} customers were written to {file}.")


class ExportScreen(HouseScreen[bool]):
    """What, how and where to; the list is never changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(RUN, FORMAT, BACK)
    DEFAULT_CSS = """
    ExportScreen #block { height: 1fr; padding: 1 2; max-width: 110; }
    ExportScreen #block > Static { height: auto; margin-bottom: 1; }
    ExportScreen Button { margin: 1 0 1 16; }
    """

    def __init__(self, of: CustomerList, line_in_force: str) -> None:
        super().__init__()
        self.list, self.filter = of, line_in_force
        self._format = TableFormat.CSV

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and what is being done."""
        return (self.list.name, translate(tr("Export")))

    def body(self) -> Iterable[Widget]:
        """Yield what is exported, the format, and the file or the command for it."""
        what = self.filter or translate(tr("every active customer you see"))
        parts: list[Widget] = [
            Static(line((f"{translate(tr('What')):<16}", "$oc-muted"), (what, "bold $oc-text"))),
            Static("", id="format", markup=False),
        ]
        if self.visit.served:
            parts += [Static(said(_SERVED)), Static("", id="command", markup=False)]
        else:
            button = Button(translate(tr("Export")), id="run", classes="main", compact=True)
            parts += [PathField(translate(tr("File"))), button, Static("", id="receipt", markup=False)]
        yield Vertical(*parts, id="block")

    def ready(self) -> None:
        """Suggest a file."""
        super().ready()
        self._told()
        self.status(translate(tr("restricted customers are in it, with their flag; consents are not")))
        if not self.visit.served:
            field = self.query_one(PathField).field.input
            field.value = field.value or self._suggested()
            field.focus()

    def _suggested(self) -> str:
        return f"{slug(self.list.name) or 'customers'}.{_ENDINGS[self._format]}"

    def _told(self) -> None:
        words = (translate(_WORDS[self._format]), "$oc-text")
        label = (f"{translate(tr('Format')):<16}", "$oc-muted")
        self.query_one("#format", Static).update(line(label, words, ("   F5", "bold $oc-accent")))
        for command in self.query("#command").results(Static):
            command.update(line((self._command(), "bold $oc-text")))

    def _command(self) -> str:
        filtered = f" --filter {twice_quoted(self.filter)}" if self.filter else ""
        target = f"--format {self._format.value} -o - > file.{_ENDINGS[self._format]}"
        return f"ssh HOST customers export {reference(self.list)}{filtered} {target}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what writes a file on a served screen."""
        if action == "run" and self.visit.served:
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True, group="format")
    async def action_format(self) -> None:
        """Choose another format; a name that was suggested follows."""
        options = tuple((kind.value, translate(words)) for kind, words in _WORDS.items())
        picked = await self.shell.push_screen_wait(PickDialog(translate(tr("Format")), "", options, self._format.value))
        if not picked:
            return
        self._format = TableFormat(picked)
        self._told()
        if not self.visit.served:
            found = self.query_one(PathField).field.input
            path = Path(found.value)
            if path.suffix.removeprefix(".") in _ENDINGS.values():
                found.value = str(path.with_suffix(f".{_ENDINGS[self._format]}"))

    @on(Input.Submitted)
    @on(Button.Pressed)
    @work(exclusive=True, group="run")
    async def action_run(self) -> None:
        """Write the file; ask before another is replaced."""
        field = self.query_one(PathField).field
        if not field.value.strip():
            field.input.focus()
            return
        path = disk.full(field.value)
        force = await self.shell.desk.quick(disk.taken, path)
        if force and not await self._replaces(path):
            return
        case = partial(_exported, self.visit.session, self.list.id, self._format, self.filter, path, force)
        answer = await self.shell.push_screen_wait(RunDialog(translate(tr("Exporting")), case))
        if isinstance(answer, OClientError):
            field.wrong(answer.text(translate))
        elif answer is not None:
            self._receipt(path, answer)

    async def _replaces(self, path: Path) -> bool:
        choices = (Choice("keep", tr("Keep it")), Choice("replace", tr("Replace the file"), danger=True))
        return await self.shell.push_screen_wait(ChoiceDialog(_EXISTS, choices, path=path)) == "replace"

    def _receipt(self, path: Path, done: Exported) -> None:
        found = self.query_one("#receipt", Static)
        if not done.rows:
            found.update(said(tr("No customer matches, so that no file was made.")))
            return
        told = plain(translate(_RECEIPT).format(rows=done.rows, file=path.absolute()))
        found.update(line(("✓ ", "$oc-ok"), told, "  SHA-256 ", (done.sha256, "$oc-muted")))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(False)


def _exported(
    session: Session, list_id: int, kind: TableFormat, filtered: str, path: Path, force: bool, job: Job
) -> Exported:
    with placed(path, force=force) as output:
        done = export_customers(session, ExportCustomers(list_id, kind, output.file, filtered, "", job))
        if done.rows:
            output.keep()
        return done
