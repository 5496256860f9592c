"""Filters of the domain as SQL. Columns come from the tables here, values always as parameters (A7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

import peewee

from oclient_tui.domain import search as words
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.filter_fields import Compare
from oclient_tui.domain.filters import AnyOf, Every, Node, Not, Term, Words
from oclient_tui.domain.ids import MISSING
from oclient_tui.domain.measurements import thousandths
from storage.scope import Scope
from storage.search import SearchIndex
from storage.tables.catalogues import CatalogueEntryRow
from storage.tables.customers import (
    KEYED,
    AssignmentRow,
    ConsentEventRow,
    CustomerCategoryRow,
    CustomerInterestRow,
    CustomerMeasurementRow,
    CustomerRow,
    CustomerTagRow,
)

_ALL = peewee.SQL("1 = 1")
_NONE = peewee.SQL("1 = 0")


@dataclass(frozen=True, slots=True)
class FilterContext:
    """What a filter's words mean here: who `me` is, which account an e-mail names, and what the catalogues' names do.

    `consents` holds the code of each consent kind named, `measurements` the id behind each field.
    """

    me: int
    people: Mapping[str, int]
    consents: Mapping[str, str] = field(default_factory=dict[str, str])
    measurements: Mapping[str, int] = field(default_factory=dict[str, int])


class FilterSql:
    """Turns a filter's tree into a condition on customers."""

    def __init__(self, scope: Scope, index: SearchIndex, context: FilterContext) -> None:
        self._scope = scope
        self._index = index
        self._context = context
        self._comparisons: Mapping[Compare, Callable[[Term], Any]] = {
            Compare.TEXT: self._text,
            Compare.EXACT: self._exact,
            Compare.CONTACT: self._contact,
            Compare.DATE: self._date,
            Compare.MOMENT: self._moment,
            Compare.FLAG: self._flag,
            Compare.CATEGORY: self._category,
            Compare.INTEREST: self._interest,
            Compare.AMOUNT: self._amount,
            Compare.TAG: self._tag,
            Compare.CONSENT: self._consent,
            Compare.PERSON: self._person,
            Compare.ACTIVE: self._active,
        }

    def condition(self, node: Node) -> Any:
        """Return the condition of a node."""
        if isinstance(node, Every):
            return reduce(and_, (self.condition(inner) for inner in node.nodes)) if node.nodes else _ALL
        if isinstance(node, AnyOf):
            return reduce(or_, (self.condition(inner) for inner in node.nodes))
        if isinstance(node, Not):
            return ~self._closed(self.condition(node.node))
        if isinstance(node, Words):
            return self._among(self._index.matching(words.query(self._scope.list_id, node.text)))
        return self._comparisons[node.field.compare](node)

    @staticmethod
    def _closed(condition: Any) -> Any:
        return (
            peewee.NodeList((peewee.SQL("("), condition, peewee.SQL(")")))
            if isinstance(condition, peewee.SQL)
            else condition
        )

    @staticmethod
    def _among(ids: Any) -> Any:
        return CustomerRow.id.in_(ids)

    def _text(self, term: Term) -> Any:
        stored = getattr(CustomerRow, term.field.name)
        if term.op == "*":
            return stored != ""
        column = getattr(CustomerRow, f"{term.field.name}_key") if term.field.name in KEYED else peewee.fn.LOWER(stored)
        if term.op == "=":
            return column == term.value
        return column.startswith(term.value) | column.contains(" " + term.value)

    def _exact(self, term: Term) -> Any:
        stored = getattr(CustomerRow, term.field.name)
        return stored != "" if term.op == "*" else peewee.fn.LOWER(stored) == term.value

    def _contact(self, term: Term) -> Any:
        column = CustomerRow.emails if term.field.name == "email" else CustomerRow.phones
        if term.op == "*":
            return column != ""
        value = term.value
        if column is CustomerRow.phones:
            value = "".join(sign for sign in value if sign.isdigit()).lstrip("0")
        if not value:
            return _NONE
        if term.op == ":":
            return peewee.fn.LOWER(column).contains(value)
        # One to a line: a whole address, or a number from its end on, with or without the country in front.
        lines = peewee.Value("\n").concat(peewee.fn.LOWER(column)).concat("\n")
        return lines.contains(f"{value}\n" if column is CustomerRow.phones else f"\n{value}\n")

    def _date(self, term: Term) -> Any:
        column = getattr(CustomerRow, term.field.name)
        return (column != "") & _ordered(column, term, lambda day: day, lambda day: day)

    def _moment(self, term: Term) -> Any:
        column = CustomerRow.created_at if term.field.name == "created" else CustomerRow.updated_at
        return _ordered(column, term, _first_ms, _last_ms)

    def _flag(self, term: Term) -> Any:
        column = getattr(CustomerRow, term.field.name)
        return _ALL if term.op == "*" else column == (term.value == "yes")

    def _active(self, term: Term) -> Any:
        return _ALL if term.op == "*" or term.value == "any" else CustomerRow.active == (term.value == "yes")

    def _category(self, term: Term) -> Any:
        link = self._scope.inside(CustomerCategoryRow, CustomerCategoryRow.customer_id)
        named = self._named(CatalogueKind.CATEGORIES, term)
        return self._among(link if term.op == "*" else link.where(CustomerCategoryRow.category_id.in_(named)))

    def _interest(self, term: Term) -> Any:
        link = self._scope.inside(CustomerInterestRow, CustomerInterestRow.customer_id)
        named = self._named(CatalogueKind.INTERESTS, term)
        return self._among(link if term.op == "*" else link.where(CustomerInterestRow.entry_id.in_(named)))

    def _named(self, kind: CatalogueKind, term: Term) -> Any:
        of_kind = self._scope.inside(CatalogueEntryRow, CatalogueEntryRow.id)
        return of_kind.where(CatalogueEntryRow.kind == kind.value, CatalogueEntryRow.name_key == term.value)

    def _amount(self, term: Term) -> Any:
        entry_id = self._context.measurements.get(term.field.name, MISSING)
        link = self._scope.inside(CustomerMeasurementRow, CustomerMeasurementRow.customer_id)
        link = link.where(CustomerMeasurementRow.entry_id == entry_id)
        column = CustomerMeasurementRow.thousandths
        return self._among(link.where(_ordered(column, term, thousandths, thousandths)))

    def _tag(self, term: Term) -> Any:
        tags = self._scope.inside(CustomerTagRow, CustomerTagRow.customer_id)
        return self._among(tags if term.op == "*" else tags.where(CustomerTagRow.tag_key == term.value))

    def _consent(self, term: Term) -> Any:
        later = ConsentEventRow.alias("later")
        newer = (
            later.select(peewee.SQL("1"))
            .where(later.list_id == self._scope.list_id, later.customer_id == ConsentEventRow.customer_id)
            .where(later.kind == ConsentEventRow.kind, later.id > ConsentEventRow.id)
        )
        given = self._scope.inside(ConsentEventRow, ConsentEventRow.customer_id)
        given = given.where(ConsentEventRow.given == True, ~peewee.fn.EXISTS(newer))  # noqa: E712 - a column, not a value
        code = self._context.consents.get(term.value, term.value)
        return self._among(given if term.op == "*" else given.where(ConsentEventRow.kind == code))

    def _person(self, term: Term) -> Any:
        account = self._context.me if term.value == "me" else self._context.people.get(term.value)
        if term.field.name == "author":
            return _ALL if term.op == "*" else CustomerRow.created_by == account
        other = AssignmentRow.alias("other")
        assigned = other.select(other.customer_id).where(other.list_id == self._scope.list_id)
        if term.op == "*":
            return self._among(assigned)
        if term.value == "none":
            return CustomerRow.id.not_in(assigned)
        return self._among(assigned.where(other.account_id == account))


def _ordered(column: Any, term: Term, first: Callable[[str], Any], last: Callable[[str], Any]) -> Any:
    if term.op == "..":
        lower = column >= first(term.value) if term.value else _ALL
        return lower & (column <= last(term.upper)) if term.upper else lower
    comparisons: Mapping[str, Callable[[], Any]] = {
        "*": lambda: _ALL,
        ":": lambda: column.between(first(term.value), last(term.value)),
        "=": lambda: column.between(first(term.value), last(term.value)),
        "<": lambda: column < first(term.value),
        "<=": lambda: column <= last(term.value),
        ">": lambda: column > last(term.value),
        ">=": lambda: column >= first(term.value),
    }
    return comparisons[term.op]()


def _first_ms(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def _last_ms(day: str) -> int:
    try:
        return int((datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1)).timestamp() * 1000) - 1
    except OverflowError:
        return (1 << 62) - 1
