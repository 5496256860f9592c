"""Comparing a column that has a before and an after."""

from collections.abc import Callable, Mapping
from typing import Any

import peewee

from oclient_tui.domain.filters import Term

_ALL = peewee.SQL("1 = 1")


def ordered(column: Any, term: Term, first: Callable[[str], Any], last: Callable[[str], Any]) -> Any:
    """Return the comparison of a term; `first` and `last` are the ends of what its value stands for."""
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
