"""No text of a file is a formula (E1, CWE-1236): an apostrophe before what a spreadsheet would reckon, and back.

A text that begins, behind apostrophes and blanks of any kind, with = + - @ or their wide forms, and one that begins
with a tab or a carriage return, gets one apostrophe in front; reading takes one away from exactly such texts. An
apostrophe that is part of the text therefore survives: with what follows it, it either needs another or is left.

Telephone numbers and amounts begin with + and - and are no formulas. They stay as they are in the columns that hold
nothing else, and only where the whole text is a number.
"""

import re
from collections.abc import Sequence

_BLANK = r"\s\x00-\x20\x7f-\xa0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
_SIGN = r"=+\-@\u207a\u207c\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
RISKY = re.compile(rf"'*(?:[\t\r]|[{_BLANK}]*[{_SIGN}])")
"""How a text begins that a spreadsheet might take for a formula."""

MARKED = re.compile(rf"'+(?:[\t\r]|[{_BLANK}]*[{_SIGN}])")
"""How such a text begins once it is marked."""

_PHONE = re.compile(r"\+[1-9][0-9]{5,14}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,6})?\Z")
_PHONES = re.compile(r"phone[2-9]?\Z")
_NUMBERS = re.compile(r"measurement\.")


def harmless(text: str) -> str:
    """Return the text, marked with an apostrophe if a spreadsheet might take it for a formula."""
    return f"'{text}" if RISKY.match(text) else text


def restored(text: str) -> str:
    """Return the text without the mark that `harmless` sets."""
    return text[1:] if MARKED.match(text) else text


def exceptions(columns: Sequence[str]) -> list[re.Pattern[str] | None]:
    """Return for each column what may stand in it unmarked, by the names of the customer's fields."""
    return [_PHONE if _PHONES.match(name) else _NUMBER if _NUMBERS.match(name) else None for name in columns]


def harmless_row(cells: Sequence[str], allowed: Sequence[re.Pattern[str] | None]) -> list[str]:
    """Return a row of texts, each marked where it must be."""
    return [
        cell if pattern is not None and pattern.match(cell) else harmless(cell)
        for cell, pattern in zip(cells, allowed, strict=True)
    ]
