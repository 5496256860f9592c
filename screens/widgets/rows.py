"""A list of any length, one line a row, drawn line by line from pages that are fetched by key (P6, P7).

Only what is on the screen is ever drawn, and only what is near it is kept: moving the cursor draws two lines anew,
and memory does not grow with the list.
"""

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import events, work
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.widgets.directory import PAGE, Directory

T = TypeVar("T")
Draw = Callable[[T, int, int, bool], Strip]
"""Draws a row: the row, its place, the width, and whether the cursor is on it."""

UP = Command("list.up", "up,k", "cursor(-1)", tr("up"), shown=False)
DOWN = Command("list.down", "down,j", "cursor(1)", tr("down"), shown=False)
PAGE_UP = Command("list.page-up", "pageup", "page(-1)", tr("page up"), shown=False)
PAGE_DOWN = Command("list.page-down", "pagedown", "page(1)", tr("page down"), shown=False)
FIRST = Command("list.first", "home,g", "first", tr("first"), shown=False)
LAST = Command("list.last", "end,G", "last", tr("last"), shown=False)


class Rows(ScrollView, Generic[T], can_focus=True):
    """The list. What a row looks like is the screen's business; where it comes from is the directory's."""

    BINDINGS: ClassVar[list[BindingType]] = bound(UP, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST)
    DEFAULT_CSS = """
    Rows { background: $oc-bg; scrollbar-size: 1 1; overflow-x: hidden; overflow-y: scroll; }
    """

    cursor: reactive[int] = reactive(0, init=False, repaint=False)

    class Moved(Message):
        """The cursor is on another row, or another row is under the cursor."""

    class Opened(Message):
        """A row was opened by the mouse."""

    def __init__(self, directory: Directory[T], draw: Draw[T], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.directory = directory
        self._draw = draw

    @property
    def current(self) -> T | None:
        """The row under the cursor; None while it is on its way, and in an empty list."""
        return self.directory.row(self.cursor)

    async def here(self) -> T | None:
        """Return the row under the cursor, fetched if it is on its way: keys may be quicker than a database."""
        return await self.directory.reach(self.cursor)

    async def load(self, *, keep_place: bool = False) -> None:
        """Fetch the list anew and show it from its beginning, or from where it is.

        Raise what fetching raises; then what was there before stays.
        """
        fresh = self.directory.anew(self.cursor if keep_place else 0)
        await fresh.fetch()
        self.directory = fresh
        if not keep_place:
            self.set_reactive(Rows.cursor, 0)
            self.scroll_to(y=0, animate=False, immediate=True)
        self.arrived()

    async def renew(self, number: int) -> None:
        """Show the list anew from where it is; its rows are all at hand, so that their number is known."""
        await self.load(keep_place=True)
        self.directory.counted(number)
        self.arrived()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, self.directory.length)
        last = max(self.directory.length - 1, 0)
        if self.cursor > last:
            self.cursor = last

    def arrived(self) -> None:
        """Draw anew after rows have come, or the length is known better."""
        self._measure()
        self.refresh()
        self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """Return one line of the list."""
        width, place = self.scrollable_content_region.width, self.scroll_offset.y + y
        if place >= self.directory.length:
            return Strip.blank(width, self.rich_style)
        row = self.directory.row(place)
        if row is None:
            self._want(place)
            return Strip.blank(width, self.rich_style)
        return self._draw(row, place, width, place == self.cursor)

    def _want(self, place: int) -> None:
        if self.directory.wanting(place):
            self._fetch(place // PAGE)

    @work(exclusive=True, group="rows")
    async def _fetch(self, page: int) -> None:
        before = self.directory.length
        if await self.directory.fetch() and (self._shows(page) or self.directory.length != before):
            self.arrived()

    def _shows(self, page: int) -> bool:
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        return top // PAGE <= page <= (top + height - 1) // PAGE

    def _look_ahead(self, before: int, now: int) -> None:
        """Fetch what a page key would show next, so that it is there before the key comes."""
        height = self.scrollable_content_region.height
        ahead = now + 2 * height if now > before else now - 2 * height
        if 0 <= ahead < self.directory.length and self.directory.row(ahead) is None:
            self._want(ahead)

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the two lines anew, and no others."""
        top = self.scroll_offset.y
        height = self.scrollable_content_region.height
        for place in (before, now):
            if top <= place < top + height:
                self.refresh(Region(0, place - top, self.scrollable_content_region.width, 1))
        if now < top:
            self.scroll_to(y=now, animate=False, immediate=True)
        elif now >= top + height:
            self.scroll_to(y=now - height + 1, animate=False, immediate=True)
        self.call_after_refresh(self._look_ahead, before, now)
        self.post_message(self.Moved())

    def move_to(self, place: int) -> None:
        """Put the cursor on a place, or the nearest there is."""
        self.cursor = min(max(place, 0), max(self.directory.length - 1, 0))

    def action_cursor(self, by: int) -> None:
        """Move by rows."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move by what the screen holds."""
        self.move_to(self.cursor + by * max(self.scrollable_content_region.height - 1, 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self.directory.length - 1)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a double click opens."""
        self.move_to(self.scroll_offset.y + event.y)
        if event.chain == 2:
            self.post_message(self.Opened())
