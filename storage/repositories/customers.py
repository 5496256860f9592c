"""Visible customers: pages, counts, search and single records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import peewee

from oclient_tui.domain import search as words
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.filters import Node
from oclient_tui.domain.found import Found
from oclient_tui.domain.paging import Cursor, reverse
from oclient_tui.domain.text import sort_key
from storage.filters_sql import FilterContext, FilterSql
from storage.repositories import customer_rows
from storage.repositories.customer_values import CustomerValues, Links
from storage.scope import Hall, Scope
from storage.search import SearchIndex
from storage.tables.customers import AssignmentRow, CustomerRow

CANDIDATES = 1000
"""How many matches search-as-you-type looks at, after visibility and before sorting (D23)."""

_ORDERS: Mapping[str, Any] = {
    "created": CustomerRow.id,
    "updated": CustomerRow.updated_at,
    "company": CustomerRow.company_key,
    "city": CustomerRow.city_key,
    "email": CustomerRow.emails,
}
ORDERS = ("name", *_ORDERS)
"""What a list of customers can be sorted by; ids grow with time, so `created` is the id."""

NUMBERED = ("created", "updated")
"""Orders whose values are numbers; the others' are text."""

_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands: its version, and whether it is restricted."""

    version: int
    restricted: bool


class CustomerRepository:
    """Every query here starts from the scope: what is hidden is not met."""

    def __init__(self, scope: Scope, index: SearchIndex, hall: Hall, *, locks: bool) -> None:
        self._scope = scope
        self._index = index
        self._hall = hall
        self._locks = locks
        self._values = CustomerValues(scope)

    def add(self, customer: Customer, language: str) -> None:
        """Store a new record; assign its author before anything else of it is written."""
        row = customer_rows.columns(customer, language)
        self._scope.insert(CustomerRow, {"id": customer.id, **row}).execute()

    def complete(self, customer: Customer, links: Links) -> None:
        """Store what hangs on a new record: labels, measurements and search words."""
        self._values.write(customer, links)
        self._index.put(customer.id, customer_rows.searched(customer, self._scope.list_id))

    def get(self, customer_id: int) -> Customer | None:
        """Return a visible customer."""
        found = self._load(self._scope.customers(CustomerRow).where(CustomerRow.id == customer_id))
        return found[0] if found else None

    def several(self, customer_ids: Iterable[int]) -> dict[int, Customer]:
        """Return the visible ones of some customers."""
        found = self._load(self._scope.customers(CustomerRow).where(CustomerRow.id.in_(list(customer_ids))))
        return {customer.id: customer for customer in found}

    def in_short(self, customer_ids: Iterable[int]) -> dict[int, Found]:
        """Return the visible ones of some customers, in short."""
        query = self._scope.customers(*customer_rows.IN_SHORT).where(CustomerRow.id.in_(list(customer_ids)))
        return {row[0]: customer_rows.found(*row) for row in query.tuples()}

    def hold(self, customer_id: int) -> Customer | None:
        """Return a visible customer that stays as it is until the transaction ends (S2).

        The row is locked first and read after: who waited for the lock sees assignments as they are now.
        """
        if self._locks:
            row = self._scope.select(CustomerRow, CustomerRow.id).where(CustomerRow.id == customer_id)
            row.for_update("FOR UPDATE").execute()
        return self.get(customer_id)

    def standing(self, customer_ids: Sequence[int], *, holding: bool) -> dict[int, Standing]:
        """Return how the visible ones of some customers stand; held until the transaction ends if wanted (S2)."""
        ours = CustomerRow.id.in_(list(customer_ids))
        if holding and self._locks:
            rows = self._scope.select(CustomerRow, CustomerRow.id).where(ours).order_by(CustomerRow.id)
            rows.for_update("FOR UPDATE").execute()
        columns = (CustomerRow.id, CustomerRow.version, CustomerRow.restricted)
        found = self._scope.customers(*columns).where(ours).tuples()
        return {number: Standing(version, restricted) for number, version, restricted in found}

    def update(self, customer: Customer, language: str, links: Links) -> None:
        """Store a changed record with its values, its search words and the sort key of its assignments."""
        stored = replace(customer, changed_in=self._values.stored_history(customer.changed_in))
        row = customer_rows.columns(stored, language)
        self._scope.update(CustomerRow, row).where(CustomerRow.id == customer.id).execute()
        moved = (AssignmentRow.customer_id == customer.id) & (AssignmentRow.sort_key != row["sort_key"])
        self._scope.update(AssignmentRow, {"sort_key": row["sort_key"]}).where(moved).execute()
        self._values.rewrite(customer, links)
        self._index.put(customer.id, customer_rows.searched(customer, self._scope.list_id))

    def set_active(self, customer: Customer) -> None:
        """Store whether a changed record is active, and nothing else of it."""
        history = customer_rows.history_text(self._values.stored_history(customer.changed_in))
        values: dict[str, object] = {"active": customer.active, "changed_in": history}
        values |= {"version": customer.version, "updated_at": customer.updated_at}
        self._scope.update(CustomerRow, values).where(CustomerRow.id == customer.id).execute()

    def delete(self, customer_id: int) -> None:
        """Remove a record for good, with everything that hangs on it."""
        self._scope.delete(CustomerRow).where(CustomerRow.id == customer_id).execute()

    def page(
        self, node: Node, context: FilterContext, order: str, after: Cursor | None, limit: int
    ) -> tuple[list[Customer], Cursor | None, Cursor | None]:
        """Return one page, the cursor of the next, and the one of those before it; keys only, never an offset."""
        key, last = self._ordering(order)
        query = self._matching(node, context, CustomerRow, key.alias("order_key"))
        rows = list(_in_order(query, key, last, order, after).limit(limit + 1).objects(SimpleNamespace))
        found = self._from_rows(rows[:limit])
        more = Cursor(order, rows[limit - 1].order_key, rows[limit - 1].id) if len(rows) > limit else None
        return found, more, Cursor(reverse(order), rows[0].order_key, rows[0].id) if rows else None

    def seek(self, node: Node, context: FilterContext, order: str, after: Cursor | None, skip: int) -> Cursor | None:
        """Return the cursor of the row `skip` rows on, by one walk of an index that reads nothing else of the rows."""
        key, last = self._ordering(order)
        query = _in_order(self._matching(node, context, key, last), key, last, order, after)
        found = query.limit(1).offset(skip - 1).tuples().first()
        return Cursor(order, *found) if found else None

    def _ordering(self, order: str) -> tuple[Any, Any]:
        name = order.removeprefix("-")
        return self._scope.by_name() if name == "name" else (_ORDERS[name], CustomerRow.id)

    def count(self, node: Node, context: FilterContext) -> int:
        """Return how many visible customers match."""
        return int(self._matching(node, context, peewee.fn.COUNT(CustomerRow.id)).scalar())

    def most_contacts(self, node: Node, context: FilterContext) -> tuple[int, int]:
        """Return how many e-mails and how many phones a visible customer that matches has at most."""
        most = [peewee.fn.MAX(_line_ends(column)) for column in (CustomerRow.emails, CustomerRow.phones)]
        emails, phones = next(iter(self._matching(node, context, *most).tuples()))
        return int(emails or 0) + 1, int(phones or 0) + 1

    def ids(self, node: Node, context: FilterContext) -> list[int]:
        """Return the ids of all visible customers that match."""
        return [int(row[0]) for row in self._matching(node, context, CustomerRow.id).tuples()]

    def visible(self, customer_ids: Sequence[int]) -> list[int]:
        """Return those of any number of customers that are visible."""
        found: list[int] = []
        for start in range(0, len(customer_ids), _IDS_AT_ONCE):
            some = list(customer_ids[start : start + _IDS_AT_ONCE])
            query = self._scope.customers(CustomerRow.id).where(CustomerRow.id.in_(some))
            found += (int(row[0]) for row in query.order_by(CustomerRow.id).tuples())
        return found

    def find(self, text: str, limit: int, *, active_only: bool = True) -> list[Found]:
        """Return visible customers for search-as-you-type: capped candidates, then sorted by name (D23)."""
        wanted = words.query(self._scope.list_id, text)
        found = self._index.first(wanted, CANDIDATES, limit, active_only=active_only)
        query = self._scope.customers(*customer_rows.IN_SHORT).where(CustomerRow.id.in_(found))
        return [customer_rows.found(*row) for row in query.order_by(CustomerRow.sort_key, CustomerRow.id).tuples()]

    def resort(self, language: str) -> None:
        """Give the records whose name sorts elsewhere in another language their new place."""
        after = 0
        while rows := self._after(after, 500):
            for row in rows:
                key = sort_key(customer_rows.customer(row, {}, {}).sorting_name, language)
                if key != row.sort_key:
                    place = {"sort_key": key}
                    self._scope.update(CustomerRow, place).where(CustomerRow.id == row.id).execute()
                    self._scope.update(AssignmentRow, place).where(AssignmentRow.customer_id == row.id).execute()
            after = rows[-1].id

    def _after(self, last: int, limit: int) -> list[Any]:
        query = self._scope.customers(CustomerRow).where(CustomerRow.id > last)
        return list(query.order_by(CustomerRow.id).limit(limit).objects(SimpleNamespace))

    def _matching(self, node: Node, context: FilterContext, *columns: Any) -> Any:
        condition = FilterSql(self._scope, self._index, context).condition(node)
        return self._scope.customers(*columns).where(condition)

    def _load(self, query: Any) -> list[Customer]:
        return self._from_rows(list(query.objects(SimpleNamespace)))

    def _from_rows(self, rows: Sequence[Any]) -> list[Customer]:
        ids = [row.id for row in rows]
        if not ids:
            return []
        attached, histories = self._values.of(ids), self._values.read_histories([*map(customer_rows.history, rows)])
        return [customer_rows.customer(row, attached, past) for row, past in zip(rows, histories, strict=True)]


def _in_order(query: Any, key: Any, last: Any, order: str, after: Cursor | None) -> Any:
    """Return a query in an order, of what comes after a cursor."""
    falling, place = order.startswith("-"), peewee.Tuple(key, last)
    if after is not None:
        query = query.where(place < (after.key, after.id) if falling else place > (after.key, after.id))
    return query.order_by(key.desc(), last.desc()) if falling else query.order_by(key, last)


def _line_ends(column: Any) -> Any:
    return peewee.fn.LENGTH(column) - peewee.fn.LENGTH(peewee.fn.REPLACE(column, "\n", ""))
