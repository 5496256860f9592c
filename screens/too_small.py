"""A terminal in which nothing would be readable: say what is needed, and go on by itself once there is room."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.ink import said
from screens.shell import shell_of

LEAST = Size(60, 15)
QUIT = Command("small.quit", "ctrl+q", "app.quit", tr("quit"), tr("Leave the program."))


def fits(size: Size) -> bool:
    """Whether the screens can be read in a terminal of a size."""
    return size.width >= LEAST.width and size.height >= LEAST.height


class TooSmallScreen(ModalScreen[None]):
    """Covers what does not fit; nothing under it is lost."""

    BINDINGS: ClassVar[list[BindingType]] = bound(QUIT)
    DEFAULT_CSS = """
    TooSmallScreen { background: $oc-bg; }
    TooSmallScreen Static { width: 100%; color: $oc-text; }
    """

    def compose(self) -> Iterable[Widget]:
        """Yield the sentence."""
        yield Static(self._sentence())

    def _sentence(self) -> Content:
        size = shell_of(self).size
        return said(
            tr("oClient needs {width}×{height} and this terminal has {columns}×{lines}. Make it larger; ctrl+q quits."),
            width=LEAST.width,
            height=LEAST.height,
            columns=size.width,
            lines=size.height,
        )

    def on_resize(self) -> None:
        """Go, or say the new size."""
        if fits(shell_of(self).size):
            self.dismiss(None)
        else:
            self.query_one(Static).update(self._sentence())
