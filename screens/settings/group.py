"""The plain settings of one group: each with its value in words, and under them what the one under the cursor means."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings import Group, Setting
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.settings import ShowSettings
from screens.commands import Command, bound
from screens.ink import line
from screens.settings import words
from screens.settings.editing import edit
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column
from screens.widgets.rows import Rows

CHANGE = Command(
    "setting.change", "enter,e", "change", tr("change"), tr("Change the setting under the cursor."), key_display="enter"
)
BACK = Command(
    "setting.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."), key_display="esc"
)
COLUMNS = (Column("name", "", 26), Column("value", "", 0))


class GroupScreen(TableScreen[Setting]):
    """A page of settings; gives back whether one was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CHANGE, BACK)
    COLUMNS = COLUMNS
    DEFAULT_CSS = """
    GroupScreen #heads { background: $oc-bg; }
    GroupScreen #about { height: 4; padding: 1 2; background: $oc-surface; color: $oc-muted; }
    """

    def __init__(self, of: CustomerList, group: Group) -> None:
        super().__init__()
        self.list, self._group = of, group
        self._settings = [one for one in words.plain_settings(known_settings().values()) if one.group is group]
        self._values: dict[str, str] = {}

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), words.group_name(self._group))

    def body(self) -> Iterable[Widget]:
        """Yield the settings and what the one under the cursor means."""
        yield self.table()
        yield Static("", id="about", markup=False)

    async def fetch(self) -> Sequence[Setting]:
        """Return the settings, with what is in force."""
        self._values = await self.do(ShowSettings(self.list.id))
        return self._settings

    def cells(self, row: Setting) -> Sequence[Cell]:
        """Return the setting and its value in words."""
        value = self._values.get(row.key, "")
        return (Cell(words.name(row), "text"), Cell(words.value_in_words(row, value), "text" if value else "muted"))

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
            self.again()
