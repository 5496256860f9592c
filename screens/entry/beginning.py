"""What follows a first list: a file or a first customer, and somebody to share it with."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from screens.base import HouseScreen
from screens.card.form import CustomerForm
from screens.commands import Command, bound
from screens.entry.invite import InviteScreen
from screens.ink import said
from screens.moving.importing import ImportScreen
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

GO = Command("begin.go", "enter", "go", tr("choose"), tr("Do what is under the cursor."), key_display="enter")
BACK = Command("begin.back", "escape,q", "back", tr("to the list"), tr("Go to the empty list."), key_display="esc")

_WAYS: tuple[tuple[str, str, str], ...] = (
    ("import", tr("Import a file"), tr("CSV, XLSX or vCard, from a spreadsheet or another program")),
    ("add", tr("Add the first customer"), tr("a name is enough")),
    ("look", tr("Look around"), tr("the list is empty, and everything in it can be tried")),
)
COLUMNS = (Column("way", "", 26), Column("about", "", 0))


class BeginScreen(HouseScreen[None]):
    """Three ways into a new list, then the invitation; gives nothing back, the list comes next."""

    BINDINGS: ClassVar[list[BindingType]] = bound(GO, BACK)
    DEFAULT_CSS = """
    BeginScreen #begin { padding: 1 0; }
    BeginScreen .title { padding: 0 5; height: 2; text-style: bold; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of

    def crumbs(self) -> tuple[str, ...]:
        """Return the list."""
        return (self.list.name,)

    def body(self) -> Iterable[Widget]:
        """Yield the question and the ways."""
        title = said(tr("“{name}” is there. How does it begin?"), name=self.list.name)
        ways = Rows(Directory(whole(lambda: _WAYS)), self._drawn, id="ways")
        yield Vertical(Static(title, classes="title"), ways, id="begin")

    @property
    def rows(self) -> Rows[tuple[str, str, str]]:
        """The ways."""
        return cast("Rows[tuple[str, str, str]]", self.query_one("#ways"))

    def ready(self) -> None:
        """Show them."""
        super().ready()
        self.rows.focus()
        self.status(translate(tr("All of it can be done later too.")))
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Show the ways."""
        await self.rows.load(keep_place=True)

    def _drawn(self, row: tuple[str, str, str], place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        cells = (Cell(translate(row[1]), "text"), Cell(translate(row[2])))
        return drawn(self.shell.look, cells, COLUMNS, width, RowState(under_cursor, self.rows.has_focus))

    @on(Rows.Opened)
    @work(exclusive=True, group="go")
    async def action_go(self) -> None:
        """Go the chosen way, and on to the invitation; whoever comes back empty-handed chooses again."""
        current = self.rows.current
        if current is None or not await self._went(current[0]):
            return
        await self.shell.push_screen_wait(InviteScreen(self.list))
        self.dismiss(None)

    async def _went(self, way: str) -> bool:
        if way == "import":
            return await self.shell.push_screen_wait(ImportScreen(self.list))
        if way == "add":
            return await self.shell.push_screen_wait(CustomerForm(self.list)) is not None
        return True

    def action_back(self) -> None:
        """Go to the empty list."""
        self.dismiss(None)
