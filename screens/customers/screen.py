"""The customers of a list that one sees (S02-S04): what can be done from there, key by key."""

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.actions import told
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.picks import Picked
from oclient_tui.domain.text import inert
from oclient_tui.domain.undo import UndoRefused
from oclient_tui.services.undo.undoing import RedoLast, UndoLast
from screens.card.form import CustomerForm
from screens.card.screen import CardScreen, alone
from screens.commands import Command, bound
from screens.customers import columns, views
from screens.customers.deeds import ENTRIES, Act, delete, set_active
from screens.customers.listing import ListingScreen
from screens.customers.table import CustomerTable
from screens.customers.ways import WAYS
from screens.dialogs import Choice, ChoiceDialog
from screens.figures import figure
from screens.messages.many.form import write_to_many
from screens.messages.write import write
from screens.messages.write_sms import write_sms
from screens.moving.obstacles import ObstaclesDialog
from screens.moving.undo_list import REDONE, UNDONE
from screens.widgets.filter_line import FilterLine
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.rows import Rows
from screens.widgets.tick_dialog import TickDialog

BACK = Command(
    "customers.back",
    "escape,q",
    "back",
    tr("back"),
    tr("Drop the last term of the filter, then go back to the lists."),
    key_display="esc",
)
OPEN = Command("customers.open", "enter", "open", tr("open"), tr("Open the customer's card."), key_display="enter")
ADD = Command("customers.add", "a", "add", tr("add"), tr("Add a customer."), needs=Permission.ADD)
EDIT = Command(
    "customers.edit", "e", "edit", tr("edit"), tr("Edit the customer under the cursor."), needs=Permission.EDIT
)
MENU = Command(
    "customers.menu", "x", "menu", tr("act"), tr("What can be done with the marked customers, or with this one."),
    needs=Permission.EDIT,
)  # fmt: skip
WRITE = Command(
    "customers.write", "m", "write", tr("write"), tr("Write an e-mail to the marked customers, or to this one."),
    needs=Permission.ADD,
)  # fmt: skip
TEXT = Command(
    "customers.text", "M", "text", tr("SMS"), tr("Text the marked customers, or this one."), shown=False,
    needs=Permission.ADD,
)  # fmt: skip
DROP = Command(
    "customers.drop", "d", "drop", tr("deactivate"), tr("Deactivate or delete, after a question."),
    needs=Permission.EDIT,
)  # fmt: skip
FILTER = Command(
    "customers.filter",
    "backslash,slash",
    "filter",
    tr("filter"),
    tr("Narrow the list: words, and fields such as city:Kraków."),
    key_display="\\",
)
UNDO = Command("customers.undo", "u", "undo", tr("undo"), tr("Take back what you did last."), needs=Permission.EDIT)
REDO = Command(
    "customers.redo", "U", "redo", tr("redo"), tr("Do again what you took back."), shown=False, needs=Permission.EDIT
)
SORT = Command("customers.sort", "s", "sort", tr("sort"), tr("Choose the order."))
COLUMNS = Command("customers.columns", "c", "columns", tr("columns"), tr("Choose the columns."), shown=False)
VIEWS = Command("customers.views", "w", "views", tr("views"), tr("Saved filters: open one, save this one."))
PREVIEW = Command("customers.preview", "p", "preview", tr("preview"), tr("Show the customer beside the list."))
COPY = Command("customers.copy", "y", "copy", tr("copy"), tr("Copy the sorted column's cell."), shown=False)
COPY_ROW = Command("customers.copy-row", "Y", "copy_row", tr("copy row"), tr("Copy the whole row."), shown=False)
REFRESH = Command("customers.refresh", "R", "refresh", tr("refresh"), tr("Read the list again."), shown=False)


class CustomersScreen(ListingScreen):
    """The list."""

    BINDINGS: ClassVar[list[BindingType]] = bound(
        OPEN, ADD, EDIT, FILTER, MENU, WRITE, DROP, UNDO, *(way.command for way in WAYS), SORT, VIEWS, PREVIEW, BACK,
        TEXT, REDO, COLUMNS, COPY, COPY_ROW, REFRESH,
    )  # fmt: skip

    @work(exclusive=True, group="way")
    async def action_way(self, key: str) -> None:
        """Go where a key leads; read the list again if it may have changed there."""
        way = next(way for way in WAYS if way.key == key)
        if await self.shell.push_screen_wait(way.opens(self.list, self.filter)):
            self.read()

    @on(Rows.Opened)
    @work(exclusive=True, group="way")
    async def action_open(self) -> None:
        """Open the card of the customer under the cursor."""
        current = await self.rows.here()
        if current is not None:
            self.shell.push_screen(self.card(current.id))

    def card(self, customer_id: int) -> CardScreen:
        """Return the card of a customer."""
        return CardScreen(self.list, customer_id, self.walk)

    @work(exclusive=True, group="way")
    async def action_add(self) -> None:
        """Add a customer, then show the list with it."""
        stored = await self.shell.push_screen_wait(CustomerForm(self.list, card=alone(self.list)))
        if stored is not None:
            self.notify(translate(tr("Added: {name}")).format(name=inert(stored.name)))
            self.read()

    @work(exclusive=True, group="way")
    async def action_edit(self) -> None:
        """Edit the customer under the cursor."""
        current = await self.rows.here()
        if current is not None:
            stored = await self.shell.push_screen_wait(CustomerForm(self.list, current, alone(self.list)))
            if stored is not None and stored != current:
                self.notify(translate(tr("Saved: {name}")).format(name=inert(stored.name)))
                self.read()

    @work(exclusive=True, group="way")
    async def action_write(self) -> None:
        """Write to the marked customers, or to the one under the cursor."""
        current = await self.rows.here()
        if self.rows.marks:
            await write_to_many(self, self.list, self.rows.marks.picked(self.filter), Channel.EMAIL)
        elif current is not None:
            await write(self, self.list, current)

    @work(exclusive=True, group="way")
    async def action_text(self) -> None:
        """Text the marked customers, or the one under the cursor."""
        current = await self.rows.here()
        if self.rows.marks:
            await write_to_many(self, self.list, self.rows.marks.picked(self.filter), Channel.SMS)
        elif current is not None:
            await write_sms(self, self.list, current)

    def _picked(self) -> Picked | None:
        """Return the marked customers, else the one under the cursor; None where there is neither."""
        if self.rows.marks:
            return self.rows.marks.picked(self.filter)
        current = self.rows.current
        return Picked(ids=frozenset({current.id})) if current is not None else None

    @work(exclusive=True, group="deed")
    async def action_menu(self) -> None:
        """Choose what is done with the marked ones, and do it."""
        entries = [one for one in ENTRIES if self.permissions is not None and one.needs in self.permissions]
        options = tuple((one.key, translate(one.words)) for one in entries)
        marks, current = self.rows.marks, self.rows.current
        what = figure(marks.number(self.rows.directory.length)) if marks or current is None else inert(current.name)
        title = translate(tr("What to do with {what}?")).format(what=what)
        key = await self.shell.push_screen_wait(PickDialog(title, "", options))
        for one in entries:
            if one.key == key:
                await self._act(one.act)

    async def _act(self, act: Act) -> None:
        picked = self._picked()
        if picked is not None and await act(self, self.list.id, picked):
            self.rows.unmark()
            self.read()

    @work(exclusive=True, group="deed")
    async def action_drop(self) -> None:
        """Ask whether to deactivate or to delete."""
        if self._picked() is None:
            return
        choices = [Choice("cancel", tr("Cancel")), Choice("deactivate", tr("Deactivate"), by_y=True)]
        if self.permissions is not None and Permission.DELETE in self.permissions:
            choices.append(Choice("delete", tr("Delete"), danger=True))
        number = self.rows.marks.number(self.rows.directory.length) if self.rows.marks else 1
        question = tr("Customers chosen: {number}. Deactivated ones stay and can be found; deleted ones go.")
        asked = ChoiceDialog(question, tuple(choices), number=number)
        answer = await self.shell.push_screen_wait(asked)
        if answer == "deactivate":
            await self._act(lambda screen, of, picked: set_active(screen, of, picked, active=False, agreed=True))
        elif answer == "delete":
            await self._act(delete)

    @work(exclusive=True, group="deed")
    async def action_undo(self) -> None:
        """Take back one's own last step."""
        await self._turn(UndoLast(self.list.id), UNDONE)

    @work(exclusive=True, group="deed")
    async def action_redo(self) -> None:
        """Do again what was taken back last."""
        await self._turn(RedoLast(self.list.id), REDONE)

    async def _turn(self, case: UndoLast | RedoLast, words: str) -> None:
        try:
            done = await self.do(case, long=True)
        except UndoRefused as error:
            await self.shell.push_screen_wait(ObstaclesDialog(error.findings))
        except OClientError as error:
            self.refused(error)
        else:
            self.notify(translate(words).format(action=translate(told(done.action)), rows=done.rows))
            self.read()

    @work(exclusive=True, group="choose")
    async def action_sort(self) -> None:
        """Choose the order from a list."""
        options: list[tuple[str, str]] = []
        for order in columns.ORDERS:
            words = translate(columns.BY_KEY[order].words)
            options += [(order, f"{words} ↑"), (f"-{order}", f"{words} ↓")]
        order = await self.shell.push_screen_wait(
            PickDialog(translate(tr("Sort by")), "", tuple(options), self.rows.order)
        )
        if order:
            self.rows.sort(order)

    @on(CustomerTable.Sorted)
    @work(exclusive=True, group="prefer")
    async def sorted(self) -> None:
        """Read in the new order from its beginning, and keep it as what the person likes here."""
        self.read(keep_place=False)
        self.shell.prefer("sort", self.rows.order, self.list.id)

    @work(exclusive=True, group="choose")
    async def action_columns(self) -> None:
        """Choose the columns; what finds no room on this screen is counted at the end of the heads."""
        options = tuple((one.key, translate(one.words)) for one in columns.OTHERS)
        title = translate(tr("Columns beside the name"))
        ticked = await self.shell.push_screen_wait(TickDialog(title, options, frozenset(self.rows.keys)))
        if ticked is not None:
            self.rows.keys = tuple(one.key for one in columns.OTHERS if one.key in ticked)
            self.rows.arrived()
            self.write_heads()
            self.shell.prefer("columns", self.rows.keys, self.list.id)

    @work(exclusive=True, group="choose")
    async def action_views(self) -> None:
        """Open a saved filter, save the one in force, or remove one."""
        found = await views.choose(self, self.list, self.filter)
        if found is not None:
            self.query_one(FilterLine).input.value = found

    @work(exclusive=True, group="choose")
    async def action_preview(self) -> None:
        """Show or hide the pane; a narrow screen has no room for it and says so."""
        if self.has_class("-narrow"):
            self.notify(translate(tr("The preview needs 100 columns. enter opens the card.")), severity="warning")
            return
        self.preview.toggle_class("open")
        opened = self.preview.has_class("open")
        self.call_after_refresh(self.rows.arrived)
        self.shell.prefer("preview", opened, self.list.id)

    def action_copy(self) -> None:
        """Copy what stands in the sorted column of the row under the cursor."""
        current = self.rows.current
        if current is not None:
            self.shell.copy(columns.copied(current, [self.rows.order.removeprefix("-")]))

    def action_copy_row(self) -> None:
        """Copy the row under the cursor, its values with tabs between."""
        current = self.rows.current
        if current is not None:
            self.shell.copy(columns.copied(current, ["name", *self.rows.keys]))

    def action_filter(self) -> None:
        """Go to the filter line."""
        self.query_one(FilterLine).input.focus()
        self.complete()

    def action_back(self) -> None:
        """From the filter line to the list; there drop the marks, then the last term; then go back to the lists."""
        line_above = self.query_one(FilterLine)
        if line_above.input.has_focus:
            self.rows.focus()
        elif self.rows.marks:
            self.rows.unmark()
        elif not line_above.drop_last():
            self.dismiss(None)

    def action_refresh(self) -> None:
        """Read the list again."""
        self.read()
