"""What was said in toasts before, the newest first (looks §2)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.notifications import Notification
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from screens.clock import shown_time
from screens.commands import Command, bound
from screens.ink import block, line
from screens.opening import Opening

CLOSE = Command("toasts.close", "escape,q,f9", "close", tr("close"), tr("Close the messages."), key_display="esc")
_INKS = {"information": "$oc-ok", "warning": "$oc-warn", "error": "$oc-error"}


class ToastsDialog(ModalScreen[None], Opening[None]):
    """Every toast of this sitting, with its time."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)
    DEFAULT_CSS = """
    ToastsDialog { align: center middle; background: $oc-bg 40%; }
    ToastsDialog > Vertical { width: 92; max-width: 100%; height: 80%; background: $oc-panel;
        border-left: outer $oc-accent; padding: 1 3; }
    ToastsDialog .title { text-style: bold; height: 2; }
    ToastsDialog VerticalScroll { background: $oc-panel; scrollbar-size: 1 1; }
    ToastsDialog VerticalScroll Static { height: auto; margin-bottom: 1; }
    """

    def __init__(self, toasts: Iterable[Notification]) -> None:
        super().__init__()
        self._toasts = list(toasts)

    def compose(self) -> Iterable[Widget]:
        """Yield them."""
        with Vertical():
            yield Static(line(translate(tr("What was said before"))), classes="title")
            with VerticalScroll():
                for toast in self._toasts:
                    yield Static(_shown(toast))
                if not self._toasts:
                    yield Static(line((translate(tr("Nothing yet.")), "$oc-muted")))

    def ready(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)


def _shown(toast: Notification) -> Content:
    glyph, _, message = toast.message.partition(" ")
    when = (shown_time(toast.raised_at), "$oc-muted")
    return line(when, "  ", (glyph, _INKS[toast.severity]), " ", block(message))
