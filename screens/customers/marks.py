"""Which customers are marked: some by id, or all that match but some, so that millions are marked by one key."""

from collections.abc import Iterable

from oclient_tui.domain.picks import Picked


class Marks:
    """Marks of one list under one filter; they outlive scrolling, sorting and reading again."""

    def __init__(self) -> None:
        self._all = False
        self._ids: set[int] = set()
        """The marked ones; where all are marked, those that are not."""

    def __contains__(self, customer_id: int) -> bool:
        return (customer_id in self._ids) is not self._all

    def __bool__(self) -> bool:
        return self._all or bool(self._ids)

    @property
    def all(self) -> bool:
        """Whether all that match are marked, but those taken out."""
        return self._all

    def number(self, matching: int) -> int:
        """Return how many are marked of so many that match."""
        return max(matching - len(self._ids), 0) if self._all else len(self._ids)

    def turn(self, customer_id: int) -> None:
        """Mark one, or take its mark away."""
        self._ids ^= {customer_id}

    def add(self, ids: Iterable[int]) -> None:
        """Mark some."""
        if self._all:
            self._ids -= set(ids)
        else:
            self._ids |= set(ids)

    def turn_all(self) -> None:
        """Mark all that match; where that is so already, none."""
        self._all = not (self._all and not self._ids)
        self._ids = set()

    def invert(self) -> None:
        """Mark what is not marked, and the other way round."""
        self._all = not self._all

    def clear(self) -> None:
        """Mark none."""
        self._all, self._ids = False, set()

    def picked(self, line: str) -> Picked:
        """Return what the marks mean under a filter line; an empty line shows the active ones.

        Raise ValueError where nothing is marked: no ids would mean everything.
        """
        if not self:
            raise ValueError("nothing is marked")
        if not self._all:
            return Picked(ids=frozenset(self._ids))
        return Picked(filter=line.strip() or "active:yes", but=frozenset(self._ids))
