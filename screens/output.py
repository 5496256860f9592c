"""The last look before anything reaches the terminal: text of people never steers it (T1-T3, architecture §6).

Text is made inert when it is written, and it is shown as `Content`, never as markup. Both can be forgotten, so every
cell passes here once more: a line filter takes out what could steer a terminal and every link, and the driver lets
through no sequences but those that Textual itself makes.
"""

import base64
import os
import re
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import inert, inert_block
from screens.lean import erases_in_colour, lean

MOST_COPIED = 65_536
"""How many bytes can be copied at once. Terminals drop longer sequences without a word (xterm at 100 000 of base64)."""

_SHOWN = "\N{REPLACEMENT CHARACTER}"

_OURS = re.compile(
    r"\x1b(?:"
    r"\[[0-9;:]*m"  # colours
    r"|\[[0-9;]*[ABCDHJKX]"  # moving and clearing
    r"|\[\?[0-9;]+(?:[hl]|\$p)"  # modes, and asking for one
    r"|\[[<>=]?[0-9;]*u"  # the keyboard protocol
    r"|\[c|\[6n|\[>[0-9;]*q|\[[0-9;]*t"  # what the terminal is
    r"|\]22;[a-z-]*(?:\x07|\x1b\\)"  # the shape of the mouse pointer
    r"|P=[12]s\x1b\\"  # a frame begins or ends
    r"|[78=>]"
    r")"
)
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


class InertCells(LineFilter):
    """Makes the text of every cell inert, keeps its width, and takes links and actions off it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - as declared above
        """Return the line with nothing in it that could steer a terminal."""
        if all(_plain(segment) for segment in segments):
            return segments
        return [_inert(segment) for segment in segments]


def _plain(segment: Segment) -> bool:
    text, style, control = segment
    if control or (style is not None and style.link):
        return False
    return (text.isascii() and text.isprintable()) or inert(text) == text


def _inert(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link:
        style = _unlinked(style)
    return Segment("".join(sign if inert(sign) == sign else _SHOWN for sign in text), style)


@lru_cache(256)
def _unlinked(style: Style) -> Style:
    return style.update_link(None)


def passed(data: str) -> str:
    """Return what may go to the terminal: printable text, line ends, and sequences that Textual itself makes."""
    if "\x1b" not in data and not _STEERING.search(data):
        return data
    parts: list[str] = []
    last = 0
    for found in _OURS.finditer(data):
        parts += (_STEERING.sub("", data[last : found.start()]), found.group())
        last = found.end()
    parts.append(_STEERING.sub("", data[last:]))
    return "".join(parts)


def copying(text: str) -> str:
    """Return the sequence that hands text to the terminal's clipboard (OSC 52), the text made inert.

    Raise Invalid for more than terminals take.
    """
    given = inert_block(text).encode()
    if len(given) > MOST_COPIED:
        raise Invalid(
            tr("That is {size} bytes, and terminals take {most} at once. Nothing was copied: copy less of it."),
            size=len(given),
            most=MOST_COPIED,
        )
    return f"\x1b]52;c;{base64.b64encode(given).decode()}\x1b\\"


def guarded(driver: type[Driver]) -> type[Driver]:
    """Return a driver that writes only what may pass, and copies only by a call of its own: never by what is shown."""
    erase = erases_in_colour(os.environ.get("TERM", ""))

    def write(self: Driver, data: str) -> None:
        driver.write(self, lean(passed(data), erase=erase))

    def copy(self: Driver, text: str) -> None:
        driver.write(self, copying(text))

    return type("Guarded", (driver,), {"write": write, "copy": copy, "__doc__": "A driver with the guard in it."})
