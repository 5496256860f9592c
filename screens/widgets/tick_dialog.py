"""Asks for any number of several: a short list with ticks."""

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
from screens.ink import plain, said
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

TICK = Command("tick.turn", "space", "turn", tr("tick"), tr("Tick it, or take the tick away."))
TAKE = Command("tick.take", "enter,ctrl+s", "take", tr("save"), tr("Take it as it is ticked."), key_display="enter")
_COLUMNS = (Column("words", "", 0), Column("mark", "", 3))
_MOST = 12


class TickDialog(Dialog[frozenset[str] | None]):
    """Gives back the keys that are ticked; None where nothing should change.

    With `one_at_least`, enter takes the row under the cursor where nothing is ticked.
    """

    BINDINGS: ClassVar[list[BindingType]] = bound(TICK, TAKE, CLOSE)
    DEFAULT_CSS = "TickDialog Rows { background: $oc-panel; overflow-y: auto; }"

    def __init__(
        self,
        title: str,
        options: tuple[tuple[str, str], ...],
        ticked: frozenset[str] = frozenset(),
        *,
        one_at_least: bool = False,
    ) -> None:
        super().__init__()
        self._title, self._options, self._ticked = title, options, set(ticked)
        self._one_at_least = one_at_least

    def compose(self) -> Iterable[Widget]:
        """Yield the question and the options."""
        with Vertical():
            yield Static(plain(self._title), classes="title")
            rows = Rows(Directory(whole(lambda: self._options)), self._drawn, id="ticks")
            rows.styles.height = min(max(len(self._options), 1), _MOST)
            yield rows
            yield Static(said(tr("space ticks, enter takes it so, esc leaves all as it is")), classes="about")

    @property
    def rows(self) -> Rows[tuple[str, str]]:
        """The options."""
        return cast("Rows[tuple[str, str]]", self.query_one("#ticks"))

    async def ready(self) -> None:
        """Begin with the first."""
        self.rows.focus()
        await self.rows.load()

    def _drawn(self, row: tuple[str, str], place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        mark = Cell("[✓]", "accent") if row[0] in self._ticked else Cell("[ ]")
        shell = shell_of(self)
        look = replace(shell.look, ground=Style(bgcolor=shell.theme_variables["oc-panel"]))
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(look, [Cell(row[1], "text"), mark], _COLUMNS, width, state)

    @on(Rows.Opened)
    def action_turn(self) -> None:
        """Turn the tick under the cursor."""
        current = self.rows.current
        if current is not None:
            self._ticked ^= {current[0]}
            self.rows.refresh()

    def action_take(self) -> None:
        """Give back what is ticked."""
        current = self.rows.current
        if self._one_at_least and not self._ticked and current is not None:
            self._ticked = {current[0]}
        self.dismiss(frozenset(self._ticked))

    def action_close(self) -> None:
        """Change nothing."""
        self.dismiss(None)
