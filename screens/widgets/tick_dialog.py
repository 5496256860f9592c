"""Asks for some of several: a list with boxes to tick."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, cast

from rich.style import Style
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

TICK = Command("tick.tick", "space", "tick", tr("tick"), tr("Tick, or take the tick away."))
TAKE = Command("tick.take", "enter", "take", tr("done"), tr("Take what is ticked."), key_display="enter")
COLUMNS = (Column("mark", "", 3), Column("words", "", 0))
_MOST = 12


class TickDialog(Dialog[tuple[str, ...] | None]):
    """Gives back the keys that are ticked, in the list's order; None when it was left.

    With `one_at_least`, enter on a list without a tick takes the row under the cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = bound(TICK, TAKE, CLOSE)
    DEFAULT_CSS = "TickDialog Rows { background: $oc-panel; overflow-y: auto; }"

    def __init__(
        self,
        title: str,
        about: str,
        options: Sequence[tuple[str, str]],
        ticked: Iterable[str] = (),
        *,
        one_at_least: bool = False,
    ) -> None:
        super().__init__()
        self._title, self._about, self._options = title, about, tuple(options)
        self._ticked, self._one_at_least = set(ticked), one_at_least

    def compose(self) -> Iterable[Widget]:
        """Yield the question and the options."""
        with Vertical():
            yield Static(plain(self._title), classes="title")
            if self._about:
                yield Static(plain(self._about), classes="about")
            rows = Rows(Directory(whole(lambda: self._options)), self._drawn, id="options")
            rows.styles.height = max(min(len(self._options), _MOST), 1)
            yield rows

    @property
    def rows(self) -> Rows[tuple[str, str]]:
        """The options."""
        return cast("Rows[tuple[str, str]]", self.query_one("#options"))

    async def on_mount(self) -> None:
        """Show the options."""
        self.rows.focus()
        await self.rows.load()

    def _drawn(self, row: tuple[str, str], place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        key, words = row
        mark = Cell("[✓]", "accent") if key in self._ticked else Cell("[ ]")
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        shell = shell_of(self)
        look = replace(shell.look, ground=Style(bgcolor=shell.theme_variables["oc-panel"]))
        return drawn(look, [mark, Cell(words, "text")], COLUMNS, width, state)

    def action_tick(self) -> None:
        """Tick the row under the cursor and go down, or take its tick away."""
        current = self.rows.current
        if current is not None:
            self._ticked ^= {current[0]}
            self.rows.refresh()
            self.rows.action_cursor(1)

    def action_take(self) -> None:
        """Give back what is ticked."""
        current = self.rows.current
        if not self._ticked and self._one_at_least and current is not None:
            self._ticked = {current[0]}
        self.dismiss(tuple(key for key, _ in self._options if key in self._ticked))

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
