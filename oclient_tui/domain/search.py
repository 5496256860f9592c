"""Words for the search index, the same on every engine (architecture §5, D23).

Each word is stored behind a short mark of its list, so that a search in a small list never walks the words of a
large neighbour: its cost, and so its time, depends on its own list alone.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable

from oclient_tui.domain.text import fold

_WORDS = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])")
_PHONE_LIKE = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*\Z")
_PHONE_ENDINGS = (10, 9, 7, 6, 4)
_MARK_LENGTH = 4
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WORD_LIMIT = 40
QUERY_LIMIT = 12
MARK_LENGTH = _MARK_LENGTH


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
    folded = fold(text)
    if not folded.isascii():
        # Folding takes Korean syllables apart into letters; put together again, each is one sign.
        folded = _WIDE.sub(r" \1 ", unicodedata.normalize("NFC", folded))
    return [word[:WORD_LIMIT] for word in _WORDS.findall(folded)]


def phone_words(number: str) -> list[str]:
    """Return the words under which a phone is found: all its digits, and the endings that people remember."""
    digits = _digits(number)
    return [digits, *(digits[-length:].lstrip("0") for length in _PHONE_ENDINGS if length < len(digits))]


def _digits(text: str) -> str:
    """Return the digits of a text in a row, without zeros in front: what stands there is often left out."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return (digits.lstrip("0") or digits)[:WORD_LIMIT]


def document(list_id: int, texts: Collection[str], phones: Iterable[str]) -> str:
    """Return what the index holds of one customer: its distinct words, marked and in a fixed order."""
    found = {word for text in texts if text for word in words(text)}
    # A number in a name, a postcode or a tax number is typed like a phone, and so it is looked up like one.
    found.update(word.lstrip("0") for word in tuple(found) if word.startswith("0") and word.isdigit())
    found.update(_digits(text) for text in texts if _PHONE_LIKE.match(text))
    found.update(word for phone in phones for word in phone_words(phone))
    sign = mark(list_id)
    return " ".join(sign + word for word in sorted(found) if word)


def query(list_id: int, text: str) -> list[str]:
    """Return the marked beginnings of words that a customer must all have to be found.

    A text that looks like a phone number is taken as one, without spaces and leading zeros.
    """
    found = [_digits(text)] if _PHONE_LIKE.match(text) else list(dict.fromkeys(words(text)))
    sign = mark(list_id)
    return [sign + word for word in found[:QUERY_LIMIT]]
