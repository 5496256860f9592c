"""When a new customer is refused: the rules, and beside them what they would find today (O19, N14, looks 9b)."""

import asyncio
import time
from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.duplicates import MATCHABLE, Clash, parse_rules
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.duplicates import RULES
from oclient_tui.services.customers.rehearsing import RehearseSetting
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, plain
from screens.settings.clashes import ClashesScreen
from screens.settings.pair import compare
from screens.settings.rehearsal import Outcome, Rehearsal
from screens.settings.rule_ticks import RuleTicks
from screens.settings.rule_words import rule_name, rules_in_words
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows
from screens.widgets.text_dialog import Asked, TextDialog

TICK = Command("duplicates.tick", "space", "tick", tr("on, off"), tr("Tick the rule under the cursor, or not."))
ENTER = Command(
    "duplicates.enter", "enter", "enter", tr("pair"), tr("Tick a rule; show two customers that clash."),
    key_display="enter",
)  # fmt: skip
ADD = Command("duplicates.add", "a", "add", tr("join"), tr("Make a rule of several fields together."))
TOGETHER = Command(
    "duplicates.together", "t", "together", tr("any or all"), tr("Any one of the rules is enough, or all are needed.")
)
CLASHES = Command(
    "duplicates.clashes", "c", "clashes", tr("clashes"), tr("Show the customers that clash under the rules in force.")
)
PANE = Command("duplicates.pane", "tab,f6", "pane", tr("pane"), tr("Go to the rehearsal, or back to the rules."))
SAVE = Command("duplicates.save", "ctrl+s", "save", tr("save"), tr("Put the rules in force."), key_display="ctrl+s")
BACK = Command(
    "duplicates.back", "escape,q", "back", tr("back"), tr("Go back; asks when the rules are not saved."),
    key_display="esc",
)  # fmt: skip
WAIT_S = 0.3
"""How long after the last change the rehearsal begins."""
COLUMNS = (Column("tick", "", 3), Column("rule", "", 0))


class Superseded(Exception):
    """Stops a rehearsal that nobody waits for any more."""


class DuplicatesScreen(HouseScreen[bool]):
    """The rules and their rehearsal; gives back whether other rules are in force."""

    BINDINGS: ClassVar[list[BindingType]] = bound(TICK, SAVE, BACK, ENTER, ADD, TOGETHER, CLASHES, PANE)
    DEFAULT_CSS = """
    DuplicatesScreen #rules { width: 54; padding: 1 0 0 0; }
    DuplicatesScreen #rules Static { padding: 0 2; height: auto; margin-bottom: 1; }
    DuplicatesScreen #ticks { height: auto; max-height: 12; margin-bottom: 1; overflow-y: auto; }
    DuplicatesScreen Rehearsal { width: 1fr; }
    DuplicatesScreen.-narrow #rules { width: 1fr; }
    DuplicatesScreen.-narrow Rehearsal { display: none; }
    DuplicatesScreen.-narrow.rehearsal #rules { display: none; }
    DuplicatesScreen.-narrow.rehearsal Rehearsal { display: block; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._saved: str | None = None
        self._text = ""
        self._ticks = RuleTicks.of("")
        self._clashes: list[Clash] = []
        self._run = 0
        self._saving = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("Duplicates")))

    def body(self) -> Iterable[Widget]:
        """Yield both panes."""
        with Horizontal():
            with Vertical(id="rules"):
                yield Static(line((translate(tr("When is a new customer refused?")), "bold $oc-text")))
                yield Rows(Directory(whole(lambda: self._ticks.offered)), self._drawn, id="ticks")
                yield Static("", id="meaning", markup=False)
            yield Rehearsal(self._clashes)

    @property
    def ticks(self) -> Rows[str]:
        """The rules."""
        return cast("Rows[str]", self.query_one("#ticks"))

    @property
    def rehearsal(self) -> Rehearsal:
        """The right pane."""
        return self.query_one(Rehearsal)

    def ready(self) -> None:
        """Begin with the rules in force; what was ticked since stays when the language changes."""
        super().ready()
        self.ticks.focus()
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the rules in force, once."""
        try:
            if self._saved is None:
                self._saved = (await self.do(ShowSettings(self.list.id)))[RULES]
                self._ticks = RuleTicks.of(self._saved)
        except OClientError as error:
            self.refused(error)
            self.dismiss(False)
            return
        await self._changed()

    async def _changed(self) -> None:
        """Show what the ticks mean, and rehearse them."""
        self.ticks.styles.height = min(len(self._ticks.offered), 12)
        await self.ticks.renew(len(self._ticks.offered))
        self._run += 1
        try:
            self._text = self._ticks.text
        except OClientError as error:
            self.rehearsal.wrong(error.text(translate))
            return
        self.query_one("#meaning", Static).update(Content("\n").join(self._meaning()))
        changed = ("● ", "$oc-warn") if self._text != self._saved else ""
        told = translate(tr("not saved: {rules}")).format(rules=self._text or "–") if changed else ""
        self.status(changed, told, right=translate(tr("the rehearsal only reads")))
        self.rehearse()

    def _meaning(self) -> list[Content]:
        together = self._ticks.together
        marks = [("(•) ", "$oc-accent") if one else ("( ) ", "$oc-muted") for one in (not together, together)]
        return [
            line(marks[0], translate(tr("any one of them")), "   ", marks[1], translate(tr("all of them"))),
            line(""),
            line((translate(tr("In words")), "bold $oc-muted")),
            plain(rules_in_words(self._text)),
            line(""),
            line((translate(tr("What a member is told")), "bold $oc-muted")),
            plain(translate(tr("“Already on this list.” Nothing about the other customer where the member may not see"
                               " it; one key asks you to be assigned.")), "$oc-muted"),
        ]  # fmt: skip

    @work(exclusive=True, group="rehearse")
    async def rehearse(self) -> None:
        """Rehearse when nothing was changed for a moment; a change stops what still runs."""
        await asyncio.sleep(WAIT_S)
        run, began = self._run, time.monotonic()

        def heard() -> None:
            if run != self._run:
                raise Superseded

        self.rehearsal.waits()
        try:
            found = await self.do(RehearseSetting(self.list.id, RULES, self._text, heard), long=True)
        except Superseded:
            return
        except OClientError as error:
            self.rehearsal.wrong(error.text(translate))
            return
        saved = {rule.name for rule in parse_rules(self._saved or "")}
        fresh = {name for name in found.by_rule if name not in saved}
        await self.rehearsal.show(Outcome(found, time.monotonic() - began, fresh))

    def on_unmount(self) -> None:
        """Stop what still runs."""
        self._run += 1

    def _drawn(self, row: str, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        mark = Cell("[✓]", "accent") if row in self._ticks.ticked else Cell("[ ]")
        state = RowState(cursor=under_cursor, focused=self.ticks.has_focus)
        return drawn(self.shell.look, [mark, Cell(rule_name(row), "text")], COLUMNS, width, state)

    async def action_tick(self) -> None:
        """Tick or untick the rule under the cursor."""
        current = self.ticks.current
        if current is not None and self.ticks.has_focus:
            self._ticks = self._ticks.toggled(current)
            await self._changed()

    @on(Rows.Opened)
    async def action_enter(self) -> None:
        """Tick, or show what clashes side by side."""
        if self.ticks.has_focus:
            await self.action_tick()
        else:
            self.compare()

    @work(exclusive=True, group="pair")
    async def compare(self) -> None:
        """Show the first two customers of a clash side by side."""
        current = self.rehearsal.rows.current
        if current is not None:
            await compare(self, self.list.id, current)

    @work(exclusive=True, group="pair")
    async def action_clashes(self) -> None:
        """Show what clashes under the rules in force."""
        await self.shell.push_screen_wait(ClashesScreen(self.list))

    @work(exclusive=True, group="add")
    async def action_add(self) -> None:
        """Make a rule of fields that are joined."""

        async def keep(typed: dict[str, str]) -> None:
            self._ticks = self._ticks.added(typed["rule"])

        about = translate(tr("Fields joined by +, such as last_name+city. There are: {fields}."))
        asked = (Asked("rule", translate(tr("Rule")), completed=MATCHABLE),)
        title = translate(tr("A rule of several fields"))
        if await self.shell.push_screen_wait(TextDialog(title, about.format(fields=", ".join(MATCHABLE)), asked, keep)):
            await self._changed()

    async def action_together(self) -> None:
        """Any one of the rules is enough, or all are needed."""
        self._ticks = self._ticks.turned()
        await self._changed()

    def action_pane(self) -> None:
        """Go to the other pane; on a narrow screen one is shown at a time."""
        there = self.ticks.has_focus
        self.set_class(there, "rehearsal")
        (self.rehearsal.rows if there else self.ticks).focus()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Put the rules in force; customers that clash already stay (O22). On a large list that takes a while."""
        if self._saving:
            return
        self._saving = True
        self.status(translate(tr("Saving, and reading all customers by the new rules …")))
        try:
            await self.do(ChangeSetting(self.list.id, RULES, self._ticks.text), long=True)
        except OClientError as error:
            self._saving = False
            self.refused(error)
        else:
            self.dismiss(True)

    @work(exclusive=True, group="back")
    async def action_back(self) -> None:
        """Go back; ask first when the rules are not saved. What is being saved is waited for."""
        if self._saving:
            return
        if self._saved is not None and self._text != self._saved:
            stay, leave = Choice("stay", tr("Go on")), Choice("leave", tr("Leave the old rules"))
            asked = ChoiceDialog(tr("The rules that you ticked are not saved."), (stay, leave))
            if await self.shell.push_screen_wait(asked) != "leave":
                return
        self.dismiss(False)
