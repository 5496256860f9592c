"""Import, last step: what was done, where the rows stand that stayed out, and the way back (O21, N03)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, Refused, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.undo import StepState, UndoRefused
from oclient_tui.services.undo.undoing import ListSteps, UndoLast
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line, plain
from screens.moving.files import Imported
from screens.moving.mapped import about
from screens.moving.obstacles import ObstaclesDialog
from screens.moving.plan import Plan
from screens.moving.steps import Steps

DONE = Command(
    "report.done", "enter,escape,q", "done", tr("to the list"), tr("Go to the customers."), key_display="enter"
)
UNDO = Command("report.undo", "u", "undo", tr("take back"), tr("Take the whole import back."))
_SINCE = tr("You did something else on this list since. Take steps back one by one: Z in the list.")
_STANDS = tr("{number} rows stayed out. Correct them in {file} and import that file.")


class ReportScreen(HouseScreen[None]):
    """The counts and what can follow."""

    BINDINGS: ClassVar[list[BindingType]] = bound(DONE, UNDO)
    DEFAULT_CSS = """
    ReportScreen #block { height: 1fr; padding: 1 2; }
    ReportScreen #block Static { height: auto; margin-bottom: 1; }
    """

    def __init__(self, of: CustomerList, plan: Plan, done: Imported) -> None:
        super().__init__()
        self.list, self.plan, self._done = of, plan, done
        self._taken_back = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and the file."""
        return (self.list.name, translate(tr("Import")), self.plan.path.name)

    def body(self) -> Iterable[Widget]:
        """Yield the steps and what was done."""
        yield Steps(4, about(self.plan.look))
        yield Vertical(Static(self._counts()), *(Static(told) for told in self._more()), id="block")

    def ready(self) -> None:
        """Say where one is."""
        super().ready()
        self.status(self._done.report.file)

    def _counts(self) -> Content:
        report = self._done.report
        rows = (
            ("✓", "$oc-ok", report.added, tr("customers added")),
            ("✓", "$oc-ok", report.updated, tr("customers updated")),
            ("▲", "$oc-warn", report.duplicates, tr("were there already and are left out")),
            ("✗", "$oc-error", report.invalid, tr("rows had something wrong")),
        )
        shown = [
            line((f"{glyph} ", ink), (f"{number:>7} ", "bold $oc-text"), translate(words))
            for glyph, ink, number, words in rows
            if number
        ]
        return Content("\n").join(shown)

    def _more(self) -> Iterable[Content]:
        report, out = self._done.report, self._done.report.duplicates + self._done.report.invalid
        if self._taken_back:
            yield line((translate(tr("The import was taken back: the list is as it was before.")), "bold $oc-text"))
            return
        if self._done.rejects is not None:
            yield plain(translate(_STANDS).format(number=out, file=self._done.rejects.absolute()))
        if self._done.problem is not None:
            yield line(("✗ ", "$oc-error"), self._done.problem.text(translate))
        if report.added or report.updated:
            yield line(("u ", "bold $oc-accent"), translate(tr("takes the whole import back.")))
        yield line(("enter ", "bold $oc-accent"), translate(tr("shows the list.")))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the way back once it was gone."""
        if action == "undo" and self._taken_back:
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True, group="undo")
    async def action_undo(self) -> None:
        """Take the import back, as long as it is the last thing that the person did here."""
        try:
            steps = await self.do(ListSteps(self.list.id), long=True)
            last = next((one.step for one in steps if one.step.state is StepState.DONE), None)
            if last is None or last.action != "CustomersImported":
                raise Refused(_SINCE)
            await self.do(UndoLast(self.list.id), long=True)
        except UndoRefused as error:
            await self.shell.push_screen_wait(ObstaclesDialog(error.findings))
        except OClientError as error:
            self.refused(error)
        else:
            self._taken_back = True
            await self.recompose()
            await self.stand()
            self.refresh_bindings()

    def action_done(self) -> None:
        """Go to the customers."""
        self.dismiss(None)
