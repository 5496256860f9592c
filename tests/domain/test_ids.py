"""Ids: 63 bits, ordered by time, unique over threads, and safe to read from anybody (D1)."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.ids import EPOCH_MS, MISSING, IdMaker, read_id

NOW = 1_800_000_000_000
LAST_MS = EPOCH_MS + (1 << 41) - 1


@given(st.lists(st.integers(EPOCH_MS, LAST_MS), min_size=1, max_size=50))
def test_ids_only_grow_whatever_the_clock_does(moments: list[int]) -> None:  # R5
    clock = iter(moments)
    maker = IdMaker(lambda: next(clock), secrets.randbelow)
    ids = [maker.next() for _ in moments]
    assert ids == sorted(set(ids))
    assert all(0 < made < 1 << 63 for made in ids)


@given(st.integers(EPOCH_MS, LAST_MS - 1))
def test_a_later_host_s_ids_are_greater(moment: int) -> None:
    """Two hosts share no counter: time alone puts their ids in order, to the millisecond."""
    first, second = (IdMaker(lambda ms=at: ms, secrets.randbelow) for at in (moment, moment + 1))  # type: ignore[misc]
    assert max(first.next() for _ in range(20)) < second.next()


def test_threads_never_get_the_same() -> None:
    maker = IdMaker(lambda: NOW, secrets.randbelow)
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(maker.next) for _ in range(10_000)]
        made = [one.result() for one in waiting]
    assert len(set(made)) == 10_000


def test_hosts_in_the_same_millisecond_hardly_meet() -> None:
    makers = [IdMaker(lambda: NOW, secrets.randbelow) for _ in range(50)]
    made = [maker.next() for maker in makers]
    assert len(set(made)) >= 49


def test_ids_do_not_tell_how_many_there_are() -> None:
    """The steps between ids of one moment differ, so that nobody counts records from them."""
    maker = IdMaker(lambda: NOW, secrets.randbelow)
    made = [maker.next() for _ in range(200)]
    steps = {later - earlier for earlier, later in pairwise(made)}
    assert len(steps) > 8


@given(st.integers(0, (1 << 63) - 1))
def test_an_id_is_read_as_it_is_written(number: int) -> None:
    assert read_id(str(number)) == number


@given(st.text(max_size=30))
def test_anything_else_reads_as_missing(text: str) -> None:
    found = read_id(text)
    assert found == MISSING or (text.isascii() and text.isdigit() and found == int(text))


def test_what_looks_like_a_number_and_is_none() -> None:
    for text in (
        "",
        "-1",
        "+1",
        "1.0",
        "1e3",
        " 1",
        "1 ",
        "0x1",
        "1_0",
        "١٢",
        "²",
        "9" * 19,
        "9" * 20,
        str(1 << 63),
        "\x00",
    ):
        assert read_id(text) == MISSING, text
