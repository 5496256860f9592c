"""Goes through a file once, a batch at a time: every row is added, an update, a duplicate, or invalid (O21, N03)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from oclient_tui.domain.customers import as_mapping
from oclient_tui.domain.errors import OClientError, Throttled
from oclient_tui.domain.imports import SHOWN_ROWS, ImportReport, OnDuplicate, Rejection, RowRefused
from oclient_tui.domain.sheets import SourceRow
from oclient_tui.services.customers.importing.consents import consent_events
from oclient_tui.services.customers.importing.drafting import Drafter
from oclient_tui.services.customers.importing.drafts import Draft
from oclient_tui.services.customers.importing.lines import Lines
from oclient_tui.services.customers.importing.rejecting import Rejections
from oclient_tui.services.customers.importing.stocks import HIDDEN, Holders, Stock, taken_meanwhile
from oclient_tui.services.customers.importing.updating import Taken, Updater
from oclient_tui.services.customers.importing.verdicts import ambiguous, duplicate
from oclient_tui.services.customers.probing import TOO_MANY, TooManyDuplicates, left_of_the_hour
from oclient_tui.services.usecase import Work

BATCH = 2000


class Importer:
    """One run over one file. What it does to the list is the stock's: for real, or as if."""

    def __init__(
        self, work: Work, drafter: Drafter, stock: Stock, updater: Updater, report: ImportReport, rejections: Rejections
    ) -> None:
        self._work = work
        self._drafter = drafter
        self._stock = stock
        self._updater = updater
        self._report = report
        self._rejections = rejections
        self._lines = Lines()
        self._left = left_of_the_hour(work)
        self._refused: list[tuple[SourceRow, Rejection]] = []

    def batch(self, rows: Sequence[SourceRow], on_duplicate: OnDuplicate, *, writing: bool) -> None:
        """Take one batch; raise Throttled where a person who does not see every record learns too much (A4)."""
        self._report.read += len(rows)
        drafts = [draft for row in rows if (draft := self._draft(row)) is not None]
        if self._left == 0 and any(draft.incoming.digests for draft in drafts):
            raise Throttled(TOO_MANY)
        if on_duplicate is OnDuplicate.UPDATE:
            self._meet(drafts, writing=writing)
        else:
            self._skip(drafts, writing=writing)
        for row, rejection in sorted(self._refused, key=lambda refused: refused[1].line):
            self._rejections.add(row, rejection)
        self._refused.clear()

    def _draft(self, row: SourceRow) -> Draft | None:
        try:
            return self._drafter.draft(row)
        except RowRefused as refusal:
            self._refuse(row, refusal.field, refusal.error)
            return None

    def _named(self, draft: Draft) -> bool:
        try:
            self._drafter.check_name(draft)
        except RowRefused as refusal:
            self._refuse(draft.row, refusal.field, refusal.error)
            return False
        return True

    def _skip(self, drafts: Sequence[Draft], *, writing: bool) -> None:
        """Add the rows whose keys are free; the others are duplicates."""
        named = [draft for draft in drafts if self._named(draft)]
        held = self._stock.claim([draft.incoming for draft in named])
        self._add([draft for draft in named if draft.customer.id not in held], writing=writing)
        eldest = {min(ids) for ids in held.values() if ids}
        # Asked whether anything is visible or not: a hidden duplicate costs what a visible one costs (A4).
        found = self._work.unit.customers.in_short(eldest) if held else {}
        for draft in named:
            if draft.customer.id in held:
                self._duplicate(draft, duplicate(held[draft.customer.id], self._lines, found))

    def _meet(self, drafts: Sequence[Draft], *, writing: bool) -> None:
        """Take the rows one after the other, each as the rows before have left the list."""
        held = self._stock.holders({key for draft in drafts for key in draft.incoming.digests})
        waiting: list[Draft] = []
        for draft in drafts:
            ids = frozenset[int]().union(*(held[key] for key in draft.incoming.digests if key in held))
            if ids:
                self._claim_and_add(waiting, writing=writing)
                self._update(draft, ids, held)
            elif self._named(draft):
                waiting.append(draft)
                held |= dict.fromkeys(draft.incoming.digests, frozenset({draft.customer.id}))
        self._claim_and_add(waiting, writing=writing)

    def _claim_and_add(self, waiting: list[Draft], *, writing: bool) -> None:
        if waiting and self._stock.claim([draft.incoming for draft in waiting]):
            raise taken_meanwhile()
        self._add(waiting, writing=writing)
        waiting.clear()

    def _add(self, drafts: Sequence[Draft], *, writing: bool) -> None:
        if not drafts:
            return
        self._drafter.catalogues.store((draft.incoming.links.categories for draft in drafts), writing=writing)
        new = (draft for draft in drafts if draft.consents)
        events = [e for draft in new for e in consent_events(self._work, draft.customer.id, draft.consents, {})]
        self._stock.add(drafts, events)
        for draft in drafts:
            self._lines.added(draft.customer.id, draft.row.line)
            _show(self._report.first, draft)
        self._report.added += len(drafts)

    def _update(self, draft: Draft, ids: frozenset[int], held: Holders) -> None:
        """Update the one customer that a row fits; anything else is a duplicate."""
        visible = ids - {HIDDEN}
        if len(visible) != 1 or visible & self._lines.keys():
            self._unclear(draft, visible)
            return
        (customer_id,) = visible
        try:
            keys = self._updater.update(draft, customer_id)
        except RowRefused as refusal:
            self._refuse(draft.row, refusal.field, refusal.error)
            return
        except Taken as taken:
            self._unclear(draft, taken.held_by - {HIDDEN}, one=True)
            return
        self._report.updated += 1
        _show(self._report.changes, draft)
        self._lines.updated(customer_id, draft.row.line)
        for key in keys.gone:
            held.pop(key, None)
        held |= self._stock.holders(keys.gone) | dict.fromkeys(keys.new, frozenset({customer_id}))

    def _unclear(self, draft: Draft, visible: frozenset[int], *, one: bool = False) -> None:
        found = self._work.unit.customers.in_short(visible)
        several = len(visible) > 1 and not one and not any(customer in self._lines for customer in visible)
        named = [customer for customer in visible if customer in self._lines] or visible
        self._duplicate(draft, ambiguous(visible, found) if several else duplicate(named, self._lines, found))

    def _duplicate(self, draft: Draft, error: OClientError) -> None:
        self._report.duplicates += 1
        self._refused.append((draft.row, Rejection(draft.row.line, "", error.message, error.values, True)))
        if self._left is not None and self._report.duplicates > self._left:
            raise TooManyDuplicates

    def _refuse(self, row: SourceRow, field: str, error: OClientError) -> None:
        self._report.invalid += 1
        self._refused.append((row, Rejection(row.line, field, error.message, error.values)))


def _show(shown: list[Mapping[str, object]], draft: Draft) -> None:
    if len(shown) < SHOWN_ROWS:
        shown.append({"line": draft.row.line, **_filled(draft)})


def _filled(draft: Draft) -> dict[str, object]:
    """Return what a row fills, as other programs read it."""
    told = as_mapping(draft.customer)
    hidden = ("id", "version", "assigned")
    return {name: value for name, value in told.items() if value and name not in hidden}


def batches(rows: Iterable[SourceRow]) -> Iterator[Sequence[SourceRow]]:
    """Yield rows in batches."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
