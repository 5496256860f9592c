"""Asks for one of many: a list that narrows as one types."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, cast

from rich.style import Style
from textual import events, on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.text import fold
from screens.commands import bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import plain
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

COLUMNS = (Column("words", "", 0), Column("note", "", 26))
_MOST = 12
Option = tuple[str, str, str]
"""What is given back, its words, and a note."""


class FindDialog(Dialog[str | None]):
    """Gives back the key of what was chosen; None for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)
    DEFAULT_CSS = f"""
    FindDialog Rows {{ height: {_MOST}; background: $oc-panel; overflow-y: auto; }}
    """

    def __init__(self, title: str, options: tuple[Option, ...], current: str = "") -> None:
        super().__init__()
        self._title, self._options, self._current = title, options, current
        self._found = options

    def compose(self) -> Iterable[Widget]:
        """Yield the title, the line to type into, and what fits."""
        with Vertical():
            yield Static(plain(self._title), classes="title")
            yield Input(placeholder=translate(tr("type to narrow")), id="find", compact=True)
            yield Rows(Directory(whole(lambda: self._found)), self._drawn, id="options")

    @property
    def rows(self) -> Rows[Option]:
        """What fits."""
        return cast("Rows[Option]", self.query_one("#options"))

    async def ready(self) -> None:
        """Put the cursor on what is in force."""
        self.query_one(Input).focus()
        await self.rows.load()
        keys = [option[0] for option in self._options]
        if self._current in keys:
            self.rows.move_to(keys.index(self._current))

    def _drawn(self, row: Option, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        _, words, note = row
        shell = shell_of(self)
        look = replace(shell.look, ground=Style(bgcolor=shell.theme_variables["oc-panel"]))
        return drawn(look, [Cell(words, "text"), Cell(note)], COLUMNS, width, RowState(cursor=under_cursor))

    @on(Input.Changed)
    async def narrow(self, event: Input.Changed) -> None:
        """Show what fits: words in one's own language or the field's own name."""
        event.stop()
        wanted = fold(event.value).split()
        self._found = tuple(one for one in self._options if all(word in fold(f"{one[1]} {one[0]}") for word in wanted))
        await self.rows.load()

    def on_key(self, event: events.Key) -> None:
        """Move by the arrows while one types."""
        moves = {"down": 1, "up": -1, "pagedown": _MOST, "pageup": -_MOST}
        if event.key in moves:
            event.stop()
            event.prevent_default()
            self.rows.action_cursor(moves[event.key])

    @on(Input.Submitted)
    @on(Rows.Opened)
    def pick(self) -> None:
        """Give back the one under the cursor."""
        current = self.rows.current
        if current is not None:
            self.dismiss(current[0])

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
