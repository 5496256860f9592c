"""A line for a path, with what it could go on as under it: tab takes it."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.ink import line
from screens.moving import disk
from screens.shell import shell_of
from screens.widgets.form import Field

COMPLETE = Command(
    "path.complete", "tab", "complete", tr("complete"), tr("Complete the path, or go on when it is whole."),
    key_display="tab",
)  # fmt: skip
NEXT = Command("path.next", "down", "choose(1)", tr("next match"), shown=False)
BEFORE = Command("path.before", "up", "choose(-1)", tr("match before"), shown=False)
_MOST = 8


class PathField(Vertical):
    """The field and the matches. What it completes from is read beside the screen."""

    BINDINGS: ClassVar[list[BindingType]] = bound(COMPLETE, NEXT, BEFORE)
    DEFAULT_CSS = """
    PathField { height: auto; }
    PathField #matches { height: auto; padding: 0 0 0 16; color: $oc-muted; }
    """

    def __init__(self, words: str) -> None:
        super().__init__(id="path")
        self._words = words
        self._options: list[str] = []
        self._place = 0

    def compose(self) -> Iterable[Widget]:
        """Yield the field and the place for the matches."""
        yield Field("path", self._words)
        yield Static("", id="matches", markup=False)

    @property
    def field(self) -> Field:
        """The field."""
        return self.query_one(Field)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Look for what fits."""
        event.stop()
        self.field.wrong("")
        self._look(event.value)

    @work(exclusive=True, group="completion")
    async def _look(self, text: str) -> None:
        self._options = await shell_of(self).desk.quick(disk.entries, text)
        self._place = 0
        self._draw()

    def _draw(self) -> None:
        first = max(self._place - _MOST + 1, 0)
        shown = self._options[first : first + _MOST]
        lines = [_line(option, here=place == self._place) for place, option in enumerate(shown, first)]
        left = len(self._options) - first - len(shown)
        if left > 0:
            lines.append(line(f"  … {left}"))
        self.query_one("#matches", Static).update(Content("\n").join(lines))

    def action_choose(self, by: int) -> None:
        """Go to another match."""
        self._place = min(max(self._place + by, 0), max(len(self._options) - 1, 0))
        self._draw()

    def action_complete(self) -> None:
        """Take what all matches begin with, else the one that is chosen; a whole path goes on to the next field."""
        text, line_ = self.field.value, self.field.input
        if not self._options or self._options == [text]:
            self.screen.focus_next()
            return
        begun = disk.shared(self._options)
        longer = self._place == 0 and len(begun) > len(text) and begun.lower().startswith(text.lower())
        line_.value = begun if longer else self._options[self._place]
        line_.cursor_position = len(line_.value)

    @property
    def chosen(self) -> str:
        """The path that is meant: a match that was gone to with the arrows, else what is typed."""
        return self._options[self._place] if self._place and self._options else self.field.value


def _line(option: str, *, here: bool) -> Content:
    name = option.rstrip("/").rpartition("/")[2] + ("/" if option.endswith("/") else "")
    return line(("▌ " if here else "  ", "$oc-accent"), (name, "bold $oc-text" if here else "$oc-muted"))
