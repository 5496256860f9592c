"""Questions: a sentence and a few buttons, the harmless one first and under the focus (looks §2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.ink import said
from screens.opening import Opening

Answer = TypeVar("Answer")
CLOSE = Command("dialog.close", "escape", "close", tr("cancel"), key_display="esc")
RIGHT = Command("dialog.right", "right", "app.focus_next", tr("next"), shown=False)
YES = Command("dialog.yes", "y", "yes", tr("yes"), shown=False)
LEFT = Command("dialog.left", "left", "app.focus_previous", tr("before"), shown=False)


class Dialog(ModalScreen[Answer], Opening[Answer]):
    """What every dialog looks like: a raised ground with one strong edge, over the screen it asks about."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $oc-bg 40%; }
    Dialog > Vertical { width: 72; max-width: 100%; height: auto; max-height: 100%; background: $oc-panel;
        border-left: outer $oc-accent; padding: 1 3; }
    Dialog .title { text-style: bold; margin-bottom: 1; height: auto; }
    Dialog .about { color: $oc-muted; margin-bottom: 1; height: auto; }
    Dialog .buttons { height: 1; margin-top: 1; }
    Dialog Button { margin-right: 2; }
    Dialog > Vertical > Input, Dialog > Vertical > Input:focus { border: none; border-left: outer $oc-accent; height: 1;
        padding: 0; margin-bottom: 1; background: $oc-field; background-tint: 0%; }
    Dialog Button.danger { color: $oc-error; }
    """


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it gives back, and its words; danger is written, not filled."""

    key: str
    words: str
    danger: bool = False
    by_y: bool = False
    """Whether y gives it back too: for what a key started that is not y."""


class ChoiceDialog(Dialog[str]):
    """Gives back the key of the button; esc gives back the first, harmless one; y the one that says so."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE, YES, RIGHT, LEFT)
    DEFAULT_CSS = "ChoiceDialog > Vertical { border-left: outer $oc-warn; }"

    def __init__(self, sentence: str, choices: tuple[Choice, ...], **values: object) -> None:
        super().__init__()
        self._sentence, self._choices, self._values = sentence, choices, values

    def compose(self) -> Iterable[Widget]:
        """Yield the sentence and the buttons."""
        with Vertical():
            yield Static(said(self._sentence, **self._values))
            with Horizontal(classes="buttons"):
                for choice in self._choices:
                    kind = "danger" if choice.danger else ""
                    yield Button(translate(choice.words), id=f"choice-{choice.key}", classes=kind, compact=True)

    def ready(self) -> None:
        """Focus the harmless one."""
        self.query(Button).first().focus()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """Give its key back."""
        event.stop()
        self.dismiss((event.button.id or "").removeprefix("choice-"))

    def action_yes(self) -> None:
        """Give back what y stands for."""
        for choice in self._choices:
            if choice.by_y:
                self.dismiss(choice.key)

    def action_close(self) -> None:
        """Give the harmless one back."""
        self.dismiss(self._choices[0].key)
