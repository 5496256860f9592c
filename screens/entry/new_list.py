"""A new list: its name, and a business type with what it brings (O05)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from oclient_tui.config.business_types import business_types
from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import BusinessType, CustomerList
from oclient_tui.services.sharing.lists import CreateList
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.widgets.directory import Batch, Directory
from screens.widgets.form import Field
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

GO = Command("new-list.go", "enter", "go", tr("make it"), tr("Make the list of this type."), key_display="enter")
BACK = Command("new-list.back", "escape", "back", tr("back"), tr("Make no list."), key_display="esc")
COLUMNS = (Column("title", tr("Type"), 24), Column("brings", tr("What it brings"), 0))


class NewListScreen(HouseScreen[CustomerList | None]):
    """The name, and the types under it; gives back the new list."""

    TITLE_WORDS = tr("New list")
    BINDINGS: ClassVar[list[BindingType]] = bound(GO, BACK)

    def body(self) -> Iterable[Widget]:
        """Yield the name and the types."""
        yield Field("name", translate(tr("Name")), needed=True)
        yield Rows(Directory[BusinessType](self._fetch), self._drawn, id="types")

    @property
    def rows(self) -> Rows[BusinessType]:
        """The types."""
        return cast("Rows[BusinessType]", self.query_one("#types"))

    def on_mount(self) -> None:
        """Start in the name."""
        super().on_mount()
        self.query_one(Field).input.focus()
        self.status(translate(tr("Everything a type brings can be changed later.")))
        self.read()

    @work(exclusive=True, group="types")
    async def read(self) -> None:
        """Show the types."""
        await self.rows.load()

    async def _fetch(self, word: str | None, backwards: bool, most: int) -> Batch[BusinessType]:  # noqa: ARG002 - all at once
        found = business_types(self.shell.language)
        return Batch(found[::-1] if backwards else found, None)

    def _drawn(self, row: BusinessType, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, [Cell(row.title, "text"), Cell(row.summary)], COLUMNS, width, state)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on from the name to the types."""
        event.stop()
        self.rows.focus()

    @on(Rows.Opened)
    def action_go(self) -> None:
        """Make the list, or go to the name when there is none."""
        field, kind = self.query_one(Field), self.rows.current
        if not field.value.strip():
            field.wrong(translate(tr("The list needs a name.")))
            field.input.focus()
        elif kind is not None:
            self.make(field.value, kind)

    @work(exclusive=True, group="make")
    async def make(self, name: str, kind: BusinessType) -> None:
        """Make it and leave with it; a refusal is said under the name."""
        try:
            made = await self.do(CreateList(name, kind, self.shell.language))
        except OClientError as error:
            field = self.query_one(Field)
            field.wrong(error.text(translate))
            field.input.focus()
        else:
            self.dismiss(made)

    def action_back(self) -> None:
        """Make no list."""
        self.dismiss(None)
