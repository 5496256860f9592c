"""The list under a card's tabs: rows of one kind, read by pages as the cursor comes near their end."""

from collections.abc import Awaitable, Callable, Iterable
from typing import cast

from textual import on, work
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.domain.errors import OClientError
from screens.card.pages import COLUMNS, CardRow
from screens.ink import line
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import RowState, drawn
from screens.widgets.rows import Rows

Page = tuple[list[CardRow], str | None]
Read = Callable[[str | None], Awaitable[Page]]
"""Returns rows after a word, and the word of those after them; None at the end."""
_NEAR, _WIDE = 5, 72


class CardPane(Vertical):
    """The rows, or a sentence where there are none."""

    class Shown(Message):
        """Rows have come, or the cursor moved."""

    class Failed(Message):
        """More rows could not be read."""

        def __init__(self, error: OClientError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__(id="module")
        self.found: list[CardRow] = []
        self.more: str | None = None
        self._read: Read | None = None
        self._used: set[int] = set()

    def compose(self) -> Iterable[Widget]:
        """Yield the rows and the sentence."""
        yield Static(id="none", markup=False)
        yield Rows(Directory(whole(lambda: self.found)), self._drawn, id="records")

    @property
    def rows(self) -> Rows[CardRow]:
        """The list."""
        return cast("Rows[CardRow]", self.query_one("#records"))

    @property
    def current(self) -> CardRow | None:
        """The row under the cursor."""
        return self.rows.current

    async def show(self, read: Read, empty: str, *, keep_place: bool = False) -> None:
        """Read the first rows and show them; raise what reading raises."""
        self.found, self.more = await read(None)
        self._read = read
        self.query_one("#none", Static).update(line((empty if not self.found else "", "$oc-muted")))
        self.query_one("#none").display = not self.found
        await self._load(keep_place=keep_place)

    @on(Rows.Moved)
    def moved(self) -> None:
        """Read on near the end."""
        self.post_message(self.Shown())
        if self.more is not None and self.rows.cursor >= len(self.found) - _NEAR:
            self._on()

    @work(exclusive=True)
    async def _on(self) -> None:
        if self._read is None or self.more is None:
            return
        read = self._read
        try:
            rows, more = await read(self.more)
        except OClientError as error:
            self.post_message(self.Failed(error))
            return
        if read is self._read:
            self.found, self.more = [*self.found, *rows], more
            await self._load(keep_place=True)

    def _drawn(self, row: CardRow, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002 - as Rows asks
        state = RowState(under_cursor, self.rows.has_focus, glyph=row.glyph, glyph_ink=row.ink)
        most = len(COLUMNS) if width >= _WIDE else len(COLUMNS) - 1
        used = [place for place in range(most) if place in self._used]
        return drawn(
            shell_of(self).look, [row.cells[one] for one in used], [COLUMNS[one] for one in used], width, state
        )

    async def _load(self, *, keep_place: bool) -> None:
        """Show what was read; columns in which nothing stands take no room."""
        self._used = {place for row in self.found for place, cell in enumerate(row.cells) if cell.text or not place}
        await self.rows.load(keep_place=keep_place)
        self.rows.directory.counted(len(self.found))
        self.rows.arrived()
