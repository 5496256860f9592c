"""The catalogues of a list: categories, sale types, interests, measurements, consent kinds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import peewee

from oclient_tui.domain.catalogues import CatalogueKind, Entry, taken
from oclient_tui.domain.text import fold
from storage.scope import Scope
from storage.tables.base import CustomerTable
from storage.tables.catalogues import CatalogueEntryRow
from storage.tables.customers import CustomerCategoryRow, CustomerInterestRow, CustomerMeasurementRow

_OF_CUSTOMERS: Mapping[CatalogueKind, tuple[type[CustomerTable], Any]] = {
    CatalogueKind.CATEGORIES: (CustomerCategoryRow, CustomerCategoryRow.category_id),
    CatalogueKind.INTERESTS: (CustomerInterestRow, CustomerInterestRow.entry_id),
    CatalogueKind.MEASUREMENTS: (CustomerMeasurementRow, CustomerMeasurementRow.entry_id),
}
"""Where customers keep what they have of a catalogue."""


class CatalogueRepository:
    """One catalogue. Entries are the list's own: the same name in another list is another entry."""

    def __init__(self, scope: Scope, kind: CatalogueKind, *, locks: bool) -> None:
        self._scope = scope
        self._kind = kind
        self._locks = locks

    def all(self) -> list[Entry]:
        """Return the entries in their order."""
        rows = self._select().order_by(CatalogueEntryRow.position, CatalogueEntryRow.id)
        return [_entry(row) for row in rows]

    def hold(self) -> list[Entry]:
        """Return the entries in their order, and let nobody else change or use them anew until the transaction ends."""
        if self._locks:
            self._select().order_by(CatalogueEntryRow.id).for_update("FOR UPDATE").execute()
        return self.all()

    def get(self, entry_id: int) -> Entry | None:
        """Return an entry."""
        row = self._select().where(CatalogueEntryRow.id == entry_id).first()
        return _entry(row) if row else None

    def named(self, names: Iterable[str]) -> dict[str, Entry]:
        """Return the entries of these names, by folded name."""
        keys = [fold(name) for name in names]
        rows = self._select().where(CatalogueEntryRow.name_key.in_(keys))
        return {row.name_key: _entry(row) for row in rows}

    def add(self, entry: Entry) -> Entry:
        """Add an entry at the end and return it with its place; raise Refused if the name is there already (O32)."""
        last = self._select(peewee.fn.MAX(CatalogueEntryRow.position)).scalar()
        placed = Entry(entry.id, entry.name, (last or 0) + 1, entry.unit, entry.code)
        try:
            self._scope.insert(CatalogueEntryRow, self._row(placed)).execute()
        except peewee.IntegrityError as error:
            raise taken(self._kind, entry.name) from error
        return placed

    def fill(self, entries: Iterable[Entry]) -> None:
        """Store the entries of a new list, with their places."""
        self._scope.insert_many(CatalogueEntryRow, [self._row(entry) for entry in entries])

    def rename(self, entry_id: int, name: str) -> None:
        """Give an entry another name; raise Refused if another entry has it, however it is written (O32)."""
        values = {"name": name, "name_key": fold(name)}
        try:
            self._scope.update(CatalogueEntryRow, values).where(CatalogueEntryRow.id == entry_id).execute()
        except peewee.IntegrityError as error:
            raise taken(self._kind, name) from error

    def arrange(self, entry_ids: Sequence[int]) -> None:
        """Put the entries into this order."""
        for position, entry_id in enumerate(entry_ids, start=1):
            there = (CatalogueEntryRow.id == entry_id) & (CatalogueEntryRow.position != position)
            self._scope.update(CatalogueEntryRow, {"position": position}).where(there).execute()

    def customers_with(self, entry_id: int) -> int:
        """Return how many visible customers have an entry as a label or a value."""
        if self._kind not in _OF_CUSTOMERS:
            return 0
        table, column = _OF_CUSTOMERS[self._kind]
        query = self._scope.select(table, peewee.fn.COUNT(table.customer_id))
        return int(query.where(column == entry_id).scalar())

    def uses(self) -> dict[int, int]:
        """Return how many visible customers have each entry as a label or a value; those that nobody has are not in."""
        if self._kind not in _OF_CUSTOMERS:
            return {}
        table, column = _OF_CUSTOMERS[self._kind]
        rows = self._scope.select(table, column, peewee.fn.COUNT(table.customer_id)).group_by(column)
        return {int(entry): int(count) for entry, count in rows.tuples()}

    def remove(self, entry_id: int) -> None:
        """Remove an entry; labels and values that customers have of it go along, the customers stay (O33, E12)."""
        self._scope.delete(CatalogueEntryRow).where(
            CatalogueEntryRow.kind == self._kind.value, CatalogueEntryRow.id == entry_id
        ).execute()

    def _select(self, *columns: Any) -> Any:
        return self._scope.select(CatalogueEntryRow, *columns).where(CatalogueEntryRow.kind == self._kind.value)

    def _row(self, entry: Entry) -> dict[str, object]:
        return {
            "kind": self._kind.value,
            "id": entry.id,
            "name": entry.name,
            "name_key": fold(entry.name),
            "position": entry.position,
            "unit": entry.unit,
            "code": entry.code,
        }


def _entry(row: CatalogueEntryRow) -> Entry:
    return Entry(row.id, row.name, row.position, row.unit, row.code)
