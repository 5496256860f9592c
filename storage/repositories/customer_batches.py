"""Many changed customers at once: a statement for all of a batch, and only the columns that the change is about."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.fields import NAMES, slot
from oclient_tui.domain.measurements import PREFIX, thousandths
from oclient_tui.domain.text import fold
from storage.repositories import customer_rows
from storage.repositories.customer_values import CustomerValues, Links
from storage.row_writer import RowWriter
from storage.scope import Scope
from storage.search import SearchIndex
from storage.tables.base import CustomerTable
from storage.tables.customers import (
    KEYED,
    AssignmentRow,
    CustomerCategoryRow,
    CustomerInterestRow,
    CustomerMeasurementRow,
    CustomerRow,
    CustomerTagRow,
)

_ALWAYS = ("version", "updated_at", "changed_in")


class CustomerBatches:
    """Writes customers that the caller holds and sees."""

    def __init__(self, scope: Scope, index: SearchIndex, writer: RowWriter) -> None:
        self._scope = scope
        self._writer = writer
        self._index = index
        self._values = CustomerValues(scope)

    def update(
        self, customers: Sequence[Customer], fields: Collection[str], links: Callable[[Customer], Links], language: str
    ) -> None:
        """Store what changed in some fields, with search words and places in the order where these follow from them."""
        rows = [(customer.id, self._row(customer, language)) for customer in customers]
        columns = sorted({column for name in fields for column in _columns_of(name)})
        self._writer.update(CustomerRow, "id", (*_ALWAYS, *columns), rows)
        if "sort_key" in columns:
            self._writer.update(AssignmentRow, "customer_id", ("sort_key",), rows)
        self._relink(customers, fields, links)
        if any(_searched(name) for name in fields):
            list_id = self._scope.list_id
            self._index.put_many((one.id, customer_rows.searched(one, list_id)) for one in customers)

    def set_active(self, customers: Sequence[Customer]) -> None:
        """Store which are active, and nothing else of them."""
        rows = [(customer.id, {**self._always(customer), "active": customer.active}) for customer in customers]
        self._writer.update(CustomerRow, "id", (*_ALWAYS, "active"), rows)

    def _row(self, customer: Customer, language: str) -> dict[str, Any]:
        return {**customer_rows.columns(customer, language), **self._always(customer)}

    def _always(self, customer: Customer) -> dict[str, Any]:
        history = customer_rows.history_text(self._values.stored_history(customer.changed_in))
        return {"version": customer.version, "updated_at": customer.updated_at, "changed_in": history}

    def _relink(
        self, customers: Sequence[Customer], fields: Collection[str], links: Callable[[Customer], Links]
    ) -> None:
        found = [(customer, links(customer)) for customer in customers]
        made: dict[type[CustomerTable], Callable[[], list[dict[str, object]]]] = {
            CustomerCategoryRow: lambda: _rows(found, "category_id", lambda _, of: of.categories),
            CustomerInterestRow: lambda: _rows(found, "entry_id", lambda _, of: of.interests),
            CustomerMeasurementRow: lambda: [
                {"customer_id": one.id, "entry_id": entry, "thousandths": thousandths(amount)}
                for one, of in found
                for entry, amount in of.measurements.items()
            ],
            CustomerTagRow: lambda: [
                {"customer_id": one.id, "tag_key": key, "tag": tag}
                for one, _ in found
                for key, tag in {fold(tag): tag for tag in one.tags}.items()
            ],
        }
        ids = [customer.id for customer in customers]
        for table, name in _TABLES.items():
            if any(field.startswith(name) for field in fields):
                self._scope.delete(table).where(table.customer_id.in_(ids)).execute()
                self._scope.insert_many(table, made[table]())


_TABLES: dict[type[CustomerTable], str] = {
    CustomerCategoryRow: "categories",
    CustomerInterestRow: "interests",
    CustomerMeasurementRow: PREFIX,
    CustomerTagRow: "tags",
}


def _rows(
    found: Sequence[tuple[Customer, Links]], column: str, ids: Callable[[Customer, Links], Sequence[int]]
) -> list[dict[str, object]]:
    return [{"customer_id": one.id, column: entry} for one, of in found for entry in ids(one, of)]


def _columns_of(name: str) -> list[str]:
    """Return the columns that follow from a field."""
    place = slot(name)
    if place is not None:
        return [f"{place[0]}s"]
    if name.startswith(PREFIX) or name in _TABLES.values():
        return []
    return [name, *([f"{name}_key"] if name in KEYED else []), *(["sort_key"] if name in NAMES else [])]


def _searched(name: str) -> bool:
    return slot(name) is not None or name == "tags" or name in customer_rows.SEARCHED
