"""Strings that try to steer a terminal, to run actions, or to crash what draws them; and what may reach a terminal.

Numbers in their sequences begin with zeros. To a terminal that is the same number, and the program never writes one so:
a sequence that passed through is told from one of the program's own, whatever it does.
"""

import re
from collections.abc import Iterator
from itertools import count, product

from oclient_tui.domain.text import inert

FRAGMENTS = (
    "[@click=app.quit]x[/]",
    "[@click=screen.dismiss]",
    "[/]",
    "[/b]",
    "[b",
    "[red]",
    "[link=https://x.example]y[/link]",
    "[@click=app.quit(",
    "$oc-accent",
    "{number}",
    "%s%n",
    "\x1b]00;owned\x07",
    "\x1b]00;owned\x1b\\",
    "\x1b]052;c;ZXZpbA==\x07",
    "\x1b]052;c;ZXZpbA==\x1b\\",
    "\x1b]08;;https://x.example\x1b\\link\x1b]08;;\x1b\\",
    "\x1b[02J\x1b[01;01H",
    "\x1b[06n",
    "\x1bc",
    "\x1bP$q\x1b\\",
    "\x1b[?01049l",
    "\x1b[031mred\x1b[00m",
    "\x1b[012X\x1b[012C",
    "\x1b7\x1b8\x1b=",
    "\x9b031m",
    "\x9d00;owned\x9c",
    "\x90q\x9c",
    "\u202egpj.exe\u202c",
    "\u2066x\u2069",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u061c\u200e\u200f",
    "\x00\x07\x08\x0b\x0c\x7f",
    "\r\nfake: ok",
    "\u2028\u2029\x85",
    "\t",
    "a\u0301" * 9,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\ufe0f\u20e3",
    "\U000e0041\U000e007f",
    "界" * 300,
    "W" * 300,
    "ﷺ" * 20,
    "a\u202eb\u202ec",
    "'; DROP TABLE customers; --",
    "\ud7ff\ue000",
)

MARK = "Ж"
"""Begins the mark of each string, by which it is known again: no text of the program holds this letter."""


def strings() -> Iterator[str]:
    """Yield different strings without end: each fragment alone, in a name, then every two of them, marked by number."""
    alone = (part for fragment in FRAGMENTS for part in (fragment, f"Jan {fragment} Nowak"))
    pairs = (f"{one}{other}" for _ in count() for one, other in product(FRAGMENTS, repeat=2))
    endless = (part for parts in (alone, pairs) for part in parts)
    return (f"{MARK}{number:05} {text}" for number, text in enumerate(endless))


def mark(text: str) -> str:
    """Return the mark of a string."""
    return text[: len(MARK) + 5]


def marks_in(screen: str) -> frozenset[str]:
    """Return the marks of the strings that stand on a screen."""
    return frozenset(re.findall(f"{MARK}[0-9]{{5}}", screen))


def stands(text: str, screen: str, signs: int) -> bool:
    """Whether a string stands on a screen as inert text: its mark, and so many signs behind it, if it has as many."""
    return inert(text)[: len(mark(text)) + 1 + signs].rstrip() in screen


_OURS = re.compile(
    r"\x1b(?:"
    r"\[(?:0|[1-9][0-9]*)(?:;(?:0|[1-9][0-9]*))*m"  # colours
    r"|\[[1-9][0-9]*;[1-9][0-9]*H"  # the place of what follows
    r"|\[[1-9][0-9]*X\x1b\[[1-9][0-9]*C"  # blanks
    r"|\]22;[a-z-]*\x07"  # the shape of the mouse pointer
    r")|\n(?=\x1b|$)"  # a line of a whole screen ends
)
"""What a screen that stands is drawn with, and nothing that one is begun, asked or ended with."""

_STEERS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, line ends of every kind, what turns or hides text. Joiners stay: Persian and Indic scripts need them."""


def foreign(data: str) -> list[str]:
    """Return each sign that steers a terminal and is none of the program's own sequences, with what stands round it."""
    rest = _OURS.sub("", data)
    return [repr(rest[max(found.start() - 20, 0) : found.end() + 40]) for found in _STEERS.finditer(rest)]
