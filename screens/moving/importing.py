"""Import, first step: which file (O21). A served screen names the command that sends one instead (D17)."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.importing.looking import FileLook, LookAtFile
from oclient_tui.services.customers.importing.running import ImportFile
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line, said
from screens.moving import disk
from screens.moving.mapping import MappingScreen
from screens.moving.path_field import PathField
from screens.moving.plan import Plan
from screens.moving.served import reference
from screens.moving.steps import Steps

GO = Command("import.go", "enter,ctrl+s", "go", tr("look at it"), tr("Look at the file."), key_display="enter")
BACK = Command("import.back", "escape", "back", tr("back"), tr("Go back to the customers."), key_display="esc")

_KINDS = tr("CSV, TSV, XLSX or vCard: from a spreadsheet, another program, an address book. Nothing is written yet.")
_SERVED = tr(
    "Files come in from your own computer. Leave this screen and type there, HOST being what you connected to:"
)


class ImportScreen(HouseScreen[bool]):
    """Asks for the file; gives back whether the list was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(GO, BACK)
    DEFAULT_CSS = """
    ImportScreen #block { height: auto; padding: 1 2; max-width: 110; }
    ImportScreen .about { height: auto; color: $oc-muted; margin-bottom: 1; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and what is being done."""
        return (self.list.name, translate(tr("Import")))

    def body(self) -> Iterable[Widget]:
        """Yield the steps, and the line for the file."""
        yield Steps(0)
        if self.visit.served:
            command = f"ssh HOST customers import {reference(self.list)} - < file"
            told = Static(line((command, "bold $oc-text")), id="command")
            yield Vertical(Static(said(_SERVED), classes="about"), told, id="block")
        else:
            yield Vertical(Static(said(_KINDS), classes="about"), PathField(translate(tr("File"))), id="block")

    def ready(self) -> None:
        """Start in the line."""
        super().ready()
        if not self.visit.served:
            self.query_one(PathField).field.input.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what takes a file on a served screen."""
        if action == "go" and self.visit.served:
            return False
        return super().check_action(action, parameters)

    @on(Input.Submitted)
    def action_go(self) -> None:
        """Look at the file, or go on into the folder."""
        field = self.query_one(PathField)
        chosen = field.chosen
        if chosen.endswith("/"):
            field.field.input.value = chosen
            field.field.input.cursor_position = len(chosen)
        elif chosen.strip():
            self.look(disk.full(chosen))

    @work(exclusive=True, group="look")
    async def look(self, path: Path) -> None:
        """Look at it and go on to the mapping; what cannot be read is said at the line."""
        field = self.query_one(PathField).field
        field.wrong("")
        self.status(translate(tr("reading…")))
        try:
            found = await self.shell.desk.long(self._look, path)
        except OClientError as error:
            field.wrong(error.text(translate))
            field.input.focus()
            return
        finally:
            self.status()
        changed = await self.shell.push_screen_wait(MappingScreen(self.list, Plan(path, found)))
        if changed is not None:
            self.dismiss(changed)

    def _look(self, path: Path) -> FileLook:
        with disk.opened(path) as source:
            return self.visit.session.do(LookAtFile(self.list.id, ImportFile(source, path.name)))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(False)
