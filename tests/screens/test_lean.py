"""Fewer bytes draw the same picture (P7): pictures are compared on a terminal of the test's own."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from screens.lean import lean

Cell = tuple[str, object, object, object]


def picture(data: str) -> tuple[list[Cell], Cell]:
    """Return what is drawn where: sign, ground, and what can be seen of ink and attributes; and the pen at the end."""
    pen: dict[str, object] = {}
    drawn: list[Cell] = []
    for part in re.findall(r"\x1b\[[0-9;]*[mH]|[^\x1b]", data):
        if part.endswith("m") and part.startswith("\x1b"):
            _turn(pen, part[2:-1].split(";"))
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
PIECE = st.tuples(st.sampled_from(["  ", "a", " b ", "żółw", "\x1b[3;4H", "x\n"]), st.one_of(st.none(), STYLE))


@given(st.lists(PIECE, max_size=12))
def test_the_picture_is_the_same_and_no_longer(pieces: list[tuple[str, Style | None]]) -> None:
    data = "".join(text if style is None or "\x1b" in text else style.render(text) for text, style in pieces)
    less = lean(data)
    assert picture(less) == picture(data), (data, less)
    assert len(less) <= len(data)


def test_what_is_not_understood_stays() -> None:
    for data in ("\x1b[4:3ma\x1b[0m\x1b[0m", "\x1b[38;9;1ma\x1b[0mb\x1b[0m", "\x1b[58;5;1ma\x1b[0mb\x1b[0m", "plain"):
        assert lean(data) == data
