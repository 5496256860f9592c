"""Words of the search index: what is typed begins what is stored (D23, architecture §5)."""

import re

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.search import MARK_LENGTH, QUERY_LIMIT, document, mark, phone_words, query, words
from oclient_tui.domain.text import fold

LISTS = st.integers(1, (1 << 63) - 1)


def _finds(list_id: int, typed: str, texts: list[str], phones: tuple[str, ...] = ()) -> bool:
    stored = document(list_id, texts, phones).split()
    wanted = query(list_id, typed)
    return bool(wanted) and all(any(word.startswith(one) for word in stored) for one in wanted)


@given(st.text(max_size=60), LISTS)
def test_a_query_needs_no_quoting(typed: str, list_id: int) -> None:  # A7: it goes into a MATCH and a tsquery
    for word in query(list_id, typed):
        assert re.fullmatch(r"[^\W_]+", word)
    assert len(query(list_id, typed)) <= QUERY_LIMIT
    assert re.fullmatch("[0-9a-z]{%d}" % MARK_LENGTH, mark(list_id))  # noqa: UP031 - braces in a pattern


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=10), min_size=1, max_size=4), LISTS)
def test_whatever_is_stored_is_found_by_itself_and_its_beginnings(texts: list[str], list_id: int) -> None:
    text = " ".join(texts)
    if not words(text):
        return
    assert _finds(list_id, text, ["other", text])
    assert _finds(list_id, text.swapcase(), [text]) or fold(text.swapcase()) != fold(text)
    first = words(text)[0]
    assert _finds(list_id, first[: max(1, len(first) // 2)], [text])


@given(st.from_regex(r"\A\+[1-9][0-9]{7,13}\Z"), st.data())
def test_a_phone_is_found_as_people_type_it(number: str, data: st.DataObject) -> None:  # S02
    digits = number[1:]
    for typed in (number, digits, f"00{digits}", digits[-9:], digits[-6:], digits[-4:], digits[:3]):
        if typed.strip("0"):
            spaced = data.draw(st.sampled_from((typed, f"({typed[:3]}) {typed[3:]}", "-".join(typed), f" {typed} ")))
            if spaced.strip("0 ()-"):
                assert _finds(1, spaced, [], (number,)), spaced
    assert all(word.isdigit() or not word for word in phone_words(number))


@given(st.from_regex(r"\A[0-9]{2}-[0-9]{3}\Z"))
def test_a_postcode_is_found_as_it_is_written(postcode: str) -> None:  # S02
    if postcode.strip("0-"):
        assert _finds(1, postcode, [postcode])
        assert _finds(1, f"{postcode} Łódź", [postcode, "Łódź"])


def test_wide_signs_are_words_of_their_own() -> None:
    assert words("東京商事ABC") == ["東", "京", "商", "事", "abc"]
    assert words("김철수") == ["김", "철", "수"]
    assert words("ガス") == words("ガス".casefold()) == ["カ", "ス"]
    assert words("Żółw, O'Brien-Smith_x") == ["zolw", "o", "brien", "smith", "x"]


def test_lists_have_marks_of_their_own() -> None:  # O03
    marks = {mark(number) for number in range(1, 3000)}
    assert len(marks) > 2990
    assert not set(document(1, ["Żółw"], ("+48600100200",)).split()) & set(
        document(2, ["Żółw"], ("+48600100200",)).split()
    )
