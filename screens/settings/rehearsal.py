"""What rules would find, before they are saved: numbers by rule as bars, and the customers that clash (N14)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import cast

from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.duplicates import Clash, Clashes
from oclient_tui.domain.errors import tr
from screens.ink import cut, line, plain, said
from screens.settings.rule_words import rule_name
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

COLUMNS = (Column("same", "", 16), Column("one", "", 0), Column("other", "", 24))
_NAME, _BAR = 20, 24


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out, how long it took, and which rules are not in force yet."""

    clashes: Clashes
    seconds: float
    fresh: Collection[str]


class Rehearsal(Vertical):
    """The right side of the duplicates' page. The clashes are the screen's: they outlive what shows them."""

    DEFAULT_CSS = """
    Rehearsal { background: $oc-surface; padding: 1 0 0 0; }
    Rehearsal Static { padding: 0 2; height: auto; }
    Rehearsal #numbers { margin-bottom: 1; }
    Rehearsal Rows { background: $oc-bg; height: 1fr; }
    """

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__(id="rehearsal")
        self._clashes = clashes

    def compose(self) -> Iterable[Widget]:
        """Yield the numbers and the list."""
        yield Static(line((translate(tr("Rehearsal")), "bold $oc-muted")), id="head", markup=False)
        yield Static("", id="numbers", markup=False)
        yield Rows(Directory(whole(lambda: self._clashes)), self._drawn, id="clashes")

    @property
    def rows(self) -> Rows[Clash]:
        """The customers that clash."""
        return cast("Rows[Clash]", self.query_one("#clashes"))

    def waits(self) -> None:
        """Say that it runs."""
        self._numbers(line((translate(tr("Reading all customers …")), "$oc-muted")))

    def wrong(self, sentence: str) -> None:
        """Say why there is nothing to rehearse."""
        self._numbers(line(("✗ ", "$oc-error"), plain(sentence)))

    async def show(self, outcome: Outcome) -> None:
        """Show what came out."""
        found = outcome.clashes
        self._clashes[:] = found.clashes
        pairs = tr("Pairs that break these rules today: {pairs} ({customers} customers).")
        told = said(pairs, pairs=found.pairs, customers=found.customers)
        stay = line((translate(tr("They stay: nothing is merged, hidden or deleted.")), "$oc-muted"))
        rest = [said(tr("Below are the first {shown}."), shown=len(found.clashes))]
        head = line((translate(tr("Rehearsal")), "bold $oc-muted"), (f"  {outcome.seconds:.1f} s", "$oc-muted"))
        self.query_one("#head", Static).update(head)
        self._numbers(told, stay, *(rest if found.count > len(found.clashes) else ()), *self._bars(outcome))
        await self.rows.load()

    def _numbers(self, *lines: Content) -> None:
        self.query_one("#numbers", Static).update(Content("\n").join(lines))

    def _bars(self, outcome: Outcome) -> list[Content]:
        by_rule = outcome.clashes.by_rule
        most = max(by_rule.values(), default=1)
        bars = [line("")] if by_rule else []
        for rule, pairs in by_rule.items():
            name = cut(rule_name(rule), _NAME - 2)
            new = ("  " + translate(tr("new")), "$oc-accent") if rule in outcome.fresh else ""
            bar = "━" * max(pairs * _BAR // most, 1)
            bars.append(line(name.ljust(_NAME), (bar, "$oc-accent"), f" {pairs}", new))
        return bars

    def _drawn(self, row: Clash, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(shell_of(self).look, clash_cells(row), COLUMNS, width, state)


def clash_cells(row: Clash) -> tuple[Cell, ...]:
    """Return what is the same, the first customer that has it, the second, and how many more there are."""
    names = [name for _, name in row.customers]
    more = f" +{row.count - 2}" if row.count > 2 else ""
    return (
        Cell(rule_name(row.rule)),
        Cell(names[0] if names else "", "text"),
        Cell((names[1] if len(names) > 1 else "…") + more, "text"),
    )
