"""Records of one card module, of visible customers."""

from collections.abc import Mapping
from typing import Any

import peewee

from oclient_tui.domain.module import Module
from oclient_tui.domain.records import Record
from storage.repositories.record_rows import record_of, row_of
from storage.repositories.row_images import packed_row, unpacked_row
from storage.scope import Scope
from storage.tables.records import record_table
from storage.tables.undo import VersionFloorRow


class RecordRepository:
    """Every query here starts from the scope: a record is met exactly where its customer is."""

    def __init__(self, scope: Scope, module: Module) -> None:
        self._scope = scope
        self._module = module
        self._table: Any = record_table(module)

    def add(self, record: Record) -> None:
        """Store a new record."""
        self._scope.insert(self._table, {"id": record.id} | row_of(self._module, record)).execute()

    def get(self, record_id: int) -> Record | None:
        """Return a record."""
        row = self._scope.select(self._table).where(self._table.id == record_id).first()
        return record_of(self._module, row) if row else None

    def row(self, record_id: int) -> dict[str, Any]:
        """Return the row of a visible record as the journal of undo keeps it."""
        found = self._scope.select(self._table).where(self._table.id == record_id).dicts().get()
        return packed_row(self._table, found, ("list_id", "customer_id"))

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether the module still has every column of a row of the journal's."""
        return not set(row) - set(self._table._meta.fields)

    def put_back(self, record_id: int, customer_id: int, row: Mapping[str, Any], *, exists: bool) -> None:
        """Let a record of a visible customer be as the journal has it."""
        whole = unpacked_row(self._table, row, customer_id=customer_id)
        if exists:
            self._scope.update(self._table, whole).where(self._table.id == record_id).execute()
        else:
            self._scope.insert(self._table, whole).execute()

    def update(self, record: Record) -> None:
        """Store a changed record."""
        row = row_of(self._module, record)
        self._scope.update(self._table, row).where(self._table.id == record.id).execute()

    def remove(self, record_id: int) -> None:
        """Remove a record for good."""
        self._scope.delete(self._table).where(self._table.id == record_id).execute()

    def page(self, customer_id: int | None, after: int | None, limit: int) -> list[Record]:
        """Return records of a customer or of the whole list, the newest first; keys only, never an offset."""
        query = self._scope.select(self._table)
        if customer_id is not None:
            query = query.where(self._table.customer_id == customer_id)
        if after is not None:
            query = query.where(self._table.id < after)
        return [record_of(self._module, row) for row in query.order_by(self._table.id.desc()).limit(limit)]

    def open_of(self, customer_id: int) -> bool:
        """Whether a customer has a record in one of the module's open states."""
        found = self._scope.select(self._table, self._table.id).where(
            self._table.customer_id == customer_id, self._table.state.in_(self._module.open_states)
        )
        return bool(found.limit(1).exists())

    def count(self) -> int:
        """Return how many records there are of visible customers."""
        return int(self._scope.select(self._table, peewee.fn.COUNT(self._table.id)).scalar())

    def count_with(self, field: str, value: int) -> int:
        """Return how many records carry a number, such as the id of a catalogue's entry."""
        query = self._scope.select(self._table, peewee.fn.COUNT(self._table.id))
        return int(query.where(getattr(self._table, field) == value).scalar())

    def replace(self, field: str, value: int, to: int) -> None:
        """Let every record that carries a number carry another."""
        floors = self._scope.inside(VersionFloorRow, VersionFloorRow.floor).where(VersionFloorRow.id == self._table.id)
        highest = peewee.fn.COALESCE(floors, 0)
        above = peewee.Case(None, [(self._table.version < highest, highest)], self._table.version)
        changed = {field: to, "version": above + 1}
        self._scope.update(self._table, changed).where(getattr(self._table, field) == value).execute()

    def sums(self, group: str, amount: str) -> dict[int, tuple[int, int]]:
        """Return count and sum of an amount by the number in another field, for records that have one."""
        by, added = getattr(self._table, group), peewee.fn.SUM(getattr(self._table, amount))
        query = self._scope.select(self._table, by, peewee.fn.COUNT(self._table.id), added)
        rows = query.where(by.is_null(False)).group_by(by).tuples()
        return {int(number): (int(count), int(total or 0)) for number, count, total in rows}
