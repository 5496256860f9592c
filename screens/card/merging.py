"""Two saves of one customer: what clashes is chosen field by field, and nothing that was typed is lost (N18)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, cast

from rich.style import Style
from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import line, said
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

YOURS = Command("merge.yours", "left", "choose(1)", tr("yours"), tr("Take what you typed."))
THEIRS = Command("merge.theirs", "right", "choose(0)", tr("theirs"), tr("Take what stands there now."))
SAVE = Command("merge.save", "ctrl+s", "save", tr("save"), tr("Save what is chosen."), key_display="ctrl+s")
_COLUMNS = (Column("field", tr("Field"), 0), Column("yours", tr("Yours"), 22), Column("theirs", tr("Theirs"), 22))
_CHANGED = tr("Somebody else saved this customer at {when}, after you opened it. Choose for each field.")
_KEYS = tr("← yours   → theirs   ctrl+s saves   esc back to what you typed")


@dataclass(frozen=True, slots=True)
class Clash:
    """One field: what it is called, and its three values."""

    name: str
    words: str
    yours: str
    theirs: str
    was: str


class MergeDialog(Dialog[frozenset[str] | None]):
    """Gives back the fields where theirs stays; None to go back to the form."""

    BINDINGS: ClassVar[list[BindingType]] = bound(YOURS, THEIRS, SAVE, CLOSE)
    DEFAULT_CSS = """
    MergeDialog > Vertical { width: 96; border-left: outer $oc-warn; padding: 1 1; }
    MergeDialog Rows { background: $oc-panel; overflow-y: auto; }
    MergeDialog #clash-heads { height: 1; }
    MergeDialog #clash-whole { margin: 1 0; }
    """

    def __init__(self, clashes: tuple[Clash, ...], when: str) -> None:
        super().__init__()
        self._clashes, self._when = clashes, when
        self._theirs: set[str] = set()

    def compose(self) -> Iterable[Widget]:
        """Yield what happened, the fields, and the keys."""
        with Vertical():
            yield Static(said(_CHANGED, when=self._when), classes="title")
            yield Static(id="clash-heads", markup=False)
            rows = Rows(Directory(whole(lambda: self._clashes)), self._drawn, id="clashes")
            rows.styles.height = min(len(self._clashes), 10)
            yield rows
            yield Static(id="clash-whole", classes="about", markup=False)
            yield Static(said(_KEYS), classes="about")

    @property
    def rows(self) -> Rows[Clash]:
        """The fields."""
        return cast("Rows[Clash]", self.query_one("#clashes"))

    async def ready(self) -> None:
        """Begin with the first field; everything is yours until chosen otherwise."""
        self.rows.focus()
        await self.rows.load()

    def on_resize(self) -> None:
        """Write the heads for the width."""
        words = [translate(column.words) for column in _COLUMNS]
        heads = head(_COLUMNS, self.rows.scrollable_content_region.width or 80, words, "", "")
        self.query_one("#clash-heads", Static).update(line(*heads))

    @on(Rows.Moved)
    def whole(self) -> None:
        """Write the values of the field under the cursor in full, with what it was."""
        row = self.rows.current
        if row is not None:
            pairs = ((tr("Yours"), row.yours), (tr("Theirs"), row.theirs), (tr("It was"), row.was))
            lines = [line(f"{translate(words):<10}", (value or "–", "$oc-text")) for words, value in pairs]
            self.query_one("#clash-whole", Static).update(Content("\n").join(lines))

    def _drawn(self, row: Clash, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002 - as Rows asks
        theirs = row.name in self._theirs
        cells = [
            Cell(row.words, "text"),
            Cell(f"{'( )' if theirs else '(•)'} {row.yours or '–'}", "muted" if theirs else "accent"),
            Cell(f"{'(•)' if theirs else '( )'} {row.theirs or '–'}", "accent" if theirs else "muted"),
        ]
        shell = shell_of(self)
        look = replace(shell.look, ground=Style(bgcolor=shell.theme_variables["oc-panel"]))
        return drawn(look, cells, _COLUMNS, width, RowState(cursor=under_cursor, focused=self.rows.has_focus))

    def action_choose(self, yours: int) -> None:
        """Choose for the field under the cursor."""
        current = self.rows.current
        if current is not None:
            self._theirs = self._theirs - {current.name} if yours else self._theirs | {current.name}
            self.rows.refresh()

    def action_save(self) -> None:
        """Take what is chosen."""
        self.dismiss(frozenset(self._theirs))

    def action_close(self) -> None:
        """Go back to the form."""
        self.dismiss(None)
