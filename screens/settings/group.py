"""The plain settings of one group: each with its value in words, and under them what the one under the cursor means."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings import Group, Setting
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.settings import ShowSettings
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line
from screens.settings import words
from screens.settings.editing import edit
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

CHANGE = Command(
    "setting.change", "enter,e", "change", tr("change"), tr("Change the setting under the cursor."), key_display="enter"
)
BACK = Command(
    "setting.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."), key_display="esc"
)
COLUMNS = (Column("name", "", 26), Column("value", "", 0))


class GroupScreen(HouseScreen[bool]):
    """A page of settings; gives back whether one was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CHANGE, BACK)
    DEFAULT_CSS = """
    GroupScreen Rows { margin-top: 1; }
    GroupScreen #about { height: 4; padding: 1 2; background: $oc-surface; color: $oc-muted; }
    """

    def __init__(self, of: CustomerList, group: Group) -> None:
        super().__init__()
        self.list, self._group = of, group
        self._settings = [one for one in words.plain_settings(known_settings().values()) if one.group is group]
        self._values: dict[str, str] = {}
        self._changed = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), words.group_name(self._group))

    def body(self) -> Iterable[Widget]:
        """Yield the settings and what the one under the cursor means."""
        yield Rows(Directory(whole(lambda: self._settings)), self._drawn, id="settings")
        yield Static("", id="about", markup=False)

    @property
    def rows(self) -> Rows[Setting]:
        """The settings."""
        return cast("Rows[Setting]", self.query_one("#settings"))

    def ready(self) -> None:
        """Show them."""
        super().ready()
        self.rows.focus()
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read what is in force."""
        try:
            self._values = await self.do(ShowSettings(self.list.id))
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)
            return
        await self.rows.load(keep_place=True)

    def _drawn(self, row: Setting, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        value = self._values.get(row.key, "")
        cells = (Cell(words.name(row), "text"), Cell(words.value_in_words(row, value), "text" if value else "muted"))
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, cells, COLUMNS, width, state)

    @on(Rows.Moved)
    def _tell(self) -> None:
        current = self.rows.current
        if current is not None:
            about = line((translate(current.about), "$oc-text"), "  ", current.key)
            self.query_one("#about", Static).update(about)
            self.status(right=f"{self.rows.cursor + 1}/{len(self._settings)}")

    @on(Rows.Opened)
    @work(exclusive=True, group="change")
    async def action_change(self) -> None:
        """Change the one under the cursor."""
        current = self.rows.current
        if current is not None and await edit(self, self.list.id, current, self._values.get(current.key, "")):
            self._changed = True
            self.read()

    def action_back(self) -> None:
        """Go back to the overview."""
        self.dismiss(self._changed)
