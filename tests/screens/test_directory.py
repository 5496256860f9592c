"""Any place of a list is found from its beginning or its end, and memory does not grow (P6)."""

from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.directory import KEPT_PAGES, PAGE, Batch, Directory


def directory(length: int, asked: list[tuple[str | None, bool]] | None = None) -> Directory[int]:
    """Return a directory of the numbers below `length`."""

    async def fetch(word: str | None, backwards: bool, most: int) -> Batch[int]:
        if asked is not None:
            asked.append((word, backwards))
        first = int(word or 0)
        rows = range(length)[::-1] if backwards else range(length)
        more = str(first + most) if first + most < length else None
        return Batch(list(rows[first : first + most]), more)

    return Directory(fetch)


async def look(found: Directory[int], place: int) -> int | None:
    """Return the row of a place as the screen asks for it."""
    if found.row(place) is None:
        found.wanting(place)
        await found.fetch()
    return found.row(place)


@given(length=st.integers(0, 5000), places=st.lists(st.integers(0, 4999), max_size=30))
async def test_every_place_has_its_row(length: int, places: list[int]) -> None:
    found = directory(length)
    await found.fetch()
    found.counted(length)
    for place in places:
        assert await look(found, place) == (place if place < length else None), (length, place)


async def test_the_last_page_is_one_step_away() -> None:
    asked: list[tuple[str | None, bool]] = []
    found = directory(1_000_000, asked)
    await found.fetch()
    found.counted(1_000_000)
    assert await look(found, 999_999) == 999_999
    assert len(asked) <= 3, asked


async def test_what_is_kept_does_not_grow_with_what_was_looked_at() -> None:
    found = directory(100_000)
    await found.fetch()
    found.counted(100_000)
    for place in range(0, 60_000, PAGE):
        await look(found, place)
    kept = sum(found.row(place) is not None for place in range(100_000))
    assert PAGE <= kept <= 2 * KEPT_PAGES * PAGE, kept
