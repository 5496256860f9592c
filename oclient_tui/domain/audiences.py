"""Whom a group message is meant for: some customers by id, or all that a filter or a set finds (N05, D15)."""

import json
from dataclasses import dataclass
from typing import Any

from oclient_tui.domain.bulk import NOBODY_CHOSEN
from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.picks import Picked


@dataclass(frozen=True, slots=True)
class Audience:
    """`ids`, or what `filter` and `set` find together, without `but`; None as filter is none given, '' finds all."""

    ids: tuple[int, ...] = ()
    filter: str | None = None
    set: str = ""
    but: frozenset[int] = frozenset()

    @classmethod
    def of(cls, picked: Picked) -> "Audience":
        """Return the customers that a person marked."""
        if picked.ids:
            return cls(tuple(sorted(picked.ids - picked.but)))
        return cls(filter=picked.filter, but=picked.but)

    def check(self) -> None:
        """Raise Invalid where nobody is chosen, or ids beside a filter or a set."""
        by_filter = self.filter is not None or bool(self.set)
        if by_filter is bool(self.ids):
            raise Invalid(NOBODY_CHOSEN)

    def written(self) -> str:
        """Return it as it is stored."""
        parts: dict[str, object] = {"ids": sorted(self.ids), "filter": self.filter, "set": self.set}
        return json.dumps({**parts, "but": sorted(self.but)}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Audience":
        """Return a stored one."""
        parts: dict[str, Any] = json.loads(text)
        return cls(tuple(parts["ids"]), parts["filter"], parts["set"], frozenset(parts["but"]))


@dataclass(frozen=True, slots=True)
class Addressee:
    """A customer as far as it decides whether and where anything is sent."""

    id: int
    name: str
    active: bool
    ignored: bool
    restricted: bool
    emails: tuple[str, ...]
    phones: tuple[str, ...]
