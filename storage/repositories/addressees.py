"""Visible customers by id, a batch at a time, with what decides whether and where anything is sent to them."""

from collections.abc import Sequence
from typing import Any

from oclient_tui.domain.audiences import Addressee
from oclient_tui.domain.filters import Node
from oclient_tui.domain.found import shown_name
from storage.filters_sql import FilterContext, FilterSql
from storage.numbers import Among
from storage.scope import Scope
from storage.search import SearchIndex
from storage.tables.customers import CustomerRow

_COLUMNS = (
    CustomerRow.id, CustomerRow.first_name, CustomerRow.last_name, CustomerRow.company, CustomerRow.active,
    CustomerRow.gdpr_ignore, CustomerRow.restricted, CustomerRow.emails, CustomerRow.phones,
)  # fmt: skip


class AddresseeRepository:
    """Reads no more of a customer than it takes to write to very many."""

    def __init__(self, scope: Scope, index: SearchIndex) -> None:
        self._scope = scope
        self._index = index

    def matching(self, node: Node, context: FilterContext, after: int, upto: int, limit: int) -> list[Addressee]:
        """Return the next that match, above one id and up to another: ids grow with time."""
        condition = FilterSql(self._scope, self._index, context).condition(node)
        between = (CustomerRow.id > after) & (CustomerRow.id <= upto)
        query = self._scope.customers(*_COLUMNS).where(condition, between)
        return [_addressee(*row) for row in query.order_by(CustomerRow.id).limit(limit).tuples()]

    def among(self, customer_ids: Sequence[int]) -> list[Addressee]:
        """Return those of some customers that are visible."""
        query = self._scope.customers(*_COLUMNS).where(CustomerRow.id.in_(Among(customer_ids)))
        return [_addressee(*row) for row in query.order_by(CustomerRow.id).tuples()]


def _addressee(
    number: int, first: str, last: str, company: str, active: Any, ignored: Any, restricted: Any, emails: str,
    phones: str,
) -> Addressee:  # fmt: skip
    lines = (tuple(text.split("\n")) if text else () for text in (emails, phones))
    return Addressee(number, shown_name(first, last, company), bool(active), bool(ignored), bool(restricted), *lines)
