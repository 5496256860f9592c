"""Asks for one of several: a short list with the one in force under the cursor."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, cast

from rich.style import Style
from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import plain
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

PICK = Command("pick.take", "enter,space", "pick", tr("choose"), key_display="enter")
COLUMNS = (Column("mark", "", 3), Column("words", "", 0))
_MOST = 12


class PickDialog(Dialog[str]):
    """Gives back the key of what was chosen, or '' for none."""

    BINDINGS: ClassVar[list[BindingType]] = bound(PICK, CLOSE)
    DEFAULT_CSS = "PickDialog Rows { background: $oc-panel; overflow-y: auto; }"

    def __init__(self, title: str, about: str, options: tuple[tuple[str, str], ...], current: str = "") -> None:
        super().__init__()
        self._title, self._about, self._options, self._current = title, about, options, current

    def compose(self) -> Iterable[Widget]:
        """Yield the question and the options."""
        with Vertical():
            yield Static(plain(self._title), classes="title")
            if self._about:
                yield Static(plain(self._about), classes="about")
            rows = Rows(Directory(whole(lambda: self._options)), self._drawn, id="options")
            rows.styles.height = min(len(self._options), _MOST)
            yield rows

    @property
    def rows(self) -> Rows[tuple[str, str]]:
        """The options."""
        return cast("Rows[tuple[str, str]]", self.query_one("#options"))

    async def ready(self) -> None:
        """Put the cursor on the one in force."""
        self.rows.focus()
        await self.rows.load()
        keys = [key for key, _ in self._options]
        if self._current in keys:
            self.rows.move_to(keys.index(self._current))

    def _drawn(self, row: tuple[str, str], place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        key, words = row
        # Only where one is in force is there anything to mark: a menu of deeds has none.
        columns = COLUMNS if self._current else COLUMNS[1:]
        mark = Cell("(•)", "accent") if key == self._current else Cell("( )")
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        shell = shell_of(self)
        look = replace(shell.look, ground=Style(bgcolor=shell.theme_variables["oc-panel"]))
        return drawn(look, [mark, Cell(words, "text")][-len(columns) :], columns, width, state)

    @on(Rows.Opened)
    def action_pick(self) -> None:
        """Give back the one under the cursor."""
        current = self.rows.current
        if current is not None:
            self.dismiss(current[0])

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss("")
