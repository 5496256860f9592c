"""What stands in the way of taking a step back: customer by customer, as far as one sees them."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.undo import OBSTACLES, Finding
from screens.commands import bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import Part, line, said

_SHOWN = 100
_HOW_ON = tr("S lets the step stand for good, and undo goes on with the one before.")


class ObstaclesDialog(Dialog[None]):
    """Nothing was changed, and why."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)
    DEFAULT_CSS = """
    ObstaclesDialog > Vertical { border-left: outer $oc-error; }
    ObstaclesDialog VerticalScroll { height: auto; max-height: 12; background: $oc-panel; scrollbar-size: 1 1; }
    ObstaclesDialog VerticalScroll Static { height: auto; }
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__()
        self._findings = findings

    def compose(self) -> Iterable[Widget]:
        """Yield the sentence, the customers and the button."""
        with Vertical():
            yield Static(said(tr("✗ Nothing was taken back, since others went on with it:")), classes="title")
            with VerticalScroll(can_focus=True):
                for found in self._findings[:_SHOWN]:
                    yield Static(_shown(found))
                if len(self._findings) > _SHOWN:
                    yield Static(said(tr("… and {number} more."), number=len(self._findings) - _SHOWN))
            yield Static(
                said(tr("S lets the step stand for good, and undo goes on with the one before.")), classes="about"
            )
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Close")), compact=True)

    def ready(self) -> None:
        """Let the arrows scroll, and enter close."""
        self.query_one(Button).focus()

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)


def _shown(found: Finding) -> Content:
    name: Part = (found.name or str(found.customer_id), "bold $oc-text")
    return line(name, "  ", (translate(OBSTACLES[found.obstacle]), "$oc-muted"))
