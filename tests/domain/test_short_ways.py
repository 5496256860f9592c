"""Folding, sort keys and words are made sign by sign; here as their definitions have them, of the whole text."""

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.search import WORD_LIMIT, document, mark, words
from oclient_tui.domain.text import SORT_LENGTH, fold, sort_key

EXTRA = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "\u0131": "i"}
)
POLISH = {"ą": "a{", "ć": "c{", "ę": "e{", "ł": "l{", "ń": "n{", "ó": "o{", "ś": "s{", "ź": "z{", "ż": "z|"}
WIDE = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])")
PHONE_LIKE = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*\Z")

MARKS = "\u0301\u0308\u0323\u0345\u3099\u09be\u0f71\u1161\u11a8"
SIGNS = st.one_of(
    st.characters(exclude_categories=()),
    st.sampled_from("aĄżŁ ßΣςİıǅﬁ½²०٣ー가각ᄀㄱ上海が\u212b\u0344\u0f73-/_.+0 1" + MARKS),
)
TEXTS = st.text(SIGNS, max_size=50)


def whole_fold(text: str) -> str:
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(EXTRA)
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))


def whole_sort_key(text: str, language: str) -> str:
    if language != "pl" or text.isascii():
        return whole_fold(text)[:SORT_LENGTH]
    letters = unicodedata.normalize("NFC", text).lower()
    return "".join(POLISH.get(letter) or whole_fold(letter) for letter in letters)[:SORT_LENGTH]


def whole_words(text: str) -> list[str]:
    folded = whole_fold(text)
    if not folded.isascii():
        folded = WIDE.sub(r" \1 ", unicodedata.normalize("NFC", folded))
    return [word[:WORD_LIMIT] for word in re.findall(r"[^\W_]+", folded)]


def digits_of(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit())
    return (digits.lstrip("0") or digits)[:WORD_LIMIT]


def whole_document(list_id: int, texts: list[str], phones: list[str]) -> str:
    found = {word for text in texts if text for word in whole_words(text)}
    found.update(word.lstrip("0") for word in tuple(found) if word.startswith("0") and word.isdigit())
    found.update(digits_of(text) for text in texts if PHONE_LIKE.match(text))
    for phone in phones:
        digits = digits_of(phone)
        found.update([digits, *(digits[-length:].lstrip("0") for length in (10, 9, 7, 6, 4) if length < len(digits))])
    return " ".join(mark(list_id) + word for word in sorted(found) if word)


def _deciding() -> list[str]:
    """Return the signs that fold to something else, or that fold others, and all of the common alphabets."""
    every = map(chr, range(sys.maxunicode + 1))
    return [one for one in every if one < "\u3100" or unicodedata.decomposition(one) or unicodedata.combining(one)]


def test_every_sign_by_itself_and_among_marks() -> None:
    for sign in _deciding():
        text = f"{sign}\u0301 x{sign}"
        assert fold(text) == whole_fold(text), hex(ord(sign))
        assert words(text) == whole_words(text), hex(ord(sign))


@given(TEXTS)
def test_folding(text: str) -> None:
    assert fold(text) == whole_fold(text)
    assert words(text) == whole_words(text)


@given(TEXTS)
def test_sort_keys(text: str) -> None:
    for language in ("pl", "de"):
        assert sort_key(text, language) == whole_sort_key(text, language)


NUMBERS = st.text("+0123456789 -/²٣", max_size=45)


@given(st.lists(st.one_of(TEXTS, NUMBERS), max_size=5), st.lists(NUMBERS, max_size=2))
def test_documents(texts: list[str], phones: list[str]) -> None:
    assert document(7, texts, phones) == whole_document(7, texts, phones)
