"""The palette: every command that can be used now, found in one's own language or in the other, without accents.

The name stands at the left, the other language's name beside it where that is what was found, the key at the far right
(ux.md, looks 12b).
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from oclient_tui.config.language import other_language, translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.text import fold
from screens.commands import Command, Hint, bound, grouped
from screens.dialogs import Dialog
from screens.ink import line, said
from screens.shell import shell_of

CLOSE = Command("palette.close", "escape", "close", tr("close"), key_display="esc")
DOWN = Command("palette.down", "down,tab", "move(1)", tr("down"), shown=False)
UP = Command("palette.up", "up,shift+tab", "move(-1)", tr("up"), shown=False)
PAGE_DOWN = Command("palette.page-down", "pagedown", "page(1)", tr("page down"), shown=False)
PAGE_UP = Command("palette.page-up", "pageup", "page(-1)", tr("page up"), shown=False)
_NAME, _PAGE = 30, 8


class PaletteDialog(Dialog[Hint | None]):
    """Gives back the command that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE, DOWN, UP, PAGE_DOWN, PAGE_UP)
    DEFAULT_CSS = """
    PaletteDialog { align: center top; }
    PaletteDialog > Vertical { width: 78; margin-top: 2; max-height: 100%; }
    PaletteDialog OptionList { border: none; background: $oc-panel; padding: 0; height: auto; max-height: 50vh;
        scrollbar-size: 1 1; }
    PaletteDialog OptionList:focus { border: none; }
    PaletteDialog OptionList > .option-list--option { padding: 0 1; }
    PaletteDialog OptionList > .option-list--option-highlighted { background: $oc-sel; color: $oc-text; }
    PaletteDialog OptionList > .option-list--option-disabled { color: $oc-muted; text-style: bold; }
    PaletteDialog #found { color: $oc-muted; margin-top: 1; }
    """

    def __init__(self, hints: Iterable[Hint], place: str) -> None:
        super().__init__()
        self._hints, self._place = list(hints), place
        self._shown: list[Hint | None] = []

    def compose(self) -> Iterable[Widget]:
        """Yield what is typed, and the commands."""
        with Vertical():
            yield Input(placeholder=translate(tr("a command, in English or Polish")))
            found = OptionList(markup=False)
            found.can_focus = False
            yield found
            yield Static("", id="found")

    def ready(self) -> None:
        """Show all."""
        self._show("")

    def on_resize(self) -> None:
        """Put the keys at the far right of the new width."""
        self._show(self.query_one(Input).value)

    @on(Input.Changed)
    def narrowed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._show(event.value)

    def _show(self, typed: str) -> None:
        """Fill the list: everything in groups, or what fits, the best first."""
        wanted, found = fold(typed.strip()), self.query_one(OptionList)
        found.clear_options()
        fitting = sorted((hint for hint in self._hints if _rank(hint, wanted) < _NOT), key=lambda h: _rank(h, wanted))
        groups = [("", fitting)] if wanted else grouped(fitting, self._place)
        self._shown = []
        for title, hints in groups:
            if title:
                self._shown.append(None)
                found.add_option(Option(line((title, "bold $oc-muted")), disabled=True))
            self._shown += hints
            found.add_options(Option(_line(hint, wanted, self._room())) for hint in hints)
        found.highlighted = next((place for place, hint in enumerate(self._shown) if hint), None)
        self.query_one("#found", Static).update(said(tr("{number} commands"), number=len(fitting)))

    def _room(self) -> int:
        return min(78, shell_of(self).size.width) - 11

    def action_move(self, by: int) -> None:
        """Go to the next command, or the one before."""
        found = self.query_one(OptionList)
        found.action_cursor_down() if by > 0 else found.action_cursor_up()

    def action_page(self, by: int) -> None:
        """Go down or up by what is seen."""
        for _ in range(_PAGE):
            self.action_move(by)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Give back the command under the cursor."""
        event.stop()
        self._choose(self.query_one(OptionList).highlighted)

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """Give back the command that was clicked."""
        self._choose(event.option_index)

    def _choose(self, place: int | None) -> None:
        chosen = self._shown[place] if place is not None else None
        if chosen is not None:
            self.dismiss(chosen)

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


_NOT = 9


def _names(hint: Hint) -> Sequence[str]:
    words, tip = hint.command.words, hint.command.tip
    return (translate(words), other_language(words), translate(tip), other_language(tip))


def _rank(hint: Hint, wanted: str) -> int:
    """Return how well a command fits what is typed: its name before its sentence, a beginning before the middle."""
    if not wanted:
        return 0
    for place, name in enumerate(_names(hint)):
        folded = fold(name)
        if folded.startswith(wanted):
            return 2 * (place // 2)
        if wanted in folded:
            return 1 + 2 * (place // 2)
    return _NOT


def _line(hint: Hint, wanted: str, room: int) -> Content:
    """Return one command; beside its name the sentence, or the other language's name where only that one fits."""
    own, other, tip, _ = _names(hint)
    beside = other if wanted and wanted not in fold(own) and wanted in fold(other) else tip
    name = _marked(own, wanted, "$oc-text")
    gap = " " * max(_NAME - name.cell_length, 2)
    keys = line((hint.keys, "bold $oc-accent"))
    left = line(name, gap, _marked(beside, wanted, "$oc-muted")).truncate(room - keys.cell_length - 1, ellipsis=True)
    return line(left, " " * (room - left.cell_length - keys.cell_length), keys)


def _marked(text: str, wanted: str, style: str) -> Content:
    """Return text with what was typed underlined, where folding keeps its length."""
    folded = fold(text)
    start = folded.find(wanted) if wanted and len(folded) == len(text) else -1
    if start < 0:
        return line((text, style))
    end = start + len(wanted)
    return line((text[:start], style), (text[start:end], "bold underline $oc-accent"), (text[end:], style))
