"""Text from people: made inert, folded for comparing, keyed for sorting (architecture §5, §6)."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_EXTRA_FOLDS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "\u0131": "i"}
)

# C0, DEL and C1 controls; bidi marks, embeddings and isolates; zero-width space, word joiner, invisible
# operators and BOM; line and paragraph separators; interlinear marks; lone surrogates; tag characters.
# ZERO WIDTH NON-JOINER and JOINER stay: Persian and Indic scripts need them.
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_LINE = re.compile(f"[{_UNSAFE}]")
_BLOCK = re.compile(f"(?![\n\t])[{_UNSAFE}]")
_SPACES = re.compile(r"\s+")
_NO_WORD = re.compile(r"[\W_]+")

_POLISH_ORDER = {"ą": "a{", "ć": "c{", "ę": "e{", "ł": "l{", "ń": "n{", "ó": "o{", "ś": "s{", "ź": "z{", "ż": "z|"}
"""`{` and `|` follow `z`, so that ą sorts after every a… and before b, and ź before ż."""

SORT_LENGTH = 80


def inert(value: str) -> str:
    """Return one line of text without anything that could steer a terminal or hide from a reader (T1-T3)."""
    if value.isascii() and value.isprintable():
        return value
    return _LINE.sub("", unicodedata.normalize("NFC", value))


def inert_block(value: str) -> str:
    """Return text of several lines, inert like `inert`, with line ends and tabs kept."""
    return _BLOCK.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(value: str) -> str:
    """Return what a person typed into a field of one line: tabs and line ends become spaces, runs shrink to one."""
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    return _one_line(value)


@lru_cache(maxsize=4096)
def _one_line(value: str) -> str:
    return inert(_SPACES.sub(" ", value)).strip()


class Signs(dict[int, str]):
    """What each sign becomes, worked out when it is first met: a million names hold a few hundred different signs."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> str:
        made = self._become(chr(code))
        if len(self) < _SIGNS_KEPT:
            self[code] = made
        return made


def _folded(sign: str) -> str:
    lowered = unicodedata.normalize("NFKD", sign).casefold().translate(_EXTRA_FOLDS)
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))


_SIGNS_KEPT = 10_000
_FOLDS = Signs(_folded)


@lru_cache(maxsize=4096)
def fold(value: str) -> str:
    """Return the form in which texts are compared and searched: no case, no accents, ł as l (architecture §5)."""
    return fold_once(value)


def fold_once(value: str) -> str:
    """Return the folded form of a text that will hardly come again, and so is not worth remembering.

    Sign by sign, which is the same as of the whole: marks change places with each other only, and are left out.
    """
    if value.isascii() and value.isprintable():
        return value.lower()
    return value.translate(_FOLDS)


def slug(value: str) -> str:
    """Return a name as one word of a filter or a field: folded, with _ for what is no letter and no digit."""
    return _NO_WORD.sub("_", fold(value)).strip("_")


def sort_key(value: str, language: str) -> str:
    """Return the key that sorts a name by code points as `language` sorts it.

    Polish letters are letters of their own in Polish (Łukasz after Lucyna); elsewhere accents do not count.
    Cut to SORT_LENGTH characters, which keeps index entries small.
    """
    if language != "pl" or value.isascii():
        return fold(value)[:SORT_LENGTH]
    return unicodedata.normalize("NFC", value).translate(_POLISH)[:SORT_LENGTH]


def _polish(sign: str) -> str:
    return "".join(_POLISH_ORDER.get(letter) or _folded(letter) for letter in sign.lower())


_POLISH = Signs(_polish)
