"""The owner's settings at a glance: what each page holds in words, with what is missing marked (O42, looks 9a)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings import Setting
from oclient_tui.domain.text import fold
from oclient_tui.services.customers.requests import ListRequests
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.settings_file import DumpSettings
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import Part, cut
from screens.settings import words
from screens.settings.as_text import TextScreen
from screens.settings.editing import edit
from screens.settings.pages import PAGES, Facts, Page, Said
from screens.widgets.directory import Directory, whole
from screens.widgets.find_line import FindLine
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

OPEN = Command(
    "settings.open", "enter", "open", tr("open"), tr("Open what is under the cursor."), key_display="enter",
    needs=Permission.SETTINGS,
)  # fmt: skip
FIND = Command("settings.find", "slash", "find", tr("find"), tr("Find a setting by a word."), key_display="/")
BACK = Command(
    "settings.back", "escape,q", "back", tr("back"), tr("Leave the search, then the settings."), key_display="esc"
)
REFRESH = Command("settings.refresh", "R", "refresh", tr("refresh"), tr("Read the settings again."), shown=False)

TEXT = Command("settings.text", "D", "text", tr("as text"), tr("All settings as one text, to change or to keep."))
AREA = 15
BOLD = Style(bold=True)
COLUMNS = (Column("title", "", 22), Column("now", "", 0))


@dataclass(frozen=True, slots=True)
class Gap:
    """A line without anything, between two areas where there is room."""


Entry = Page | Setting | Gap


class PageRows(Rows[Entry]):
    """The pages; the cursor passes over gaps."""

    def move_to(self, place: int) -> None:
        """Put the cursor on a place, or the next one in the direction it came from."""
        step = 1 if place > self.cursor else -1
        super().move_to(place)
        if isinstance(self.current, Gap):
            super().move_to(self.cursor + step)


class SettingsScreen(HouseScreen[bool]):
    """The overview; gives back whether something was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(OPEN, FIND, TEXT, BACK, REFRESH)
    DEFAULT_CSS = "SettingsScreen Rows { margin-top: 1; }"

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._facts = Facts({}, {})
        self._wanted, self._shown = "", list[Entry]()
        self._changed = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and where one is."""
        return (self.list.name, translate(tr("Settings")))

    def body(self) -> Iterable[Widget]:
        """Yield the line to find by, and the pages."""
        yield FindLine(translate(tr("find a setting")))
        yield PageRows(Directory(whole(lambda: self._shown)), self._drawn, id="settings")

    @property
    def rows(self) -> PageRows:
        """The pages, or what was found."""
        return self.query_one(PageRows)

    def ready(self) -> None:
        """Read what is in force."""
        super().ready()
        self._wanted = ""
        self.rows.focus()
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read it; whoever may not is told so and is back where they came from."""
        try:
            await self.learn(self.list.id)
            dump = await self.do(DumpSettings(self.list.id))
            requests = await self.do(ListRequests(self.list.id))
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)
            return
        entries = dump.sections["catalogues"]
        names = {
            kind.value: [row if isinstance(row, str) else row["name"] for row in entries[kind.value]]
            for kind in CatalogueKind
        }
        self.list = replace(self.list, name=dump.values["name"])
        self.head()
        self._facts = Facts(dump.values, names, len(requests))
        self._shown = self._entries()
        await self.rows.renew(len(self._shown))
        self._tell()

    def _entries(self) -> list[Entry]:
        """Return the pages; while something is looked for, what fits, single settings among it."""
        if not self._wanted:
            return self._apart()
        pages = [page for page in PAGES if self._fits(translate(page.title), page.says(self._facts).text)]
        every = words.plain_settings(known_settings().values())
        return [*pages, *(one for one in every if self._fits(words.name(one), one.key, translate(one.about)))]

    def _apart(self) -> list[Entry]:
        """Return the pages with a gap between areas, where all of it fits."""
        apart: list[Entry] = []
        for _, pages in groupby(PAGES, lambda page: page.area):
            if apart:
                apart.append(Gap())
            apart.extend(pages)
        return apart if len(apart) <= self.rows.size.height else list(PAGES)

    def _fits(self, *texts: str) -> bool:
        return all(word in fold(" ".join(texts)) for word in self._wanted.split())

    def _drawn(self, row: Entry, place: int, width: int, under_cursor: bool) -> Strip:
        look = self.shell.look
        if isinstance(row, Gap):
            return Strip.blank(width, look.ground)
        if isinstance(row, Page):
            said, title, area = row.says(self._facts), translate(row.title), translate(row.area)
        else:
            value = self._facts.values.get(row.key, "")
            said, title = Said(words.value_in_words(row, value)), words.name(row)
            area = words.group_name(row.group)
        before = self._shown[place - 1] if place else None
        first = not (isinstance(before, Page) and translate(before.area) == area)
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus, glyph=said.glyph, glyph_ink=said.ink)
        cells = drawn(look, [Cell(title, "text"), Cell(said.text)], COLUMNS, width - AREA, state)
        shown = Strip([Segment(f"  {cut(area, AREA - 3)}" if first else "", look.muted + look.ground + BOLD)])
        return Strip.join([shown.adjust_cell_length(AREA, look.ground), cells])

    def _tell(self) -> None:
        missing = sum(page.says(self._facts).glyph == "▲" for page in PAGES)
        left: list[Part] = [translate(tr("Only you, the list's owner, can open and change these."))]
        if missing:
            left = [("▲", "$oc-warn"), " ", (str(missing), "bold $oc-text"), " ", translate(tr("not set up yet"))]
        self.status(*left)

    @on(FindLine.Changed)
    async def narrowed(self, event: FindLine.Changed) -> None:
        """Show what fits."""
        self._wanted = fold(event.text.strip())
        self._shown = self._entries()
        await self.rows.load()

    @on(FindLine.Left)
    def action_list(self) -> None:
        """Go to what was found."""
        self.rows.focus()

    def action_find(self) -> None:
        """Look for a setting."""
        self.query_one(FindLine).open()

    @on(Rows.Opened)
    @work(exclusive=True, group="open")
    async def action_open(self) -> None:
        """Open the page, or change the setting that was found."""
        current = self.rows.current
        if isinstance(current, Page):
            changed = await self.shell.push_screen_wait(current.opens(self.list))
        elif isinstance(current, Setting):
            changed = await edit(self, self.list.id, current, self._facts.values.get(current.key, ""))
        else:
            return
        self._changed = self._changed or changed
        self.read()

    @work(exclusive=True, group="open")
    async def action_text(self) -> None:
        """Show the settings as one text."""
        self._changed = await self.shell.push_screen_wait(TextScreen(self.list)) or self._changed
        self.read()

    def action_back(self) -> None:
        """Leave the search, then the settings."""
        if not self.query_one(FindLine).close():
            self.dismiss(self._changed)

    def action_refresh(self) -> None:
        """Read the settings again."""
        self.read()
