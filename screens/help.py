"""What can be done here: made from the bindings themselves, so that it cannot be wrong (ux.md, looks 12a)."""

from collections.abc import Iterable
from textwrap import wrap
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.text import fold
from screens.commands import Command, Hint, bound, grouped
from screens.dialogs import Dialog
from screens.ink import line, said
from screens.shell import shell_of

CLOSE = Command("help.close", "escape,f1", "close", tr("close"), key_display="esc")
DOWN = Command("help.down", "down", "scroll(1)", tr("down"), shown=False)
UP = Command("help.up", "up", "scroll(-1)", tr("up"), shown=False)
PAGE_DOWN = Command("help.page-down", "pagedown", "scroll(10)", tr("page down"), shown=False)
PAGE_UP = Command("help.page-up", "pageup", "scroll(-10)", tr("page up"), shown=False)
_KEYS, _WORDS, _WIDTH, _FRAME = 14, 20, 92, 9


class HelpDialog(Dialog[Hint | None]):
    """Keys with what they do; typing narrows, and enter does the first that is left."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE, DOWN, UP, PAGE_DOWN, PAGE_UP)
    DEFAULT_CSS = """
    HelpDialog > #help { width: 92; height: 85%; }
    HelpDialog #top { height: 2; }
    HelpDialog #top .title { width: 1fr; }
    HelpDialog #top .way-out { width: auto; }
    HelpDialog VerticalScroll { background: $oc-panel; scrollbar-size: 1 1; }
    HelpDialog Static { height: auto; }
    HelpDialog #more { color: $oc-muted; margin-top: 1; }
    """

    def __init__(self, hints: Iterable[Hint], place: str) -> None:
        super().__init__()
        self._hints, self._place = list(hints), place

    def compose(self) -> Iterable[Widget]:
        """Yield what is typed, and the keys."""
        with Vertical(id="help"):
            with Horizontal(id="top"):
                yield Static(said(tr("Keys on: {place}"), place=self._place), classes="title")
                yield Static(line(("esc", "bold $oc-accent"), " ", translate(CLOSE.words)), classes="way-out")
            yield Input(placeholder=translate(tr("type to find: mark, sort, …")))
            with VerticalScroll(can_focus=False):
                yield Static(self._lines(""), id="keys")
            yield Static(said(tr("Keys can be changed in the settings file, [keys]. This page follows.")), id="more")

    @on(Input.Changed)
    def narrowed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self.query_one("#keys", Static).update(self._lines(event.value))

    def _fitting(self, typed: str) -> list[Hint]:
        wanted = fold(typed.strip())
        return [hint for hint in self._hints if wanted in fold(f"{hint.keys} {_words(hint)} {_tip(hint)}")]

    def _lines(self, typed: str) -> Content:
        lines: list[Content] = []
        for title, hints in grouped(self._fitting(typed), self._place):
            lines += [line(""), line((title, "bold $oc-muted"))]
            lines += [part for hint in hints for part in self._told(hint)]
        return Content("\n").join(lines[1:] or [said(tr("Nothing fits."))])

    def _told(self, hint: Hint) -> Iterable[Content]:
        """Yield the lines of one command: its sentence stays in its column."""
        room = max(min(_WIDTH, shell_of(self).size.width) - _FRAME - _KEYS - _WORDS, 20)
        first, *more = wrap(_tip(hint), room) or [""]
        yield line(_padded(hint.keys, _KEYS, "bold $oc-accent"), _padded(_words(hint), _WORDS), first)
        for rest in more:
            yield line(" " * (_KEYS + _WORDS), rest)

    def on_resize(self) -> None:
        """Break the sentences anew."""
        self.query_one("#keys", Static).update(self._lines(self.query_one(Input).value))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Do the first that is left, once something was typed."""
        event.stop()
        fitting = self._fitting(event.value)
        if event.value.strip() and fitting:
            _, hints = grouped(fitting, self._place)[0]
            self.dismiss(hints[0])

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)


def _words(hint: Hint) -> str:
    return translate(hint.command.words)


def _tip(hint: Hint) -> str:
    return translate(hint.command.tip)


def _padded(text: str, width: int, style: str = "") -> Content:
    content = line((text, style))
    return line(content, " " * max(width - content.cell_length, 1))
