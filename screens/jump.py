"""Jump mode: a letter stands on everything that one can go to, and typing it goes there (ux.md, ctrl+o)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any, ClassVar, cast

from textual.binding import BindingType
from textual.events import Key
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.ink import line
from screens.opening import Opening
from screens.widgets.rows import Rows
from screens.widgets.tab_strip import TabStrip

CLOSE = Command("jump.close", "escape,ctrl+o", "close", tr("close"), tr("Stay where you are."), key_display="esc")
LETTERS = "asdfghjklweruioptyqzxcvbnm"
"""The nearest to the resting hand first."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place on the screen, and what going there is."""

    at: Offset
    go: Callable[[], object]


def targets(screen: Screen[Any]) -> list[Target]:
    """Return where one can go: fields and buttons, the rows of lists that are in view, and tabs."""
    nodes = [*screen.focus_chain, *screen.query(TabStrip)]
    return sorted((target for node in nodes for target in _of(node)), key=lambda target: target.at.transpose)


def _of(node: Widget) -> Iterator[Target]:
    region = node.content_region
    if not node.screen.find_widget(node).visible_region.area:  # scrolled out of sight
        return
    if isinstance(node, Rows):
        yield from _rows(cast("Any", node))
    elif isinstance(node, TabStrip):
        for place, column in node.columns():
            yield Target(Offset(region.x + column, region.y), partial(node.post_message, TabStrip.Chosen(place)))
    else:
        yield Target(region.offset, node.focus)


def _rows(rows: Rows[Any]) -> Iterator[Target]:
    top, region = rows.scroll_offset.y, rows.content_region
    for number in range(min(region.height, rows.directory.length - top)):
        yield Target(Offset(region.x, region.y + number), partial(_go, rows, top + number))


def _go(rows: Rows[Any], place: int) -> None:
    rows.focus()
    rows.move_to(place)


def labels(number: int) -> list[str]:
    """Return so many labels, of one letter where there are enough, else of two; none begins another."""
    if number <= len(LETTERS):
        return list(LETTERS[:number])
    return ["".join(pair) for pair, _ in zip(product(LETTERS, repeat=2), range(number), strict=False)]


class JumpScreen(ModalScreen[Target | None], Opening[Target | None]):
    """The labels over the screen below, which shows through."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)
    DEFAULT_CSS = """
    JumpScreen { background: transparent; }
    JumpScreen Static { position: absolute; width: auto; height: 1; background: $oc-accent; color: $oc-bg; }
    """

    def __init__(self, found: Iterable[Target]) -> None:
        super().__init__()
        found = list(found)
        self._targets = dict(zip(labels(len(found)), found, strict=False))
        self._typed = ""

    def compose(self) -> Iterable[Widget]:
        """Yield a label for each target."""
        for label, target in self._targets.items():
            shown = Static(line((label, "bold")), classes=f"at-{label}")
            shown.styles.offset = target.at
            yield shown

    def on_key(self, event: Key) -> None:
        """Go where the label says; a letter that begins none is passed over."""
        typed = self._typed + (event.character or "")
        left = [label for label in self._targets if label.startswith(typed)]
        if not event.is_printable or not left:
            return
        event.stop()
        self._typed = typed
        for label in self._targets:
            self.query_one(f".at-{label}").display = label in left
        if left == [typed]:
            self.dismiss(self._targets[typed])

    def action_close(self) -> None:
        """Stay."""
        self.dismiss(None)
