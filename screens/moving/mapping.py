"""Import, second step: which column becomes which field, and what is done with what is there already (N03)."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.import_mapping import SavedMapping
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.importing.looking import FileLook, LookAtFile
from oclient_tui.services.customers.importing.running import ImportFile
from oclient_tui.services.customers.importing.saved import ListImportMappings, RemoveImportMapping, SaveImportMapping
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, plain
from screens.moving import disk
from screens.moving.field_words import NOT_USED, field_words
from screens.moving.mapped import about
from screens.moving.plan import Plan
from screens.moving.preview import PreviewScreen
from screens.moving.steps import Steps
from screens.widgets.directory import Directory, whole
from screens.widgets.find_dialog import FindDialog
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows
from screens.widgets.text_dialog import Asked, TextDialog

NEXT = Command("mapping.next", "ctrl+s", "next", tr("preview"), tr("See what will become of every row."))
PICK = Command("mapping.pick", "enter", "pick", tr("field"), tr("Choose the field of the column."), key_display="enter")
OUT = Command("mapping.out", "backspace,delete", "out", tr("leave out"), tr("Leave the column out."), key_display="⌫")
ALIKE = Command(
    "mapping.update", "d", "update", tr("duplicates"), tr("Leave out who is there already, or update them.")
)
NEW = Command("mapping.new", "c", "new", tr("categories"), tr("Make categories that the list does not have, or not."))
LOAD = Command("mapping.load", "l", "load", tr("load"), tr("Map as a mapping says that was saved before."))
SAVE = Command("mapping.save", "w", "save", tr("save"), tr("Save this mapping for the next file of the kind."))
FORGET = Command("mapping.forget", "D", "forget", tr("remove"), tr("Remove a saved mapping."), shown=False)
CONSENTS = Command("mapping.consents", "t", "consents", tr("consents"), tr("Say where and when consents were given."))
BACK = Command("mapping.back", "escape,q", "back", tr("back"), tr("Choose another file."), key_display="esc")

COLUMNS = (
    Column("column", tr("Column"), 22),
    Column("sample", tr("For example"), 0),
    Column("field", tr("Becomes"), 22),
)
_NO_NAME = tr("No column is a name: choose a column, enter, and then Last name, Whole name or Company.")
_LEFT_OUT = tr("Customers who are there already are left out (d).")
_UPDATED = tr("Customers who are there already are updated (d).")
_MADE = tr("Categories that the list does not have are made (c).")
_PROBLEMS = tr("Categories that the list does not have are problems (c).")


class MappingScreen(HouseScreen[bool | None]):
    """Columns at the left, the values of the one under the cursor at the right.

    Gives back whether the list was changed; None to choose another file.
    """

    BINDINGS: ClassVar[list[BindingType]] = bound(NEXT, PICK, OUT, ALIKE, NEW, LOAD, SAVE, FORGET, CONSENTS, BACK)
    DEFAULT_CSS = """
    MappingScreen #columns-pane { width: 2fr; }
    MappingScreen #values { width: 1fr; height: 1fr; padding: 1 2; background: $oc-surface; color: $oc-muted; }
    MappingScreen.-narrow #values { display: none; }
    MappingScreen #rules { height: 2; padding: 0 2; background: $oc-surface; color: $oc-muted; }
    """

    def __init__(self, of: CustomerList, plan: Plan) -> None:
        super().__init__()
        self.list, self.plan = of, plan

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and the file."""
        return (self.list.name, translate(tr("Import")), self.plan.path.name)

    def body(self) -> Iterable[Widget]:
        """Yield the steps, the columns, and the values."""
        yield Steps(1, about(self.plan.look))
        places = Directory(whole(lambda: range(len(self.plan.look.header))))
        with Horizontal():
            yield Vertical(
                Static(id="heads", markup=False),
                Rows(places, self._drawn, id="columns"),
                Static("", id="rules", markup=False),
                id="columns-pane",
            )
            yield Static("", id="values", markup=False)

    @property
    def rows(self) -> Rows[int]:
        """The columns, by their places."""
        return cast("Rows[int]", self.query_one("#columns"))

    def ready(self) -> None:
        """Show the columns."""
        super().ready()
        self.rows.focus()
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Show them."""
        await self.rows.load(keep_place=True)
        self.told()

    def on_resize(self) -> None:
        """Write the heads for the new width, once the panes have theirs."""
        self.call_after_refresh(self._heads)

    def _heads(self) -> None:
        words = [translate(column.words) for column in COLUMNS]
        width = self.query_one("#columns-pane").size.width
        self.query_one("#heads", Static).update(line(*head(COLUMNS, width - 1, words, "", "")))

    def _drawn(self, row: int, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        name, sample = self.plan.fields.get(row, ""), self.plan.sample(row)
        cells = (
            Cell(self.plan.look.header[row], "text" if name else "muted"),
            Cell(sample[0] if sample else ""),
            Cell(f"→ {field_words(name)}", "text" if name else "muted"),
        )
        glyph, ink = ("✓", "accent") if name else ("·", "muted")
        state = RowState(under_cursor, self.rows.has_focus, glyph=glyph, glyph_ink=ink)
        return drawn(self.shell.look, cells, COLUMNS, width, state)

    def told(self) -> None:
        """Say what holds for the whole file, and draw the columns anew."""
        duplicates = _UPDATED if self.plan.update else _LEFT_OUT
        categories = _MADE if self.plan.create_categories else _PROBLEMS
        self.query_one("#rules", Static).update(line(translate(duplicates), " ", translate(categories)))
        used = translate(tr("{used} of {number} columns used")).format(
            used=len(self.plan.fields), number=len(self.plan.look.header)
        )
        self.status(used, right=translate(tr("nothing is written yet")))
        self.rows.refresh()
        self._values()

    @on(Rows.Moved)
    def _values(self) -> None:
        place = self.rows.current
        if place is None:
            return
        values = self.plan.sample(place, 12)
        shown = [line((self.plan.look.header[place], "bold $oc-text")), Content("")]
        shown += [plain(value) for value in values] or [line(translate(tr("empty in the first rows")))]
        self.query_one("#values", Static).update(Content("\n").join(shown))

    @on(Rows.Opened)
    @work(exclusive=True, group="ask")
    async def action_pick(self) -> None:
        """Let the person choose the field of the column under the cursor."""
        place = self.rows.current
        if place is None:
            return
        taken = {name: self.plan.look.header[there] for there, name in self.plan.fields.items() if there != place}
        names = self.plan.look.targets
        every = [(name, field_words(name), f"← {taken[name]}" if name in taken else "") for name in names]
        every.insert(0, ("", translate(NOT_USED), ""))
        title = translate(tr("What is “{column}”?")).format(column=self.plan.look.header[place])
        picked = await self.shell.push_screen_wait(FindDialog(title, tuple(every), self.plan.fields.get(place, "")))
        if picked is not None:
            self.plan.put(place, picked)
            self.told()

    def action_out(self) -> None:
        """Leave the column under the cursor out."""
        if self.rows.current is not None:
            self.plan.put(self.rows.current, "")
            self.told()

    def action_update(self) -> None:
        """Update who is there already, or leave them out."""
        self.plan.update = not self.plan.update
        self.told()

    def action_new(self) -> None:
        """Make categories that are missing, or not."""
        self.plan.create_categories = not self.plan.create_categories
        self.told()

    @work(exclusive=True, group="ask")
    async def action_load(self) -> None:
        """Map as a saved mapping says."""
        try:
            name = await self._saved_one(tr("Map as…"))
            if name is None:
                return
            self.plan.take((await self.shell.desk.long(self._look, name)).columns)
        except OClientError as error:
            self.refused(error)
        else:
            self.told()

    async def _saved_one(self, title: str) -> str | None:
        saved = await self.do(ListImportMappings(self.list.id))
        if saved:
            return await self.shell.push_screen_wait(FindDialog(translate(title), _options(saved)))
        self.notify(translate(tr("No mapping is saved on this list yet: w saves one.")), severity="warning")
        return None

    @work(exclusive=True, group="ask")
    async def action_forget(self) -> None:
        """Remove a saved mapping, after a question."""
        choices = (Choice("keep", tr("Keep it")), Choice("remove", tr("Remove"), danger=True))
        try:
            name = await self._saved_one(tr("Remove which mapping?"))
            if name is None:
                return
            question = ChoiceDialog(tr("The mapping “{name}” goes, for everybody here."), choices, name=name)
            if await self.shell.push_screen_wait(question) == "remove":
                await self.do(RemoveImportMapping(self.list.id, name))
                self.notify(translate(tr("The mapping is removed.")))
        except OClientError as error:
            self.refused(error)

    def _look(self, name: str) -> FileLook:
        with disk.opened(self.plan.path) as source:
            return self.visit.session.do(LookAtFile(self.list.id, ImportFile(source, self.plan.path.name), name))

    @work(exclusive=True, group="ask")
    async def action_save(self) -> None:
        """Save the mapping under a name."""

        async def keep(typed: dict[str, str]) -> None:
            await self.do(SaveImportMapping(self.list.id, typed["name"], self.plan.columns))

        about_it = translate(tr("Names of columns only, for everybody here who imports. The same name replaces."))
        asked = (Asked("name", translate(tr("Name")), self.plan.path.stem),)
        dialog = TextDialog(translate(tr("Save this mapping")), about_it, asked, keep)
        if await self.shell.push_screen_wait(dialog):
            self.notify(translate(tr("The mapping is saved: l loads it.")))

    @work(exclusive=True, group="ask")
    async def action_consents(self) -> None:
        """Ask where and when the consents of the file were given (E10)."""
        await self._ask_consents()

    async def _ask_consents(self) -> bool:
        async def keep(typed: dict[str, str]) -> None:
            self.plan.consent_source, self.plan.consent_date = typed["source"].strip(), typed["date"].strip()

        about_it = translate(tr("Consents are taken over only with where and when they were given."))
        asked = (
            Asked("source", translate(tr("Where")), self.plan.consent_source),
            Asked("date", translate(tr("Date")), self.plan.consent_date),
        )
        return await self.shell.push_screen_wait(TextDialog(translate(tr("Consents")), about_it, asked, keep))

    @work(exclusive=True, group="ask")
    async def action_next(self) -> None:
        """See what will become of every row; first say what is missing."""
        if not self.plan.named:
            self.notify(translate(_NO_NAME), severity="error")
            return
        if self.plan.needs_consent_words and not await self._ask_consents():
            return
        changed = await self.shell.push_screen_wait(PreviewScreen(self.list, self.plan))
        if changed is not None:
            self.dismiss(changed)

    def action_back(self) -> None:
        """Choose another file."""
        self.dismiss(None)


def _options(saved: Sequence[SavedMapping]) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.name, one.name, ", ".join(one.columns.values())) for one in saved)
