"""Refused duplicates and requests of people who do not see every record, counted for the hourly limits (A4)."""

import peewee

from storage.scope import Scope
from storage.tables.duplicates import DuplicateProbeRow


class ProbeRepository:
    """The probes of one person on one list."""

    def __init__(self, scope: Scope, account_id: int) -> None:
        self._scope = scope
        self._account_id = account_id

    def since(self, kind: str, moment: int) -> int:
        """Return how many of a kind stand since a moment."""
        count = self._scope.select(DuplicateProbeRow, peewee.fn.COUNT(DuplicateProbeRow.id))
        return int(count.where(self._mine, DuplicateProbeRow.kind == kind, DuplicateProbeRow.at > moment).scalar())

    def add(self, probe_id: int, kind: str, now: int, *, forgetting: int) -> None:
        """Count one, and forget those from before a moment."""
        self._scope.delete(DuplicateProbeRow).where(self._mine, DuplicateProbeRow.at <= forgetting).execute()
        row = {"account_id": self._account_id, "id": probe_id, "kind": kind, "at": now}
        self._scope.insert(DuplicateProbeRow, row).execute()

    @property
    def _mine(self) -> peewee.Expression:
        return DuplicateProbeRow.account_id == self._account_id
