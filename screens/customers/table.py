"""The table of customers: rows with marks, columns that fit, and the order that the head shows."""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.customers import columns
from screens.customers.marks import Marks
from screens.ink import line
from screens.shell import shell_of
from screens.widgets.directory import PAGE, Directory
from screens.widgets.lines import Column, RowState, drawn, head
from screens.widgets.rows import Rows

MARK = Command("customers.mark", "space", "mark", tr("mark"), tr("Mark this customer, or take the mark away."))
RANGE = Command("customers.mark-range", "v", "mark_range", tr("mark to here"), tr("Mark from the last mark to here."))
ALL = Command("customers.mark-all", "V", "mark_all", tr("mark all"), tr("Mark all that match; once more: none."))
INVERT = Command(
    "customers.mark-others", "asterisk", "invert", tr("mark others"), tr("Mark what is not marked."),
    shown=False, key_display="*",
)  # fmt: skip
LEFT = Command("customers.sort-left", "less_than_sign", "sort_by(-1)", tr("sort left"), shown=False, key_display="<")
RIGHT = Command(
    "customers.sort-right", "greater_than_sign", "sort_by(1)", tr("sort right"), shown=False, key_display=">"
)
_MOST_IN_RANGE = 20_000


class CustomerTable(Rows[Customer]):
    """What the table adds to rows: marks, columns, order."""

    BINDINGS: ClassVar[list[BindingType]] = bound(MARK, RANGE, ALL, INVERT, LEFT, RIGHT)

    class Sorted(Message):
        """Another order is wanted."""

    class Marked(Message):
        """Other customers are marked."""

    class Widened(Message):
        """There is another width for the columns, and for their heads."""

    def __init__(self, directory: Directory[Customer]) -> None:
        super().__init__(directory, self._line, id="customers")
        self.marks = Marks()
        self.order = "name"
        self.keys: tuple[str, ...] = columns.STANDARD
        self._from: tuple[int, int] | None = None
        self._marking = asyncio.Lock()  # marks are made in the order of the keys, whatever has to be fetched for them

    def on_resize(self) -> None:
        """Tell that the heads are to be written for another width."""
        self.post_message(self.Widened())

    def fitting(self) -> tuple[Column, ...]:
        """Return the columns for the width there is."""
        return columns.fitting(columns.chosen(self.keys), self.size.width - 1)

    def heads(self) -> Content:
        """Return the heads, the order's arrow, and how many columns found no room."""
        shown, order = self.fitting(), self.order.removeprefix("-")
        arrow = "↓" if self.order.startswith("-") else "↑"
        words = [translate(column.words) for column in shown]
        parts = head(shown, self.size.width - 1, words, order, arrow)
        hidden = len(self.keys) + 1 - len(shown)
        text = line(*parts)
        return line(text.truncate(max(self.size.width - 4, 0)), (f" +{hidden}", "$oc-accent")) if hidden else text

    def _line(self, row: Customer, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        shown = self.fitting()
        glyph, ink = ("⊘", "error") if row.gdpr_ignore else ("○", "muted") if not row.active else (" ", "muted")
        state = RowState(under_cursor, self.has_focus, row.id in self.marks, glyph, ink, faint=not row.active)
        return drawn(shell_of(self).look, [columns.cell(row, one.key) for one in shown], shown, width, state)

    def _marked(self) -> None:
        self.refresh()
        self.post_message(self.Marked())

    def action_mark(self) -> None:
        """Mark the row under the cursor and go down; or take its mark away."""
        self._turn(self.cursor)
        self.action_cursor(1)

    def action_mark_range(self) -> None:
        """Mark from the last mark to the cursor, rows that are not on the screen included."""
        self._mark_to(self.cursor)

    @work(group="mark")
    async def _turn(self, place: int) -> None:
        async with self._marking:
            row = await self.directory.reach(place)
            if row is not None:
                self.marks.turn(row.id)
                self._from = (place, row.id)
                self._marked()

    @work(group="mark")
    async def _mark_to(self, place: int) -> None:
        async with self._marking:
            row = await self.directory.reach(place)
            if row is not None:
                await self._mark_between(*sorted((self._range_start(place), place)))
                self._from = (place, row.id)
                self._marked()

    async def _mark_between(self, first: int, last: int) -> None:
        if last - first >= _MOST_IN_RANGE:
            sentence = translate(tr("A range takes at most {most} rows. Narrow the list and mark all that match: V."))
            self.notify(sentence.format(most=_MOST_IN_RANGE), severity="warning")
            return
        for page in range(first // PAGE, last // PAGE + 1):
            places = range(max(first, page * PAGE), min(last, (page + 1) * PAGE - 1) + 1)
            await self.directory.reach(places[0])
            self.marks.add(row.id for place in places if (row := self.directory.row(place)) is not None)

    def _range_start(self, here: int) -> int:
        """Return where the last mark was made; here, where another customer stands there by now."""
        if self._from is None:
            return here
        place, customer_id = self._from
        row = self.directory.row(place)
        return place if row is None or row.id == customer_id else here

    def action_mark_all(self) -> None:
        """Mark all that match, or none."""
        self.marks.turn_all()
        self._marked()

    def action_invert(self) -> None:
        """Mark what is not marked."""
        self.marks.invert()
        self._marked()

    def unmark(self) -> None:
        """Take all marks away."""
        self.marks.clear()
        self._from = None
        self._marked()

    def sort(self, order: str) -> None:
        """Show in another order; marks stay, since they are marks of customers."""
        self.order, self._from = order, None
        self.post_message(self.Sorted())

    def action_sort_by(self, by: int) -> None:
        """Sort by the column beside; at the end of the columns the order goes round the other way."""
        orders = [one.key for one in self.fitting() if one.key in columns.ORDERS]
        here, backwards = self.order.removeprefix("-"), self.order.startswith("-")
        place = (orders.index(here) if here in orders else 0) + by
        if 0 <= place < len(orders):
            self.sort(columns.first_way(orders[place]))
        else:
            self.sort(here if backwards else f"-{here}")

    async def renew(self, number: int) -> None:
        """Read anew what is on the screen, `number` being how many there are now; draw only if anything differs.

        The cursor stays on its customer and the row of it where it was, when it is found near its old place.
        """
        top, height = self.scroll_offset.y, max(self.scrollable_content_region.height, 1)
        before = [self.directory.row(place) for place in range(top, top + height)]
        current, same = self.current, number == self.directory.length
        fresh = self.directory.anew(self.cursor)
        fresh.counted(number)
        for place in {self.cursor, top, top + height - 1}:
            fresh.wanting(min(place, max(number - 1, 0)))
            await fresh.fetch()
        by = _shift(fresh, self.cursor, current)
        self.directory = fresh
        if not by and same and before == [fresh.row(place) for place in range(top, top + height)]:
            return
        # The cursor moves before the list is measured: measuring holds it inside the list.
        self.set_reactive(Rows.cursor, max(self.cursor + by, 0))
        self._measure()
        if by:
            self.scroll_to(y=max(top + by, 0), animate=False, immediate=True)
        self.arrived()


def _shift(fresh: Directory[Customer], cursor: int, current: Customer | None) -> int:
    """Return by how many rows a customer has moved; 0 where it is not to be found near."""
    if current is None:
        return 0
    for by in sorted(range(-PAGE, PAGE + 1), key=abs):
        row = fresh.row(cursor + by) if cursor + by >= 0 else None
        if row is not None and row.id == current.id:
            return by
    return 0
