"""Any place of a list is found in one jump or page by page, and memory does not grow (P6)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from screens.widgets.directory import KEPT_PAGES, PAGE, Anchor, Batch, Directory, Fetch, whole


class Source:
    """The numbers from 0 on, by words that name the last number seen; it may grow and shrink meanwhile."""

    def __init__(self, length: int) -> None:
        self.numbers = list(range(length))
        self.fetched = 0
        self.sought = 0

    def _after(self, word: str | None, backwards: bool) -> list[int]:
        rows = self.numbers[::-1] if backwards else self.numbers
        if word is None:
            return rows
        order, last = word.split(":")
        assert order == ("down" if backwards else "up"), "a word of one order was used in the other"
        return rows[rows.index(int(last)) + 1 :]

    async def fetch(self, word: str | None, backwards: bool, most: int) -> Batch[int]:
        self.fetched += 1
        rows, here, there = self._after(word, backwards), *(("down", "up") if backwards else ("up", "down"))
        found = rows[:most]
        more = f"{here}:{found[-1]}" if len(rows) > most else None
        return Batch(found, more, f"{there}:{found[0]}" if found else None)

    async def anchor(self, word: str | None, backwards: bool, skip: int) -> str | None:
        self.sought += 1
        rows = self._after(word, backwards)
        return f"{'down' if backwards else 'up'}:{rows[skip - 1]}" if skip <= len(rows) else None


async def look(found: Directory[int], place: int) -> int | None:
    """Return the row of a place as the screen asks for it."""
    if found.row(place) is None:
        found.wanting(place)
        await found.fetch()
    return found.row(place)


def plain(source: Source) -> Fetch[int]:
    """Return a fetch that knows no words of what lies before a page."""

    async def fetch(word: str | None, backwards: bool, most: int) -> Batch[int]:
        batch = await source.fetch(word, backwards, most)
        return Batch(batch.rows, batch.next)

    return fetch


PLACES = st.lists(st.integers(0, 4999), max_size=30)


@given(length=st.integers(0, 5000), places=PLACES, counted=st.booleans(), seeking=st.booleans(), words=st.booleans())
async def test_every_place_has_its_row(
    length: int, places: list[int], counted: bool, seeking: bool, words: bool
) -> None:
    source = Source(length)
    anchor: Anchor | None = source.anchor if seeking else None
    found = Directory(source.fetch if words else plain(source), anchor)
    await found.fetch()
    if counted:
        found.counted(length)
    for place in places:
        assert await look(found, place) == (place if place < length else None), (length, place)
    if counted or length <= PAGE:
        assert found.exact == found.length == length


@given(length=st.integers(0, 1000), places=PLACES)
async def test_what_is_all_at_hand_is_found_the_same_way(length: int, places: list[int]) -> None:
    found = Directory(whole(lambda: range(length)))
    await found.fetch()
    found.counted(length)
    for place in places:
        assert await look(found, place) == (place if place < length else None), (length, place)


@settings(max_examples=30)
@given(places=st.lists(st.integers(0, 99_999), min_size=1, max_size=8))
async def test_a_jump_costs_one_seek_and_one_page_and_scrolling_on_costs_pages_only(places: list[int]) -> None:
    source = Source(100_000)
    found = Directory(source.fetch, source.anchor)
    await found.fetch()
    found.counted(100_000)
    for place in places:
        before = source.fetched, source.sought
        assert await look(found, place) == place
        assert source.fetched - before[0] <= 1, place
        assert source.sought - before[1] <= 1, place
        sought = source.sought
        for near in (place - PAGE, place - 2 * PAGE, place + PAGE, place + 2 * PAGE):
            if 0 <= near < 100_000:
                assert await look(found, near) == near
        assert source.sought == sought, f"scrolling from {place} walked the index again"


async def test_the_last_page_is_one_step_away() -> None:
    source = Source(1_000_000)
    found = Directory(source.fetch)
    await found.fetch()
    found.counted(1_000_000)
    assert await look(found, 999_999) == 999_999
    assert source.fetched <= 2


async def test_reading_anew_where_one_is_costs_one_seek_and_one_page_wherever_that_is() -> None:
    for length in (100_000, 100_007):
        for place in (50_000, 99_990):
            source = Source(length)
            found = Directory(source.fetch, source.anchor)
            await found.fetch()
            found.counted(length)
            await look(found, place)
            fresh = found.anew(place)
            assert (fresh.row(place), fresh.length) == (None, length)
            before = source.fetched, source.sought
            assert await fresh.fetch()
            fresh.counted(length)
            assert fresh.row(place) == place
            assert source.fetched - before[0] == 1
            assert source.sought - before[1] <= 1
    assert found.anew().length == 0


@given(before=st.integers(1, 3000), after=st.integers(0, 3000), places=PLACES)
async def test_after_a_new_count_every_place_has_its_row(before: int, after: int, places: list[int]) -> None:
    """What was found from the end is placed anew; what was found from the beginning stays, and is true still."""
    source = Source(before)
    found = Directory(source.fetch, source.anchor)
    await found.fetch()
    found.counted(before)
    for place in places:
        await look(found, place)
    fresh = found.anew(places[0] if places else 1)
    source.numbers = list(range(after))
    await fresh.fetch()
    fresh.counted(after)
    for place in [place for place in places if place < after]:
        assert await look(fresh, place) == place, (before, after, place)


async def test_what_is_kept_does_not_grow_with_what_was_looked_at() -> None:
    source = Source(100_000)
    found = Directory(source.fetch)
    await found.fetch()
    found.counted(100_000)
    for place in range(0, 60_000, PAGE):
        await look(found, place)
    kept = sum(found.row(place) is not None for place in range(100_000))
    assert PAGE <= kept <= KEPT_PAGES * PAGE, kept
