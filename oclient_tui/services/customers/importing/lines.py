"""Which line of the file each customer of this import stands on: a few bytes a row, whatever the file's size."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping


class Lines(Mapping[int, int]):
    """Lines by customer: new customers have growing ids and lines, updated ones stand beside them."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._lines = array("q")
        self._updated: dict[int, int] = {}

    def added(self, customer_id: int, line: int) -> None:
        """Note a new customer, whose id is greater than all before."""
        self._ids.append(customer_id)
        self._lines.append(line)

    def updated(self, customer_id: int, line: int) -> None:
        """Note a customer that was there."""
        self._updated[customer_id] = line

    def __getitem__(self, customer_id: int) -> int:
        place = bisect_left(self._ids, customer_id)
        if place < len(self._ids) and self._ids[place] == customer_id:
            return self._lines[place]
        return self._updated[customer_id]

    def __iter__(self) -> Iterator[int]:
        yield from self._ids
        yield from self._updated

    def __len__(self) -> int:
        return len(self._ids) + len(self._updated)
