"""A terminal in which nothing would be readable: say what is needed, and go on by itself once there is room."""

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.domain.errors import tr
from screens.ink import said
from screens.shell import shell_of

LEAST = Size(60, 15)


def fits(size: Size) -> bool:
    """Whether the screens can be read in a terminal of a size."""
    return size.width >= LEAST.width and size.height >= LEAST.height


class TooSmallScreen(Screen[None]):
    """Covers what does not fit; nothing under it is lost."""

    DEFAULT_CSS = "TooSmallScreen Static { width: 100%; color: $oc-text; }"

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
        """Say the new size."""
        self.query_one(Static).update(self._sentence())
