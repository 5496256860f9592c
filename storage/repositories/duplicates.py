"""Duplicate control: keys held by one customer each, and what clashes (O19-O22).

Every way in uses `claim`: the primary key of the table decides, also between two who write at once. A key that was
taken says no more than that; whom it belongs to is answered only as far as the person may see.
"""

from collections.abc import Collection, Iterator
from typing import Any

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import Rules, fields_of, keys, normalised
from storage.duplicate_staging import Found, Report, staging
from storage.engine import Engine
from storage.repositories import customer_rows
from storage.scope import Scope
from storage.tables.customers import CustomerRow
from storage.tables.duplicates import DuplicateClashRow, DuplicateKeyRow

_AT_ONCE = 10_000
_BEHIND = {"email": "emails", "phone": "phones"}


class DuplicateRepository:
    """The keys of one list."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope

    def claim(self, customer_id: int, digests: Collection[bytes]) -> bool:
        """Take keys for a visible customer; False if another has one of them: then the transaction must not commit."""
        # In one order for everybody, so that two who want the same keys never wait for each other.
        rows = [{"digest": digest, "customer_id": customer_id} for digest in sorted(digests)]
        return self._scope.insert_free(DuplicateKeyRow, rows) == len(rows)

    def release(self, customer_id: int, digests: Collection[bytes]) -> None:
        """Give keys of a visible customer up; a key that another record has as well passes on to it."""
        # Clashes first: what a passing key makes of them meanwhile is then met among the keys.
        for table in (DuplicateClashRow, DuplicateKeyRow):
            ours = (table.customer_id == customer_id) & (table.digest.in_(digests))
            self._scope.delete(table).where(ours).execute()

    def visible_with(self, digests: Collection[bytes], *, besides: int) -> Customer | None:
        """Return the eldest visible customer that has one of the keys; hidden ones are as if they were not there."""
        held, beside = (
            self._scope.inside(table, table.customer_id).where(table.digest.in_(digests))
            for table in (DuplicateKeyRow, DuplicateClashRow)
        )
        found = self._scope.customers(CustomerRow).where(CustomerRow.id.in_(held + beside), CustomerRow.id != besides)
        row = found.order_by(CustomerRow.id).limit(1).objects().first()
        return customer_rows.customer(row, {}, {}) if row else None

    def rebuild(self, rules: Rules) -> None:
        """Store the keys of every customer of the list anew; what clashes already is noted, and stays (O22)."""
        self._scope.delete(DuplicateClashRow).execute()
        self._scope.delete(DuplicateKeyRow).execute()
        if not rules:
            return
        with staging(self._engine) as table:
            for found in self.keys_of_all(rules):
                table.add(found)
            table.gather()
            table.store(self._scope.list_id)

    def rehearse(self, rules: Rules, most: int) -> Report:
        """Return what would clash under rules, among visible customers; nothing is written (N14)."""
        with staging(self._engine) as table:
            for found in self.keys_of_all(rules):
                table.add(found)
            table.gather()
            return table.report(most)

    def clashes(self, most: int) -> Report:
        """Return what clashes now, among visible customers."""
        noted = self._scope.inside(DuplicateClashRow, DuplicateClashRow.digest)
        held = self._scope.select(DuplicateKeyRow, DuplicateKeyRow.digest, DuplicateKeyRow.customer_id)
        beside = self._scope.select(DuplicateClashRow, DuplicateClashRow.digest, DuplicateClashRow.customer_id)
        with staging(self._engine) as table:
            for query in (held.where(DuplicateKeyRow.digest.in_(noted)), beside):
                table.add((0, bytes(digest), customer) for digest, customer in query.tuples())
            table.gather()
            return table.report(most)

    def keys_of_all(self, rules: Rules) -> Iterator[list[Found]]:
        """Yield the keys of every visible customer under rules, many at once."""
        names, last = fields_of(rules), 0
        columns = [getattr(CustomerRow, _BEHIND.get(name, name)) for name in names]
        query = self._scope.customers(CustomerRow.id, *columns).order_by(CustomerRow.id).limit(_AT_ONCE)
        while rows := list(query.where(CustomerRow.id > last).tuples()):
            yield [found for row in rows for found in self._keys_of(rules, names, row)]
            last = rows[-1][0]

    def _keys_of(self, rules: Rules, names: tuple[str, ...], row: tuple[Any, ...]) -> Iterator[Found]:
        stored = zip(names, row[1:], strict=True)
        values = {name: normalised(name, text.split("\n") if name in _BEHIND else (text,)) for name, text in stored}
        for rule, digest in keys(self._scope.list_id, rules, values):
            yield rule, digest, row[0]
