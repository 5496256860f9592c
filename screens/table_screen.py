"""What the screens of a short table have in common: heads, rows that are read at one go, and words for no rows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar, cast

from textual import work
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError
from screens.base import HouseScreen
from screens.ink import line
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

T = TypeVar("T")


class TableScreen(HouseScreen[bool], Generic[T]):
    """A table of everything there is of one kind; gives back whether any of it was changed."""

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    SORTED: ClassVar[tuple[str, str]] = ("", "")
    """The column that the rows are sorted by, and its arrow."""
    EMPTY: ClassVar[str] = ""
    """What is said where there are no rows."""
    DEFAULT_CSS = "TableScreen #empty { display: none; padding: 1 5; height: auto; color: $oc-muted; }"

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[T] = ()
        self.changed = False

    def body(self) -> Iterable[Widget]:
        """Yield the table; what stands above, below or beside it is the screen's own."""
        yield self.table()

    def table(self) -> Vertical:
        """Return the heads, the words for no rows, and the rows."""
        rows = Rows(Directory(whole(lambda: self.found)), self._drawn, id="rows")
        nothing = Static(translate(self.EMPTY), id="empty", markup=False)
        return Vertical(Static(id="heads", markup=False), nothing, rows, id="table")

    @property
    def rows(self) -> Rows[T]:
        """The rows."""
        return cast("Rows[T]", self.query_one("#rows"))

    def columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        return self.COLUMNS

    def room(self) -> int:
        """Return how wide a row is; the last column of the table is the scroll track."""
        return self.size.width - 1

    def ready(self) -> None:
        """Read the rows."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in self.columns()]
        self.query_one("#heads", Static).update(line(*head(self.columns(), self.room(), words, *self.SORTED)))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the rows and show them; whoever may not, or not any more, is told so and is back where they were."""
        try:
            await self.show(await self.fetch())
            await self.follow()
        except OClientError as error:
            self.refused(error)
            self.dismiss(self.changed)

    async def fetch(self) -> Sequence[T]:
        """Return the rows."""
        raise NotImplementedError

    async def follow(self) -> None:
        """Read what may come later than the rows."""

    async def show(self, found: Sequence[T]) -> None:
        """Show these rows, with the cursor where it is."""
        self.found = found
        self.query_one("#empty").display = bool(self.EMPTY) and not found
        await self.rows.renew(len(found))
        self.tell()

    def tell(self) -> None:
        """Say in the status line how much there is."""

    def count(self, words: str) -> None:
        """Write the number of rows and what they are, translated, in the status line."""
        self.status((str(len(self.found)), "bold $oc-text"), " ", words)

    def cells(self, row: T) -> Sequence[Cell]:
        """Return what stands in the columns of a row."""
        raise NotImplementedError

    def state(self, row: T) -> RowState:  # noqa: ARG002 - most rows have none
        """Return how a row stands, apart from the cursor."""
        return RowState()

    def _drawn(self, row: T, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        state = replace(self.state(row), cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, self.cells(row), self.columns(), width, state)

    def again(self) -> None:
        """Note that something was changed, and read the rows again."""
        self.changed = True
        self.read()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(self.changed)
