"""The saved views that one can open: shared with everybody on the list, taken back, removed (D15)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.text import fold
from oclient_tui.services.customers.sets import ListedSet, ListSets, RemoveSet, ShareSet
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import said
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column, RowState
from screens.widgets.rows import Rows

SHARE = Command(
    "views.share", "s,enter", "share", tr("share"), tr("Share your view with everybody here, or take it back."),
    key_display="s",
)  # fmt: skip
REMOVE = Command("views.remove", "d", "remove", tr("remove"), tr("Remove the view; its customers stay."))
BACK = Command("views.back", "escape,q", "back", tr("back"), tr("Go back to the customers."), key_display="esc")


class ViewsScreen(TableScreen[ListedSet]):
    """One's own views and the shared ones, by name."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SHARE, REMOVE, BACK)
    COLUMNS = (
        Column("name", tr("View"), 24),
        Column("filter", tr("Filter"), 0),
        Column("shared", tr("Shared by"), 26),
    )
    EMPTY = tr("No view is saved yet: on the list, write a filter, then w saves it under a name.")

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and where one is."""
        return (self.list.name, translate(tr("Customers")), translate(tr("Views")))

    async def fetch(self) -> Sequence[ListedSet]:
        """Return the views."""
        await self.learn(self.list.id)
        return await self.do(ListSets(self.list.id))

    @on(Rows.Moved)
    def tell(self) -> None:
        """Say how many there are, or why the one under the cursor shows nothing any more (O33)."""
        current = self.rows.current
        if current and current.fault:
            self.status(said(current.fault, **current.values))
        else:
            self.count(translate(tr("views")))
        self.refresh_bindings()

    def cells(self, row: ListedSet) -> Sequence[Cell]:
        """Return the view's name, its filter, and who shares it."""
        author = translate(tr("you")) if self._own(row) else row.author
        return (Cell(row.set.name, "text"), Cell(row.set.filter), Cell(author if row.set.shared else ""))

    def state(self, row: ListedSet) -> RowState:
        """Mark what is shared, and what does not work any more."""
        if row.fault:
            return RowState(glyph="✗", glyph_ink="error")
        return RowState(glyph="●" if row.set.shared else " ", glyph_ink="accent")

    def _own(self, row: ListedSet) -> bool:
        return row.set.account_id == self.visit.account.id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what one may do: with one's own views all; the owner removes shared ones too."""
        if action in ("share", "remove") and self.is_mounted:
            row = self.rows.current
            if row is None or not (self._own(row) or (action == "remove" and self._removes(row))):
                return False
        return super().check_action(action, parameters)

    def _removes(self, row: ListedSet) -> bool:
        """Whether the owner can name another's view: one's own of the same name would be meant before it."""
        mine = {fold(one.set.name) for one in self.found if self._own(one)}
        is_owner = self.permissions is not None and Permission.SETTINGS in self.permissions
        return is_owner and fold(row.set.name) not in mine

    @on(Rows.Opened)
    @work(exclusive=True, group="change")
    async def action_share(self) -> None:
        """Share the view, or take it back."""
        row = self.rows.current
        if row is None or not self._own(row):
            return
        try:
            await self.do(ShareSet(self.list.id, row.set.name, not row.set.shared))
        except OClientError as error:
            self.refused(error)
        self.again()

    @work(exclusive=True, group="change")
    async def action_remove(self) -> None:
        """Ask, then remove the view."""
        row = self.rows.current
        if row is None:
            return
        choices = (Choice("keep", tr("Keep it")), Choice("remove", tr("Remove"), danger=True))
        question = ChoiceDialog(tr("The view “{name}” goes; its customers stay."), choices, name=row.set.name)
        if await self.shell.push_screen_wait(question) != "remove":
            return
        try:
            await self.do(RemoveSet(self.list.id, row.set.name))
        except OClientError as error:
            self.refused(error)
        self.again()
