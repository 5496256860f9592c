"""The lists one is on, each with what one is there and how many customers one sees (O01, O04)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList, Membership
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.sharing.lists import MyLists
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.entry.new_list import NewListScreen
from screens.ink import line
from screens.widgets.directory import Batch, Directory
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

OPEN = Command("lists.open", "enter", "open", tr("open"), tr("Open the list under the cursor."), key_display="enter")
ADD = Command("lists.add", "a", "add", tr("new list"), tr("Make a new list from a business type."))
REFRESH = Command("lists.refresh", "R", "refresh", tr("refresh"), tr("Read the lists again."), shown=False)

ROLES = {"owner": tr("owner"), "admin": tr("admin"), "member": tr("member")}
COLUMNS = (
    Column("name", tr("List"), 0),
    Column("type", tr("Type"), 19),
    Column("role", tr("You are"), 14),
    Column("seen", tr("You see"), 10, right=True),
)
_NARROW = 100


class ListsScreen(HouseScreen[CustomerList]):
    """One table."""

    TITLE_WORDS = tr("Lists")
    BINDINGS: ClassVar[list[BindingType]] = bound(OPEN, ADD, REFRESH)

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Membership] = []
        self._seen: dict[int, int] = {}

    def body(self) -> Iterable[Widget]:
        """Yield the heads and the table."""
        directory = Directory[Membership](self._fetch)
        yield Vertical(Static(id="heads", markup=False), Rows(directory, self._drawn, id="lists"))

    @property
    def rows(self) -> Rows[Membership]:
        """The table."""
        return cast("Rows[Membership]", self.query_one("#lists"))

    def on_mount(self) -> None:
        """Read the lists."""
        super().on_mount()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        columns = self._columns()
        words = [translate(column.words) for column in columns]
        self.query_one("#heads", Static).update(line(*head(columns, self.size.width - 1, words, "name", "↑")))

    def _columns(self) -> tuple[Column, ...]:
        return COLUMNS if self.size.width >= _NARROW else tuple(one for one in COLUMNS if one.key != "type")

    @work(exclusive=True)
    async def read(self) -> None:
        """Read them, then count in each what one sees."""
        try:
            self._found = await self.do(MyLists())
            await self.rows.load(keep_place=True)
            for membership in self._found:
                self._seen[membership.list.id] = await self.do(CountCustomers(membership.list.id))
                self.rows.refresh()
        except OClientError as error:
            self.refused(error)
        self.status((str(len(self._found)), "bold $oc-text"), " ", translate(tr("lists")))

    async def _fetch(self, word: str | None, backwards: bool, most: int) -> Batch[Membership]:  # noqa: ARG002 - all at once
        found = self._found[::-1] if backwards else self._found
        return Batch(found, None)

    def _drawn(self, row: Membership, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        seen = self._seen.get(row.list.id)
        texts = {
            "name": Cell(row.list.name, "text"),
            "type": Cell(row.list.business_type),
            "role": Cell(translate(ROLES[row.role])),
            "seen": Cell("…" if seen is None else str(seen), "text"),
        }
        columns = self._columns()
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, [texts[column.key] for column in columns], columns, width, state)

    @on(Rows.Opened)
    def action_open(self) -> None:
        """Open the list under the cursor."""
        current = self.rows.current
        if current is not None:
            self.dismiss(current.list)

    @work(exclusive=True, group="add")
    async def action_add(self) -> None:
        """Make a new list and open it."""
        made = await self.shell.push_screen_wait(NewListScreen())
        if made is not None:
            self.dismiss(made)

    def action_refresh(self) -> None:
        """Read the lists again."""
        self.read()
