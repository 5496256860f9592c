"""The tabs of a card: key, name, count; a window round the active one where they do not fit (looks §2)."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.ink import line


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its key in the program, its name, and how many things are under it, where that is known."""

    key: str
    words: str
    count: str = ""


class TabStrip(Widget):
    """Two lines: the names, and a rule that is strong under the active one."""

    DEFAULT_CSS = "TabStrip { height: 2; background: $oc-bg; color: $oc-muted; padding: 0 1; }"

    tabs: reactive[tuple[Tab, ...]] = reactive(tuple[Tab, ...]())
    active: reactive[int] = reactive(0)

    class Chosen(Message):
        """Another tab was chosen by the mouse."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def render(self) -> Content:
        """Return both lines."""
        room, first, last = self.content_size.width, *self._window()
        names = [self._label(place) for place in range(first, last)]
        left = "‹ " if first else "  "
        right = " ›" if last < len(self.tabs) else ""
        top = line(left, Content("  ").join(names), right)
        before = len(left) + sum(name.cell_length + 2 for name in names[: self.active - first])
        here = names[self.active - first].cell_length if names else 0
        rule = line(
            ("─" * before, "$oc-line"), ("━" * here, "$oc-accent"), ("─" * max(room - before - here, 0), "$oc-line")
        )
        return Content("\n").join([top.truncate(room), rule.truncate(room)])

    def _label(self, place: int) -> Content:
        tab = self.tabs[place]
        style = "bold $oc-text" if place == self.active else "$oc-muted"
        number = (str(place + 1), "$oc-accent") if place < 9 else ""
        return line(number, " ", (tab.words, style), f" {tab.count}" if tab.count else "")

    def _window(self) -> tuple[int, int]:
        """Return the first tab shown and the one after the last: as many as fit, the active one among them."""
        room = self.content_size.width - 4
        widths = [self._label(place).cell_length + 2 for place in range(len(self.tabs))]
        first = last = min(self.active, max(len(self.tabs) - 1, 0))
        if not widths:
            return 0, 0
        last, room = first + 1, room - widths[first]
        while True:
            if last < len(widths) and widths[last] <= room:
                room -= widths[last]
                last += 1
            elif first and widths[first - 1] <= room:
                first -= 1
                room -= widths[first]
            else:
                return first, last

    def columns(self) -> list[tuple[int, int]]:
        """Return the tabs shown, each with the column that it begins in."""
        (first, last), column, found = self._window(), 2, list[tuple[int, int]]()
        for place in range(first, last):
            found.append((place, column))
            column += self._label(place).cell_length + 2
        return found

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        begun = [place for place, column in self.columns() if column <= event.x]
        if begun:
            self.post_message(self.Chosen(begun[-1]))


def tab_count(number: int, more: bool) -> str:
    """Return a count as a tab shows it."""
    return f"{number}+" if more else str(number)
