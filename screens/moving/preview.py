"""Import, third step: what will become of every row, before anything is written (N03)."""

from collections.abc import Callable, Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.imports import ImportReport
from oclient_tui.domain.lists import CustomerList
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line, plain
from screens.moving import verdicts
from screens.moving.files import Imported, carried_out, planned
from screens.moving.job import Job
from screens.moving.mapped import about
from screens.moving.plan import Plan
from screens.moving.report import ReportScreen
from screens.moving.running import RunDialog
from screens.moving.steps import Steps
from screens.moving.verdicts import KINDS, Verdict
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
from screens.widgets.rows import Rows

RUN = Command("preview.run", "ctrl+s", "run", tr("import"), tr("Import the rows that are ready."), key_display="ctrl+s")
READY = Command("preview.ready", "1", "kind(0)", tr("ready"), tr("Show the rows that will be imported."))
THERE = Command("preview.duplicates", "2", "kind(1)", tr("duplicates"), tr("Show the rows of customers who are there."))
WRONG = Command("preview.problems", "3", "kind(2)", tr("problems"), tr("Show the rows with something wrong."))
BACK = Command("preview.back", "escape,q", "back", tr("mapping"), tr("Go back to the mapping."), key_display="esc")

COLUMNS = (
    Column("line", tr("Line"), 7, right=True),
    Column("row", tr("Row"), 26),
    Column("then", tr("What becomes of it"), 0),
)


class PreviewScreen(HouseScreen[bool | None]):
    """Rows by kind; gives back whether the list was changed, None to go back to the mapping."""

    BINDINGS: ClassVar[list[BindingType]] = bound(RUN, READY, THERE, WRONG, BACK)
    DEFAULT_CSS = """
    PreviewScreen #told { height: 4; padding: 1 2 0 2; }
    PreviewScreen #reason { height: 2; padding: 0 2; background: $oc-surface; color: $oc-text; }
    PreviewScreen #last { height: 1; padding: 0 2; }
    """

    def __init__(self, of: CustomerList, plan: Plan) -> None:
        super().__init__()
        self.list, self.plan = of, plan
        self._report: ImportReport | None = None
        self._kind = KINDS[0]
        self._rows: list[Verdict] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and the file."""
        return (self.list.name, translate(tr("Import")), self.plan.path.name)

    def body(self) -> Iterable[Widget]:
        """Yield the steps, the counts, the rows, and the reason of the one under the cursor."""
        yield Steps(2, about(self.plan.look))
        yield Static("", id="told", markup=False)
        yield Vertical(
            Static(id="heads", markup=False), Rows(Directory(whole(lambda: self._rows)), self._drawn, id="verdicts")
        )
        yield Static("", id="reason", markup=False)
        yield Horizontal(Button("", id="import", classes="main", compact=True), id="last")

    @property
    def rows(self) -> Rows[Verdict]:
        """The rows of the kind that is shown."""
        return cast("Rows[Verdict]", self.query_one("#verdicts"))

    def ready(self) -> None:
        """Look at every row, once."""
        super().ready()
        self.rows.focus()
        if self._report is None:
            self.look()
        else:
            self.tell()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in COLUMNS]
        self.query_one("#heads", Static).update(line(*head(COLUMNS, self.size.width - 1, words, "line", "↑")))

    async def _ran(self, title: str, run: Callable[[Job], Imported]) -> Imported | None:
        answer = await self.shell.push_screen_wait(RunDialog(translate(title), run))
        if isinstance(answer, OClientError):
            self.refused(answer)
            return None
        return answer

    @work(exclusive=True, group="run")
    async def look(self) -> None:
        """Plan the import; where that is stopped or refused, go back to the mapping."""
        found = await self._ran(tr("Looking at every row"), planned(self.visit.session, self.list.id, self.plan))
        if found is None:
            self.dismiss(None)
            return
        self._report = found.report
        numbers = verdicts.counts(found.report)
        self._kind = max(KINDS, key=lambda kind: numbers[kind])
        self.tell()

    @work(exclusive=True, group="tell")
    async def tell(self) -> None:
        """Show the rows of the kind that was asked for."""
        report = self._report
        if report is None:
            return
        self._rows = verdicts.verdicts(report, self._kind)
        width = max(self.size.width - 4, 10)
        self.query_one("#told", Static).update(
            Content("\n").join([verdicts.share(report, width), Content(""), verdicts.told(report, self._kind)])
        )
        button, number = self.query_one("#import", Button), report.added + report.updated
        button.label = plain(translate(tr("Import {number}")).format(number=number))
        button.disabled = not number
        button.refresh(layout=True)
        await self.rows.load()
        more = verdicts.left_untold(report, self._kind, len(self._rows))
        if self._kind == "problems" and report.invalid:
            more = verdicts.causes(report)
        self.status(more or self._sum(report), right=translate(tr("nothing is written yet")))
        self.refresh_bindings()

    def _sum(self, report: ImportReport) -> str:
        words = translate(tr("{read} rows: {added} new, {updated} updated, {duplicates} left out, {invalid} wrong"))
        return words.format(**report.counts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be imported where no row is ready."""
        if action == "run" and (self._report is None or not self._report.added + self._report.updated):
            return False
        return super().check_action(action, parameters)

    def _drawn(self, row: Verdict, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        cells = (Cell(str(row.line)), Cell(row.row, "text"), Cell(row.then))
        return drawn(self.shell.look, cells, COLUMNS, width, RowState(under_cursor, self.rows.has_focus))

    @on(Rows.Moved)
    def _reason(self) -> None:
        current = self.rows.current
        words = f"{current.line}: {current.then}" if current is not None else translate(tr("There is no such row."))
        self.query_one("#reason", Static).update(plain(words if self._report is not None else ""))

    def action_kind(self, place: int) -> None:
        """Show the rows of another kind."""
        self._kind = KINDS[place]
        self.tell()

    @on(Button.Pressed, "#import")
    @work(exclusive=True, group="run")
    async def action_run(self) -> None:
        """Import; where that is stopped or refused nothing was changed, and the preview stays."""
        refused = self._report is not None and self._report.duplicates + self._report.invalid > 0
        run = carried_out(self.visit.session, self.list.id, self.plan, rejects=refused)
        done = await self._ran(tr("Importing"), run)
        if done is None:
            self.notify(translate(tr("Nothing was changed.")), severity="warning")
            return
        await self.shell.push_screen_wait(ReportScreen(self.list, self.plan, done))
        self.dismiss(True)

    def action_back(self) -> None:
        """Go back to the mapping."""
        self.dismiss(None)
