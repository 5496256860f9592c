"""Filters on records of card modules as SQL: a customer matches where one of their records does."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

import peewee

from oclient_tui.domain.filters import Term
from oclient_tui.domain.module import TEXTUAL, Kind
from oclient_tui.domain.record_filters import RecordFilterField
from storage.ordering import ordered
from storage.scope import Scope
from storage.tables.catalogues import CatalogueEntryRow
from storage.tables.customers import CustomerRow
from storage.tables.records import record_table

_NOTHING = peewee.SQL("1 = 0")
_END_OF_DAY = "T99"
"""Follows every moment of a day."""


class RecordFilter:
    """Turns a term on a module into a condition on customers; `people` holds the accounts that addresses name."""

    def __init__(self, scope: Scope, me: int, people: Mapping[str, int]) -> None:
        self._scope = scope
        self._me = me
        self._people = people

    def condition(self, term: Term) -> Any:
        """Return the condition of a term whose field is a RecordFilterField."""
        named = term.field
        if not isinstance(named, RecordFilterField):
            raise TypeError(f"{named.name} is no field of a module")
        if named.field is None and named.module.total and term.op != "*":
            return self._sum(named, term)
        table: Any = record_table(named.module)
        records = self._scope.inside(table, table.customer_id)
        return CustomerRow.id.in_(records.where(self._of_record(named, table, term)))

    def _sum(self, named: RecordFilterField, term: Term) -> Any:
        """Compare the sum of a module's total; who has no record has the sum 0."""
        table: Any = record_table(named.module)
        added = peewee.fn.COALESCE(peewee.fn.SUM(getattr(table, named.module.total)), 0)
        holds = ordered(added, term, int, int)
        sums = self._scope.inside(table, table.customer_id).group_by(table.customer_id)
        if _holds_for_none(term):
            return CustomerRow.id.not_in(sums.having(~holds))
        return CustomerRow.id.in_(sums.having(holds))

    def _of_record(self, named: RecordFilterField, table: Any, term: Term) -> Any:
        if named.field is None:
            keys = [getattr(table, f"{field.name}_key") for field in named.module.fields if field.kind in TEXTUAL]
            words = [_words(key, term) for key in keys] if term.op != "*" else [table.id.is_null(False)]
            return reduce(or_, words) if words else _NOTHING
        kind, column = named.field.kind, getattr(table, named.field.name)
        if term.op == "*":
            return column.is_null(False) if kind in _NUMBERS else column != ("[]" if kind is Kind.LINES else "")
        if kind in TEXTUAL:
            return _words(getattr(table, f"{named.field.name}_key"), term)
        return self._compared(kind, column, named, term)

    def _compared(self, kind: Kind, column: Any, named: RecordFilterField, term: Term) -> Any:
        if kind is Kind.PERSON:
            account = self._me if term.value == "me" else self._people.get(term.value)
            return column.is_null() if term.value == "none" else column == account
        if kind is Kind.CHOICE and named.field is not None:
            entries = self._scope.inside(CatalogueEntryRow, CatalogueEntryRow.id)
            entries = entries.where(CatalogueEntryRow.kind == named.field.catalogue)
            return column.in_(entries.where(CatalogueEntryRow.name_key == term.value))
        if kind is Kind.SWITCH:
            return column == (term.value == "yes")
        if kind in (Kind.MONEY, Kind.NUMBER):
            return ordered(column, term, int, int)
        last: Callable[[str], str] = (lambda day: day + _END_OF_DAY) if kind is Kind.MOMENT else str
        return (column != "") & ordered(column, term, str, last)


_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.CHOICE, Kind.PERSON, Kind.SWITCH})


def _words(key: Any, term: Term) -> Any:
    """Compare a folded text: `=` the whole of it, `:` the beginning of one of its words."""
    if term.op == "=":
        return key == term.value
    return key.startswith(term.value) | key.contains(" " + term.value)


def _holds_for_none(term: Term) -> bool:
    """Whether the sum 0 satisfies a term."""
    value = int(term.value) if term.value else None
    if term.op == "..":
        return (value is None or value <= 0) and (not term.upper or int(term.upper) >= 0)
    found: Mapping[str, bool] = {
        ":": value == 0,
        "=": value == 0,
        "<": value is not None and value > 0,
        "<=": value is not None and value >= 0,
        ">": value is not None and value < 0,
        ">=": value is not None and value <= 0,
    }
    return found[term.op]
