"""A bulk run: customers in batches, each planned and then written, all or nothing (N03).

A dry run goes the same way and writes nothing. It answers what trying would, so it is counted as a try where it meets
a duplicate (A4).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.bulk import NOBODY_CHOSEN, ROWS_TOLD, BulkRefused, Outcome, RefusedRow
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, OClientError
from oclient_tui.domain.picks import Picked
from oclient_tui.domain.undo import AT_ONCE
from oclient_tui.services.customers.filtering import picked_ids, read_filter
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import Work

_NAMED_IN_AUDIT = 1000


@dataclass
class Tally:
    """What a run has come to so far."""

    matched: int = 0
    changed: int = 0
    refused: int = 0
    rows: list[RefusedRow] = field(default_factory=list[RefusedRow])
    named: list[str] = field(default_factory=list[str])

    def refuse(self, customer: Customer, reason: OClientError) -> None:
        """Note a customer that cannot be changed."""
        self.refused += 1
        if len(self.rows) < ROWS_TOLD:
            self.rows.append(RefusedRow(customer.id, customer.name, reason))

    def note(self, ids: Sequence[int]) -> None:
        """Note customers that were changed."""
        self.changed += len(ids)
        self.named += [str(one) for one in ids[: _NAMED_IN_AUDIT - len(self.named)]]

    @property
    def outcome(self) -> Outcome:
        """The numbers, and the first refused."""
        unchanged = self.matched - self.changed - self.refused
        return Outcome(self.matched, self.changed, unchanged, self.refused, tuple(self.rows))


@dataclass
class BulkCase(ABC):
    """What bulk runs have in common. The filter and the set are read with the eyes of whoever acts."""

    needs: ClassVar[Permission]
    list_id: int
    filter: str = ""
    set: str = ""
    dry: bool = False
    partly: bool = False
    picked: Picked | None = field(default=None, kw_only=True)
    """Customers marked one by one or by a filter, in place of `filter` and `set`."""

    def run_over(self, work: Work, action: str, *, after: dict[str, object]) -> Outcome:
        """Run; raise BulkRefused where a customer cannot be changed, unless the others are wanted all the same."""
        ids, tally = self._chosen(work), Tally()
        if not self.dry:
            journal.step(work, needs=self.needs, action=action)
        for customers in self._batches(work, ids):
            tally.matched += len(customers)
            changed = self.batch(work, tally, customers)
            tally.note(changed)
        if self.dry:
            return tally.outcome
        if tally.refused and not self.partly:
            raise BulkRefused(tally.outcome)
        if tally.changed:
            told: dict[str, object] = {"count": tally.changed, "customers": tally.named}
            work.record(Event(action, after={**after, **told}))
        return tally.outcome

    def _chosen(self, work: Work) -> list[int]:
        spoken = bool(self.filter.strip() or self.set.strip())
        if spoken is (self.picked is not None):
            raise Invalid(NOBODY_CHOSEN)
        if self.picked is not None:
            return picked_ids(work, self.picked)
        node, context = read_filter(work, self.filter, "", self.set)
        return sorted(work.unit.customers.ids(node, context))

    def stopped(self, tally: Tally) -> bool:
        """Whether nothing need be written any more."""
        return self.dry or (tally.refused > 0 and not self.partly)

    @abstractmethod
    def batch(self, work: Work, tally: Tally, customers: Sequence[Customer]) -> list[int]:
        """Plan some customers and write them unless the run is stopped; return those that change."""

    def _batches(self, work: Work, ids: Sequence[int]) -> Iterator[list[Customer]]:
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            work.unit.customers.standing(some, holding=not self.dry)
            found = work.unit.customers.several(some)
            yield [found[one] for one in some if one in found]
