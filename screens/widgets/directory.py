"""Which page of a list is where: rows are fetched by key from a known place, or after one walk of an index (P6).

A page is found by a word (a cursor of the store) that names the row before it, or the row after it, where the list is
read backwards. Each page that came brings the words of its neighbours, so that scrolling either way reads nothing but
pages. A place far from all that is known is found from the nearest word, or from the end of the list.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE = 50
KEPT_PAGES = 10
"""Pages that are kept; others are fetched again, so that memory does not grow with what was looked at."""


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """Some rows, the word of those after them (None at the end), and the word of those before them, backwards."""

    rows: Sequence[T]
    next: str | None
    previous: str | None = None


Fetch = Callable[[str | None, bool, int], Awaitable[Batch[T]]]
"""Returns rows after a word; with True backwards from the end of the list; and how many."""

Anchor = Callable[[str | None, bool, int], Awaitable[str | None]]
"""Returns the word of what follows so many rows after a word, backwards likewise; None where there are fewer."""


def whole(read: Callable[[], Sequence[T]]) -> Fetch[T]:
    """Return what fetches rows that are all at hand, read anew for each page."""

    async def fetch(word: str | None, backwards: bool, most: int) -> Batch[T]:
        rows, first = read(), int(word or 0)
        after = first + most
        return Batch((rows[::-1] if backwards else rows)[first:after], str(after) if after < len(rows) else None)

    return fetch


class Directory(Generic[T]):
    """The rows of one list in one order, as far as they are known.

    Without an `anchor` a far place is reached page by page, which is all that lists of people or settings need.
    """

    def __init__(self, fetch: Fetch[T], anchor: Anchor | None = None) -> None:
        self._fetch = fetch
        self._anchor = anchor
        self._wanted: int | None = 0
        self._pages: OrderedDict[int, Sequence[T]] = OrderedDict()
        self._ahead: dict[int, str | None] = {0: None}
        self._behind: dict[int, str | None] = {}
        self._by_end = False
        self._exact: int | None = None
        self._seen = 0

    def anew(self, place: int = 0) -> "Directory[T]":
        """Return one that knows no row yet, and wants the one at `place` first.

        With a place the length is taken to be what it was until it is counted: the rows may be others by now, but it
        is the same list in the same order. Without one the list, its filter or its order is another.
        """
        fresh = Directory(self._fetch, self._anchor)
        if place:
            fresh._wanted = place // PAGE
            fresh.counted(self.length)
        return fresh

    @property
    def length(self) -> int:
        """How many rows there are, as far as it is known: the count once it has come, until then what was fetched."""
        return self._seen if self._exact is None else self._exact

    @property
    def exact(self) -> int | None:
        """The exact count, once it is known."""
        return self._exact

    def counted(self, number: int) -> None:
        """Take the exact count; what was found from the end of the list is placed anew by it."""
        if number == self._exact:
            return
        self._exact = number
        if self._by_end:
            self._pages.clear()
            self._ahead = {0: None}
            self._behind.clear()
            self._by_end = False
        self._behind = {page: word for page, word in self._behind.items() if word is not None}
        if number:
            self._behind[(number - 1) // PAGE] = None

    def row(self, place: int) -> T | None:
        """Return a row that is here; None for one that has to be fetched, or that is not there."""
        rows = self._pages.get(place // PAGE, ())
        return rows[place % PAGE] if place % PAGE < len(rows) else None

    async def reach(self, place: int) -> T | None:
        """Return a row, fetched if it is not here; None where there is none."""
        if self.row(place) is None:
            await self._find(place // PAGE)
        return self.row(place)

    def wanting(self, place: int) -> bool:
        """Note that a row is wanted; False if it is on its way already."""
        if self._wanted == place // PAGE:
            return False
        self._wanted = place // PAGE
        return True

    async def fetch(self) -> bool:
        """Fetch the page that is wanted; whether anything came."""
        wanted = self._wanted
        if wanted is None:
            return False
        came = wanted not in self._pages and await self._find(wanted)
        if self._wanted == wanted:
            self._wanted = None
        return came

    async def _find(self, wanted: int) -> bool:
        """Fetch a page that is not here, from the nearest known place; whether it came."""
        start = max(page for page in self._ahead if page <= wanted)
        after = min((page for page in self._behind if page >= wanted), default=2 * wanted + 1)
        backwards = after - wanted < wanted - start
        words, start = (self._behind, after) if backwards else (self._ahead, start)
        if self._anchor is not None and start != wanted:
            between = self._end_of(start) - self._end_of(wanted) if backwards else (wanted - start) * PAGE
            word = await self._anchor(words[start], backwards, between)
            if word is None:
                return False  # the list has become shorter, and is counted soon
            words[wanted], start = word, wanted
        for page in range(start, wanted - 1, -1) if backwards else range(start, wanted + 1):
            if page not in words:
                return False
            await self._take(page, backwards=backwards)
        return True

    def _end_of(self, page: int) -> int:
        """Return how many rows there are up to the end of a page; only the last one is not full."""
        end = (page + 1) * PAGE
        return end if self._exact is None else min(end, self._exact)

    async def _take(self, page: int, *, backwards: bool) -> None:
        """Fetch a page by its word, and note the words of the pages beside it."""
        if backwards:
            batch = await self._fetch(self._behind[page], True, self._end_of(page) - page * PAGE)
            following, preceding = batch.previous, batch.next
            self._by_end = True
        else:
            batch = await self._fetch(self._ahead[page], False, PAGE)
            self._learn(page, batch)
            following, preceding = batch.next, batch.previous
        self._keep(page, batch.rows[::-1] if backwards else batch.rows)
        if following is not None:
            self._ahead[page + 1] = following
        if preceding is not None and page:
            self._behind[page - 1] = preceding

    def _keep(self, page: int, rows: Sequence[T]) -> None:
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)

    def _learn(self, page: int, batch: Batch[T]) -> None:
        """Learn from a page how long the list is, until it is counted."""
        if self._exact is None:
            self._seen = max(self._seen, page * PAGE + len(batch.rows))
            if batch.next is None:
                self.counted(self._seen)
