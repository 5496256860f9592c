"""What hangs on visible customers: labels, measurements, and the people assigned to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.measurements import PREFIX, Measurement, amount_of, field_of, thousandths
from oclient_tui.domain.text import fold
from storage.numbers import Among
from storage.scope import Hall, Scope
from storage.tables.accounts import AccountRow
from storage.tables.base import CustomerTable
from storage.tables.catalogues import CatalogueEntryRow
from storage.tables.customers import (
    AssignmentRow,
    CustomerCategoryRow,
    CustomerInterestRow,
    CustomerMeasurementRow,
    CustomerTagRow,
)

_REWRITTEN = (CustomerCategoryRow, CustomerInterestRow, CustomerMeasurementRow, CustomerTagRow)


@dataclass(frozen=True, slots=True)
class Links:
    """The entries of catalogues that a customer has, by id; measurements with their amounts."""

    categories: Sequence[int] = ()
    interests: Sequence[int] = ()
    measurements: Mapping[int, str] = field(default_factory=dict[int, str])


class CustomerValues:
    """Reads and writes them for customers that the caller has found visible."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, ids: list[int]) -> dict[str, Mapping[int, tuple[Any, ...]]]:
        """Return the values of several customers, by field and id."""
        return {
            "categories": self._labels(CustomerCategoryRow, CustomerCategoryRow.category_id, ids),
            "interests": self._labels(CustomerInterestRow, CustomerInterestRow.entry_id, ids),
            "measurements": self._measurements(ids),
            "tags": self._tags(ids),
            "assigned": self._assigned(ids),
        }

    def write(self, customer: Customer, links: Links) -> None:
        """Store the values of a customer that has none yet."""
        here = {"customer_id": customer.id}
        self._scope.insert_many(CustomerCategoryRow, [{"category_id": entry, **here} for entry in links.categories])
        self._scope.insert_many(CustomerInterestRow, [{"entry_id": entry, **here} for entry in links.interests])
        amounts = {entry: thousandths(amount) for entry, amount in links.measurements.items()}
        self._scope.insert_many(
            CustomerMeasurementRow, [{"entry_id": entry, "thousandths": n, **here} for entry, n in amounts.items()]
        )
        tags = {fold(tag): tag for tag in customer.tags}
        self._scope.insert_many(CustomerTagRow, [{"tag_key": key, "tag": tag, **here} for key, tag in tags.items()])

    def rewrite(self, customer: Customer, links: Links) -> None:
        """Store the values of a customer in place of those before."""
        for table in _REWRITTEN:
            self._scope.delete(table).where(table.customer_id == customer.id).execute()
        self.write(customer, links)

    def stored_history(self, history: Mapping[str, int]) -> dict[str, int]:
        """Return which version changed which field, measurements by id: they keep it when they are renamed."""
        if not any(name.startswith(PREFIX) for name in history):
            return dict(history)
        stored = {field_of(name): f"{PREFIX}{entry_id}" for entry_id, name in self._kinds().items()}
        named = {name: stored.get(name, "") if name.startswith(PREFIX) else name for name in history}
        return {named[name]: version for name, version in history.items() if named[name]}

    def read_histories(self, histories: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
        """Return stored histories with measurements by name; those of removed kinds are forgotten."""
        if not any(name.startswith(PREFIX) for history in histories for name in history):
            return [dict(history) for history in histories]
        names = {f"{PREFIX}{entry_id}": field_of(name) for entry_id, name in self._kinds().items()}
        return [
            {
                names.get(name, name): version
                for name, version in history.items()
                if name in names or not name.startswith(PREFIX)
            }
            for history in histories
        ]

    def _kinds(self) -> dict[int, str]:
        rows = self._scope.select(CatalogueEntryRow, CatalogueEntryRow.id, CatalogueEntryRow.name)
        return dict(rows.where(CatalogueEntryRow.kind == CatalogueKind.MEASUREMENTS.value).tuples())

    def _labels(self, table: type[CustomerTable], entry: Any, ids: list[int]) -> dict[int, tuple[str, ...]]:
        return _grouped(self._entries(table, entry, ids, CatalogueEntryRow.name).tuples())

    def _measurements(self, ids: list[int]) -> dict[int, tuple[Measurement, ...]]:
        columns = (CatalogueEntryRow.id, CatalogueEntryRow.name, CatalogueEntryRow.unit)
        amount, entry = CustomerMeasurementRow.thousandths, CustomerMeasurementRow.entry_id
        rows = self._entries(CustomerMeasurementRow, entry, ids, *columns, amount).tuples()
        return _grouped((row[0], Measurement(row[1], row[2], row[3], amount_of(row[4]))) for row in rows)

    def _entries(self, table: type[CustomerTable], entry: Any, ids: list[int], *columns: Any) -> Any:
        query = self._scope.inside(table, table.customer_id, *columns)
        here = (CatalogueEntryRow.list_id == table.list_id) & (CatalogueEntryRow.id == entry)
        query = query.join(CatalogueEntryRow, on=here).where(table.customer_id.in_(Among(ids)))
        return query.order_by(CatalogueEntryRow.position, CatalogueEntryRow.id)

    def _tags(self, ids: list[int]) -> dict[int, tuple[str, ...]]:
        query = self._scope.inside(CustomerTagRow, CustomerTagRow.customer_id, CustomerTagRow.tag)
        query = query.where(CustomerTagRow.customer_id.in_(Among(ids)))
        return _grouped(query.order_by(CustomerTagRow.tag_key).tuples())

    def _assigned(self, ids: list[int]) -> dict[int, tuple[str, ...]]:
        query = self._scope.inside(AssignmentRow, AssignmentRow.customer_id, AssignmentRow.account_id)
        # Two questions: joined, the server may look each of the list's accounts up for each customer.
        pairs = set(query.where(AssignmentRow.customer_id.in_(Among(ids))).tuples())
        accounts = Hall(self._scope.database).select(AccountRow, AccountRow.id, AccountRow.email)
        accounts = accounts.where(AccountRow.id.in_(Among({account for _, account in pairs})))
        emails = list(accounts.order_by(AccountRow.email_key).tuples()) if pairs else []
        return _grouped((one, email) for account, email in emails for one in ids if (one, account) in pairs)


def _grouped(pairs: Any) -> dict[int, tuple[Any, ...]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for customer_id, value in pairs:
        groups[customer_id].append(value)
    return {customer_id: tuple(values) for customer_id, values in groups.items()}
