"""A cursor comes back as it went out, or is told apart (A7)."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.paging import PAGE_LIMIT, Cursor, page_size

IDS = st.integers(0, (1 << 63) - 1)
TEXTS = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z")), max_size=40)


@given(st.sampled_from(("name", "-city")), TEXTS, IDS)
def test_a_text_s_cursor_comes_back(sort: str, value: str, last: int) -> None:
    word = Cursor(sort, value, last).write()
    assert Cursor.read(word, sort) == Cursor(sort, value, last)
    assert word.isascii()
    assert not set(word) & set(" =&?/+\n")


@given(IDS, IDS)
def test_a_number_s_cursor_comes_back(value: int, last: int) -> None:
    assert Cursor.read(Cursor("created", value, last).write(), "created", int) == Cursor("created", value, last)


def _word(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


MADE_UP: tuple[object, ...] = (
    None, 5, "name", [], {}, ["name"], ["name", "a"], ["name", "a", 1, 1], ["other", "a", 1], ["name", 1, 1],
    ["name", None, 1], ["name", ["a"], 1], ["name", {"a": 1}, 1], ["name", True, 1], ["name", 1.5, 1],
    ["name", "a", "1"], ["name", "a", None], ["name", "a", True], ["name", "a", 1.0], ["name", "a", -1],
    ["name", "a", 1 << 63], ["name", "a\0", 1], ["name", "\udcff", 1], [["name"], "a", 1],
)  # fmt: skip


def test_a_made_up_cursor_is_refused() -> None:
    for content in MADE_UP:
        with pytest.raises(Invalid, match="page marker"):
            Cursor.read(_word(content), "name")
    for content in (["name", "1", 1], ["name", -1, 1], ["name", 1 << 63, 1], ["name", False, 1]):
        with pytest.raises(Invalid, match="page marker"):
            Cursor.read(_word(content), "name", int)
    for word in ("", "a", "====", "ł", "\udcff", "!!!!", "W10", _word(["name", "a", 1])[:-2], "W" * 100_000):
        with pytest.raises(Invalid, match="page marker"):
            Cursor.read(word, "name")


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode())))
def test_no_word_breaks_the_reader(word: str) -> None:
    try:
        found = Cursor.read(word, "name")
    except Invalid:
        return
    assert isinstance(found.key, str)
    assert 0 <= found.id < 1 << 63


def test_a_page_has_a_size() -> None:
    assert [page_size(size) for size in (1, 50, PAGE_LIMIT)] == [1, 50, PAGE_LIMIT]
    for size in (0, -1, PAGE_LIMIT + 1):
        with pytest.raises(Invalid, match="1 to 1000"):
            page_size(size)
