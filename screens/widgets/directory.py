"""Which page of a list is where: rows are fetched by key from the beginning, from the end, or from a known place (P6).

A page is found by the word (a cursor of the store) that names the row before it. Words are kept for pages that were
passed; from the end of the list pages are numbered backwards, so that the last page costs what the first one costs.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE = 100
KEPT_PAGES = 30
"""Pages that are kept; others are fetched again, so that memory does not grow with what was looked at."""


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """Some rows, and the word by which those after them are found; None at the end."""

    rows: Sequence[T]
    next: str | None


Fetch = Callable[[str | None, bool, int], Awaitable[Batch[T]]]
"""Returns rows after a word; with True backwards from the end of the list; and how many."""


def whole(read: Callable[[], Sequence[T]]) -> Fetch[T]:
    """Return what fetches rows that are all at hand, read anew for each page."""

    async def fetch(word: str | None, backwards: bool, most: int) -> Batch[T]:
        rows, first = read(), int(word or 0)
        after = first + most
        return Batch((rows[::-1] if backwards else rows)[first:after], str(after) if after < len(rows) else None)

    return fetch


class _Side(Generic[T]):
    """Pages counted from one end of the list."""

    def __init__(self) -> None:
        self.pages: OrderedDict[int, Sequence[T]] = OrderedDict()
        self.words: dict[int, str | None] = {0: None}
        self.ended = False

    def keep(self, number: int, batch: Batch[T]) -> None:
        self.pages[number] = batch.rows
        self.pages.move_to_end(number)
        if batch.next is not None:
            self.words[number + 1] = batch.next
        else:
            self.ended = True
        while len(self.pages) > KEPT_PAGES:
            self.pages.popitem(last=False)

    def nearest(self, number: int) -> int:
        """Return the last page up to `number` that can be fetched at once."""
        return number if number in self.words else max(known for known in self.words if known <= number)

    def row(self, place: int) -> T | None:
        rows = self.pages.get(place // PAGE)
        if rows is None or place % PAGE >= len(rows):
            return None
        return rows[place % PAGE]


class Directory(Generic[T]):
    """The rows of one list in one order, as far as they are known."""

    def __init__(self, fetch: Fetch[T]) -> None:
        self._fetch = fetch
        self._wanted: int | None = 0
        self._start, self._end = _Side[T](), _Side[T]()
        self._exact: int | None = None
        self._seen = 0

    def anew(self) -> "Directory[T]":
        """Return one that knows nothing yet: the list, its filter or its order is another."""
        return Directory(self._fetch)

    @property
    def length(self) -> int:
        """How many rows there are, as far as it is known: the count once it has come, until then what was fetched."""
        return self._seen if self._exact is None else self._exact

    @property
    def exact(self) -> int | None:
        """The exact count, once it is known."""
        return self._exact

    def counted(self, number: int) -> None:
        """Take the exact count; pages from the end are placed by it."""
        if number != self._exact:
            self._end = _Side[T]()
        self._exact = number

    def row(self, place: int) -> T | None:
        """Return a row that is here; None for one that has to be fetched, or that is not there."""
        found = self._start.row(place)
        if found is None and self._exact is not None:
            found = self._end.row(self._exact - 1 - place)
        return found

    def wanting(self, place: int) -> bool:
        """Note that a row is wanted; False if it is on its way already."""
        if self._wanted == place // PAGE:
            return False
        self._wanted = place // PAGE
        return True

    async def fetch(self) -> bool:
        """Fetch the page that is wanted; whether anything came."""
        wanted, came = self._wanted, False
        if wanted is None:
            return False
        side, first, last = self._way(wanted)
        page = side.nearest(first)
        while page <= last and page in side.words:
            if page < first or page not in side.pages:
                side.keep(page, await self._fetch(side.words[page], side is self._end, PAGE))
                came = True
            page += 1
        self._learn()
        if self._wanted == wanted:
            self._wanted = None
        return came

    def _way(self, wanted: int) -> tuple[_Side[T], int, int]:
        """Return the end to come from, and the pages counted from there: two from the end, where they lie across."""
        if self._exact is None:
            return self._start, wanted, wanted
        last = max(self._exact - 1 - wanted * PAGE, 0) // PAGE
        first = max(self._exact - (wanted + 1) * PAGE, 0) // PAGE
        if wanted - self._start.nearest(wanted) <= last - self._end.nearest(last):
            return self._start, wanted, wanted
        return self._end, first, last

    def _learn(self) -> None:
        if self._exact is None and self._start.pages:
            number = max(self._start.pages)
            self._seen = max(self._seen, number * PAGE + len(self._start.pages[number]))
            if self._start.ended:
                self._exact = self._seen
