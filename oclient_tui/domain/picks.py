"""Which customers a person picked: some by id, or all of a filter but some."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picked:
    """Marks of a list: `ids`, or with no ids everything that `filter` matches except `but`.

    Ids of customers that the actor may not see, or that are gone, are left out without a word (D2): a mark may be
    older than the right to see.
    """

    ids: frozenset[int] = frozenset()
    filter: str = ""
    but: frozenset[int] = frozenset()
