"""Two customers side by side, what they have in common marked (N14)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import MATCHABLE, Clash, normalised
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.text import inert
from oclient_tui.services.customers.finding import ShowCustomer
from screens.base import HouseScreen
from screens.card.form import NAMES
from screens.commands import bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import cut, line, plain

_LABEL, _VALUE = 15, 32


async def compare(screen: HouseScreen[Any], list_id: int, clash: Clash) -> None:
    """Show the first two customers of a clash side by side; nothing where only one is seen."""
    if len(clash.customers) < 2:
        return
    try:
        one, other = [await screen.do(ShowCustomer(list_id, number)) for number, _ in clash.customers[:2]]
    except OClientError as error:
        screen.refused(error)
        return
    await screen.shell.push_screen_wait(PairDialog(one, other))


class PairDialog(Dialog[None]):
    """Shows them until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)
    DEFAULT_CSS = """
    PairDialog > Vertical { width: 92; }
    PairDialog VerticalScroll { height: auto; max-height: 20; background: $oc-panel; scrollbar-size: 1 1; }
    PairDialog Static { height: auto; }
    """

    def __init__(self, one: Customer, other: Customer) -> None:
        super().__init__()
        self._pair = one, other

    def compose(self) -> Iterable[Widget]:
        """Yield both names, and under them every field that one of them has."""
        with Vertical():
            yield Static(plain(translate(tr("Side by side"))), classes="title")
            with VerticalScroll():
                yield Static(Content("\n").join(self._lines()))

    def ready(self) -> None:
        """Let it be scrolled."""
        self.query_one(VerticalScroll).focus()

    def _lines(self) -> list[Content]:
        one, other = self._pair
        lines = [_line("", (one.name, other.name), "bold $oc-text")]
        for name in NAMES:
            values = _shown(one, name), _shown(other, name)
            if any(values):
                lines.append(_line(translate(NAMES[name]), values, "$oc-accent" if _same(name, values) else ""))
        return lines

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)


def _line(label: str, values: tuple[str, str], ink: str) -> Content:
    one, other = (_padded(text, _VALUE) for text in values)
    return line((_padded(label, _LABEL), "$oc-muted"), " ", (one, ink), "  ", (other, ink))


def _padded(text: str, width: int) -> str:
    short = cut(text, width)
    return short + " " * (width - plain(short).cell_length)


def _shown(customer: Customer, name: str) -> str:
    value = customer.value(name)
    if isinstance(value, bool):
        return translate(tr("yes")) if value else ""
    return inert(", ".join(value) if isinstance(value, tuple) else str(value))


def _same(name: str, values: tuple[str, str]) -> bool:
    """Whether both have the same, as duplicate control compares them."""
    if name not in MATCHABLE:
        return values[0] == values[1]
    first, second = (normalised(name, [value]) for value in values)
    return bool(first) and first == second
