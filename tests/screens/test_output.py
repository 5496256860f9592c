"""Text of people never steers the terminal, whoever forgot to make it inert (T1-T3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from screens.output import InertCells, passed

HOSTILE = (
    "\x1b]52;c;!!!\x07",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b]52;c;aGVsbG8=\x1b\\",
    "\x1b]0;title\x07",
    "\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m",
    "\x1bPq\x1b\\",
    "\x1b_G\x1b\\",
    "\u202eabc",
    "\x00\x07\x08\x7f",
)
OURS = (
    "\x1b[38;2;1;2;3m",
    "\x1b[12;40H",
    "\x1b[?1049h",
    "\x1b[?25l",
    "\x1b[?2026$p",
    "\x1b[>1u",
    "\x1b[<u",
    "\x1b[2J",
)


def cells(text: str, style: Style | None = None) -> str:
    """Return the text of one cell after the filter."""
    return "".join(segment.text for segment in InertCells().apply([Segment(text, style)], Color(0, 0, 0)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_loses_what_could_steer_and_keeps_its_length(text: str) -> None:
    shown = cells(text)
    assert len(shown) == len(text)
    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" or sign == "\u202e" for sign in shown), repr(shown)


@given(st.text())
def test_no_text_at_all_steers(text: str) -> None:
    shown = cells(text)
    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in shown), repr(shown)


def test_a_link_is_taken_off() -> None:
    (segment,) = InertCells().apply([Segment("name", Style(link="https://x.example"))], Color(0, 0, 0))
    assert segment.style is not None
    assert segment.style.link is None


@pytest.mark.parametrize("sequence", OURS)
def test_what_textual_makes_passes(sequence: str) -> None:
    assert passed(f"a{sequence}b") == f"a{sequence}b"


@pytest.mark.parametrize("sequence", [text for text in HOSTILE if "\x1b" in text or "\x9b" in text])
def test_what_it_never_makes_does_not(sequence: str) -> None:
    left = passed(f"a{sequence}b")
    assert "\x1b" not in left or left.count("\x1b") < sequence.count("\x1b"), repr(left)
    assert "\x9b" not in left
