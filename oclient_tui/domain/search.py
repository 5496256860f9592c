"""Words for the search index, the same on every engine (architecture §5, D23).

Each word is stored behind a short mark of its list, so that a search in a small list never walks the words of a
large neighbour: its cost, and so its time, depends on its own list alone.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from oclient_tui.domain.text import Signs, fold_once

_WORDS = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])")
_PHONE_LIKE = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*\Z")
_PHONE_ENDINGS = (10, 9, 7, 6, 4)
_MARK_LENGTH = 4
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WORD_LIMIT = 40
QUERY_LIMIT = 12
MARK_LENGTH = _MARK_LENGTH


@lru_cache(maxsize=256)
def mark(list_id: int) -> str:
    """Return the mark of a list; two lists may share one, which costs time and never an answer."""
    number = int.from_bytes(hashlib.sha256(str(list_id).encode()).digest()[:8])
    letters = ""
    for _ in range(_MARK_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        letters += _DIGITS[digit]
    return letters


def words(text: str) -> list[str]:
    """Return the folded words of a text; Chinese, Japanese and Korean signs are words of their own."""
    found = text.translate(_APART).split() if _SIGN_BY_SIGN.match(text) else _words_of_any(text)
    return found if max(map(len, found), default=0) <= WORD_LIMIT else [word[:WORD_LIMIT] for word in found]


def _words_of_any(text: str) -> list[str]:
    folded = fold_once(text)
    if not folded.isascii():
        # Folding takes Korean syllables apart into letters; put together again, each is one sign.
        folded = _WIDE.sub(r" \1 ", unicodedata.normalize("NFC", folded))
    return _WORDS.findall(folded)


def _apart(sign: str) -> str:
    """Return what a sign adds to the words of a text, where no neighbour has a say in it."""
    folded = _WIDE.sub(r" \1 ", fold_once(sign))
    return "".join(letter if letter.isalnum() else " " for letter in folded)


_SIGN_BY_SIGN = re.compile("[\x00-\u052f\u1e00-\u1eff\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]*\\Z")
"""Latin, Greek, Cyrillic, Japanese and Chinese: folded, their signs never join into others, as Korean letters do."""

_APART = Signs(_apart)


def phone_words(number: str) -> list[str]:
    """Return the words under which a phone is found: all its digits, and the endings that people remember."""
    digits = _digits(number)
    return [digits, *(digits[-length:].lstrip("0") for length in _PHONE_ENDINGS if length < len(digits))]


def _digits(text: str) -> str:
    """Return the digits of a text in a row, without zeros in front: what stands there is often left out."""
    bare = text.removeprefix("+")
    digits = bare if bare.isdigit() else "".join([sign for sign in text if sign.isdigit()])
    return (digits.lstrip("0") or digits)[:WORD_LIMIT]


def document(list_id: int, texts: Collection[str], phones: Iterable[str]) -> str:
    """Return what the index holds of one customer: its distinct words, marked and in a fixed order."""
    filled = [text for text in texts if text]
    found = set(words(" ".join(filled)))
    for text in filled:
        # A number in a name, a postcode or a tax number is typed like a phone, and so it is looked up like one.
        if not text[0].isalpha() and _PHONE_LIKE.match(text):
            found.add(_digits(text))
    found.update([word.lstrip("0") for word in found if word[0] == "0" and word.isdigit()])
    for phone in phones:
        found.update(phone_words(phone))
    found.discard("")
    sign = mark(list_id)
    return sign + f" {sign}".join(sorted(found)) if found else ""


def query(list_id: int, text: str) -> list[str]:
    """Return the marked beginnings of words that a customer must all have to be found.

    A text that looks like a phone number is taken as one, without spaces and leading zeros.
    """
    found = [_digits(text)] if _PHONE_LIKE.match(text) else list(dict.fromkeys(words(text)))
    sign = mark(list_id)
    return [sign + word for word in found[:QUERY_LIMIT]]
