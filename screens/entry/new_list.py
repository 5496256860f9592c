"""A new list: its name, and a business type with what it brings (O05)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.config.business_types import business_types
from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import BusinessType, CustomerList
from oclient_tui.services.sharing.lists import REGIONS, CreateList
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line, plain
from screens.widgets.directory import Batch, Directory
from screens.widgets.form import Field
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

GO = Command("new-list.go", "enter", "go", tr("make it"), tr("Make the list of this type."), key_display="enter")
BACK = Command("new-list.back", "escape", "back", tr("back"), tr("Make no list."), key_display="esc")
COLUMNS = (Column("title", tr("Type"), 0),)
_SHOWN = 8


class NewListScreen(HouseScreen[CustomerList | None]):
    """The name, and the types under it; gives back the new list."""

    TITLE_WORDS = tr("New list")
    BINDINGS: ClassVar[list[BindingType]] = bound(GO, BACK)
    DEFAULT_CSS = """
    NewListScreen #named { height: auto; padding: 0 2; max-width: 64; }
    NewListScreen Field { margin-top: 1; }
    NewListScreen Rows { margin-top: 1; }
    NewListScreen #brings { height: 5; padding: 1 5 0 5; background: $oc-surface; color: $oc-muted; }
    """

    def body(self) -> Iterable[Widget]:
        """Yield the name and the types."""
        fields = (("name", tr("Name")), ("region", tr("Phones of")))
        yield Vertical(*(Field(name, translate(words), needed=True) for name, words in fields), id="named")
        yield Rows(Directory[BusinessType](self._fetch), self._drawn, id="types")
        yield Static("", id="brings", markup=False)

    @property
    def rows(self) -> Rows[BusinessType]:
        """The types."""
        return cast("Rows[BusinessType]", self.query_one("#types"))

    def ready(self) -> None:
        """Start in the name."""
        super().ready()
        self._field("region").input.value = REGIONS[self.shell.language]
        self._field("name").input.focus()
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
        return drawn(self.shell.look, [Cell(row.title, "text")], COLUMNS, width, state)

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @on(Rows.Moved)
    def _tell(self) -> None:
        current = self.rows.current
        if current is not None:
            brought = ", ".join((*current.categories, *current.sale_types)[:_SHOWN])
            told = plain(current.summary).append("\n").append(line((brought, "$oc-text")))
            self.query_one("#brings", Static).update(told)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on from the name to the country, and from there to the types."""
        event.stop()
        if event.input is self._field("name").input:
            self._field("region").input.focus()
        else:
            self.rows.focus()

    @on(Rows.Opened)
    def action_go(self) -> None:
        """Make the list, or go to the name when there is none."""
        field, kind = self._field("name"), self.rows.current
        if not field.value.strip():
            field.wrong(translate(tr("The list needs a name.")))
            field.input.focus()
        elif kind is not None:
            self.make(field.value, self._field("region").value.strip(), kind)

    @work(exclusive=True, group="make")
    async def make(self, name: str, region: str, kind: BusinessType) -> None:
        """Make it and leave with it; a refusal is said under the name, or the country."""
        for field in self.query(Field):
            field.wrong("")
        try:
            made = await self.do(CreateList(name, kind, self.shell.language, region))
        except OClientError as error:
            field = self._field("region" if "region" in str(error.values.get("key", error.message)) else "name")
            field.wrong(error.text(translate))
            field.input.focus()
        else:
            self.dismiss(made)

    def action_back(self) -> None:
        """Make no list."""
        self.dismiss(None)
