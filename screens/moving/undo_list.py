"""What one did on a list and can take back, or do again (D21, N03)."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.actions import told
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.undo import OBSTACLES, StepState, UndoRefused
from oclient_tui.services.undo.undoing import ListedStep, ListSteps, RedoLast, SkipLast, UndoLast
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, plain, said
from screens.moving.obstacles import ObstaclesDialog
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

UNDO = Command("undo.undo", "u", "undo", tr("take back"), tr("Take back the newest step that still stands."))
REDO = Command("undo.redo", "U", "redo", tr("do again"), tr("Do again what was taken back last."))
SKIP = Command("undo.skip", "S", "skip", tr("let stand"), tr("Let the newest step stand; go on before it."))
BACK = Command("undo.back", "escape,q", "back", tr("back"), tr("Go back to the customers."), key_display="esc")
REFRESH = Command("undo.refresh", "R", "refresh", tr("refresh"), tr("Read the steps again."), shown=False)

COLUMNS = (
    Column("action", tr("What you did"), 26),
    Column("rows", tr("Records"), 8, right=True),
    Column("at", tr("When"), 16),
    Column("state", tr("Now"), 0),
)
UNDONE, REDONE = tr("Taken back: {action} ({rows})."), tr("Done again: {action} ({rows}).")
STANDS = tr("It stands for good, and undo goes on before it: {action} ({rows}).")
_ASK = tr(
    "“{action}” stands for good then: nobody can take it back any more, and undo goes on with what you did before."
)
_EMPTY = tr("Nothing to take back: what you add, change or import on this list will stand here.")


class UndoScreen(HouseScreen[bool]):
    """One's own steps, the newest first; gives back whether the list was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(UNDO, REDO, SKIP, BACK, REFRESH)
    DEFAULT_CSS = """
    UndoScreen #empty { padding: 1 5; height: auto; color: $oc-muted; }
    UndoScreen #about { padding: 0 2; height: 2; background: $oc-surface; color: $oc-muted; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._steps: list[ListedStep] = []
        self._changed = False
        self._turning = asyncio.Lock()  # steps are taken one after the other, in the order of the keys

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and where one is."""
        return (self.list.name, translate(tr("What you did")))

    def body(self) -> Iterable[Widget]:
        """Yield the heads, the steps, and what is said where there are none."""
        steps = Rows(Directory(whole(lambda: self._steps)), self._drawn, id="steps")
        yield Vertical(Static(id="heads", markup=False), Static("", id="empty", markup=False), steps)
        yield Static("", id="about", markup=False)

    @property
    def rows(self) -> Rows[ListedStep]:
        """The steps."""
        return cast("Rows[ListedStep]", self.query_one("#steps"))

    def ready(self) -> None:
        """Read the steps."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in COLUMNS]
        self.query_one("#heads", Static).update(line(*head(COLUMNS, self.size.width - 1, words, "at", "↓")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read them; whoever is no longer on the list is back where they came from."""
        try:
            self._steps = await self.do(ListSteps(self.list.id), long=True)
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)
            return
        if not self.query(Rows):  # left meanwhile
            return
        await self.rows.load(keep_place=True)
        empty = self.query_one("#empty", Static)
        empty.display = not self._steps
        empty.update(said(_EMPTY))
        self.status((str(len(self._steps)), "bold $oc-text"), " ", translate(tr("steps")))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        wanted = {"undo": StepState.DONE, "skip": StepState.DONE, "redo": StepState.UNDONE}.get(action)
        if wanted is not None and self._next(wanted) is None:
            return False
        return super().check_action(action, parameters)

    def _next(self, state: StepState) -> ListedStep | None:
        return next((found for found in self._steps if found.next and found.step.state is state), None)

    @on(Rows.Moved)
    def _tell(self) -> None:
        current = self.rows.current
        words = now(current)[0] if current is not None else ""
        self.query_one("#about", Static).update(plain(words))

    def _drawn(self, row: ListedStep, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        step, (words, ink) = row.step, now(row)
        cells = (
            Cell(translate(told(step.action)), "text"),
            Cell(str(step.rows), "text"),
            Cell(shown_day(step.at)),
            Cell(words, ink),
        )
        glyph = "○" if step.state is StepState.UNDONE else "●" if row.next else " "
        state = RowState(under_cursor, self.rows.has_focus, glyph=glyph, faint=step.state is StepState.UNDONE)
        return drawn(self.shell.look, cells, COLUMNS, width, state)

    @work(group="turn")
    async def action_undo(self) -> None:
        """Take the newest one back."""
        await self._turn(UndoLast(self.list.id), UNDONE)

    @work(group="turn")
    async def action_redo(self) -> None:
        """Do the last undone one again."""
        await self._turn(RedoLast(self.list.id), REDONE)

    @work(group="turn")
    async def action_skip(self) -> None:
        """Ask, then let the newest one stand for good."""
        newest = self._next(StepState.DONE)
        if newest is None:
            return
        choices = (Choice("keep", tr("Keep the way back")), Choice("skip", tr("Let it stand"), danger=True))
        question = ChoiceDialog(_ASK, choices, action=translate(told(newest.step.action)))
        if await self.shell.push_screen_wait(question) == "skip":
            await self._turn(SkipLast(self.list.id), STANDS)

    async def _turn(self, case: UndoLast | RedoLast | SkipLast, words: str) -> None:
        async with self._turning:
            try:
                done = await self.do(case, long=True)
            except UndoRefused as error:
                await self.shell.push_screen_wait(ObstaclesDialog(error.findings))
            except OClientError as error:
                self.refused(error)
            else:
                self._changed = True
                self.notify(translate(words).format(action=translate(told(done.action)), rows=done.rows))
        self.read()

    @work(group="leave")
    async def action_back(self) -> None:
        """Go back, when what was asked for is done: a step begun is not dropped because a key came quickly."""
        async with self._turning:
            self.dismiss(self._changed)

    def action_refresh(self) -> None:
        """Read the steps again."""
        self.read()


def now(row: ListedStep) -> tuple[str, str]:
    """Return what can be done with a step now, in words, and the ink for them."""
    if row.refusal:
        return translate(row.refusal).format(right=row.step.needs), "error"
    if row.findings:
        found = row.findings[0]
        return " ".join(part for part in (found.name, translate(OBSTACLES[found.obstacle])) if part), "error"
    if row.step.state is StepState.UNDONE:
        return translate(tr("U does it again") if row.next else tr("taken back")), "muted"
    return translate(tr("u takes it back") if row.next else tr("after the newer ones")), "muted"
