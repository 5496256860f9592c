"""Fewer bytes draw the same picture (P7): pictures are compared on a terminal of the test's own."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from screens.lean import erases_in_colour, lean

Cell = tuple[str, object, object, object]


def picture(data: str) -> tuple[list[Cell], Cell]:
    """Return what is drawn where: sign, ground, and what can be seen of ink and attributes; and the pen at the end."""
    pen: dict[str, object] = {}
    drawn: list[Cell] = []
    data = re.sub(r"\x1b\[[0-9;]*H((?:\x1b\[[0-9;]*m)*)(?:\r?\n)?(?=(?:\x1b\[[0-9;]*m)*\x1b\[[0-9;]*H)", r"\1", data)
    for part in re.findall(r"\x1b\[[0-9;]*[mHXC]|[^\x1b]", data):
        if part.endswith("m") and part.startswith("\x1b"):
            _turn(pen, part[2:-1].split(";"))
        elif part.endswith("X") and part.startswith("\x1b"):
            drawn += [(" ", pen.get("ground"), None, frozenset[str]())] * int(part[2:-1])
        elif part.endswith("C") and part.startswith("\x1b"):
            continue  # steps over what was just erased
        elif part.startswith("\x1b"):
            drawn.append((part, None, None, None))
        else:
            attributes = {code for code in pen if code in "12345789"}
            seen = attributes & set("479") if part == " " else attributes
            drawn.append((part, pen.get("ground"), None if part == " " else pen.get("ink"), frozenset(seen)))
    return drawn, ("", pen.get("ground"), pen.get("ink"), frozenset(code for code in pen if code in "12345789"))


def _turn(pen: dict[str, object], codes: list[str]) -> None:
    off = {
        "22": "12",
        "23": "3",
        "24": "4",
        "25": "5",
        "27": "7",
        "28": "8",
        "29": "9",
        "39": ["ink"],
        "49": ["ground"],
    }
    while codes:
        code = codes.pop(0)
        if code in ("", "0"):
            pen.clear()
        elif code in ("38", "48"):
            size = 4 if codes[0] == "2" else 2
            pen["ink" if code == "38" else "ground"] = tuple(codes[:size])
            del codes[:size]
        elif code in off:
            for name in off[code]:
                pen.pop(name, None)
        elif len(code) == 1:
            pen[code] = True
        else:
            pen["ground" if code[0] == "4" or code.startswith("10") else "ink"] = code


COLOUR = st.sampled_from([None, "#101010", "#e0e0e0", "color(1)", "color(9)", "color(200)", "default"])
STYLE = st.builds(
    Style, color=COLOUR, bgcolor=COLOUR, bold=st.booleans(), dim=st.booleans(), italic=st.booleans(),
    underline=st.booleans(), reverse=st.booleans(), strike=st.booleans(),
)  # fmt: skip
TEXTS = ["  ", " " * 40, "a", "b" + " " * 12 + "c", "żółw", "\x1b[3;4H", "x\n"]
PIECE = st.tuples(
    st.sampled_from(["  ", " " * 40, "a", "b" + " " * 12 + "c", "żółw", "\x1b[3;4H", "x\n"]),
    st.one_of(st.none(), STYLE),
)


@given(st.lists(PIECE, max_size=12))
def test_the_picture_is_the_same_and_no_longer(pieces: list[tuple[str, Style | None]]) -> None:
    data = "".join(text if style is None or "\x1b" in text else style.render(text) for text, style in pieces)
    less = lean(data)
    assert picture(less) == picture(data), (data, less)
    assert len(less) <= len(data)


def test_a_terminal_that_erases_without_colour_gets_its_blanks() -> None:
    data = f"\x1b[44ma{' ' * 30}b\x1b[0mc\x1b[0m"
    assert " " * 30 in lean(data, erase=False)
    assert "\x1b[30X\x1b[30C" in lean(data)
    assert [erases_in_colour(term) for term in ("xterm-256color", "tmux-256color", "screen-256color")] == [
        True,
        True,
        False,
    ]


def test_what_is_not_understood_stays() -> None:
    for data in ("\x1b[4:3ma\x1b[0m\x1b[0m", "\x1b[38;9;1ma\x1b[0mb\x1b[0m", "\x1b[58;5;1ma\x1b[0mb\x1b[0m", "plain"):
        assert lean(data) == data
