"""Consent events of visible customers; appended, never changed (D14)."""

from collections.abc import Iterable

from oclient_tui.domain.consents import ConsentEvent
from storage.numbers import Among
from storage.scope import Scope
from storage.tables.customers import ConsentEventRow


class ConsentRepository:
    """The consent log."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def append(self, event: ConsentEvent) -> None:
        """Add an event at the end."""
        self.append_all([event])

    def append_all(self, events: Iterable[ConsentEvent]) -> None:
        """Add events at the end, in their order."""
        self._scope.insert_many(ConsentEventRow, map(_row, events))

    def newest(self, customer_id: int) -> dict[str, ConsentEvent]:
        """Return a customer's newest event of each kind."""
        return {event.kind: event for event in self.of(customer_id)}

    def of(self, customer_id: int) -> list[ConsentEvent]:
        """Return a customer's events, oldest first."""
        rows = self._scope.select(ConsentEventRow).where(ConsentEventRow.customer_id == customer_id)
        return [
            ConsentEvent(r.id, r.customer_id, r.kind, r.given, r.wording, r.source, r.actor_id, r.at, r.wording_version)
            for r in rows.order_by(ConsentEventRow.id)
        ]

    def stands(self, customer_id: int, kind: str) -> bool:
        """Whether a consent is given at present: its newest event says so."""
        of_kind = (ConsentEventRow.customer_id == customer_id) & (ConsentEventRow.kind == kind)
        newest = self._scope.select(ConsentEventRow).where(of_kind).order_by(ConsentEventRow.id.desc()).first()
        return bool(newest and newest.given)

    def standing(self, customer_ids: Iterable[int], kind: str) -> frozenset[int]:
        """Return which of some customers give a consent at present."""
        of_kind = ConsentEventRow.customer_id.in_(Among(customer_ids)) & (ConsentEventRow.kind == kind)
        rows = self._scope.select(ConsentEventRow, ConsentEventRow.customer_id, ConsentEventRow.given).where(of_kind)
        newest = dict(rows.order_by(ConsentEventRow.id).tuples())
        return frozenset(customer for customer, given in newest.items() if given)

    def knows(self, kind: str) -> bool:
        """Whether a consent of a kind was ever given or withdrawn."""
        return self._scope.select(ConsentEventRow).where(ConsentEventRow.kind == kind).first() is not None


def _row(event: ConsentEvent) -> dict[str, object]:
    return {
        "id": event.id,
        "customer_id": event.customer_id,
        "kind": event.kind,
        "given": event.given,
        "wording": event.wording,
        "wording_version": event.version,
        "source": event.source,
        "actor_id": event.actor_id,
        "at": event.at,
    }
