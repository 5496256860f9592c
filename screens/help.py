"""What can be done here: made from the bindings themselves, so that it cannot be wrong (ux.md, looks 12a)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.text import fold
from screens.commands import Command, bound
from screens.ink import line

CLOSE = Command("help.close", "escape,f1", "close", tr("close"), key_display="esc")
Hint = tuple[str, Command]
"""The keys of a command, as a person reads them, and the command."""


class HelpDialog(ModalScreen[None]):
    """Keys with what they do; typing narrows."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)
    DEFAULT_CSS = """
    HelpDialog { align: center middle; background: $oc-bg 40%; }
    HelpDialog #help { width: 92; max-width: 100%; height: 80%; background: $oc-panel; border-left: outer $oc-accent;
        padding: 1 3; }
    HelpDialog Input { border: none; border-left: outer $oc-accent; height: 1; padding: 0; background: $oc-field;
        margin-bottom: 1; }
    HelpDialog VerticalScroll { background: $oc-panel; scrollbar-size: 1 1; }
    HelpDialog Static { height: auto; }
    """

    def __init__(self, hints: Iterable[Hint]) -> None:
        super().__init__()
        self._hints = list(hints)

    def compose(self) -> Iterable[Widget]:
        """Yield what is typed, and the keys."""
        with Vertical(id="help"):
            yield Input(placeholder=translate(tr("type to find")), compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(self._lines(""), id="keys")

    @on(Input.Changed)
    def narrowed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self.query_one("#keys", Static).update(self._lines(event.value))

    def _lines(self, typed: str) -> Content:
        wanted = fold(typed.strip())
        lines = [
            line((f"{keys:>14}", "bold $oc-accent"), "  ", (translate(command.words), "bold"), "  ", _tip(command))
            for keys, command in self._hints
            if wanted in fold(f"{keys} {translate(command.words)} {translate(command.tip)}")
        ]
        return Content("\n").join(lines or [line(translate(tr("Nothing fits.")))])

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)


def _tip(command: Command) -> tuple[str, str]:
    return (translate(command.tip), "$oc-muted")
