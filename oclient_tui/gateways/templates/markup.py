"""Where a value may stand in the HTML of a template, so that none becomes markup (E3).

Values are escaped, which is enough in text and inside a quoted attribute; anywhere else no piece may stand. A condition
stands between tags only, so that whichever way it turns out, what follows is as much text as it was before. The HTML
itself is the owner's: it is read more strictly than mail programs read it, and never mended.
"""

import re
from collections.abc import Sequence
from typing import NoReturn

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.gateways.templates.grammar import Piece

_VALUE, _CONDITION = "\x00", "\x01"
"""Stand for the signs of a piece while the HTML is read; no text that was cleaned has them."""

_QUOTED = r'"[^"]*"|\'[^\']*\''
_TAG = re.compile(rf"</?(?P<name>[a-zA-Z][^\s/<>\"'\x00\x01]*)(?P<rest>(?:[^\"'<>\x00\x01]|{_QUOTED})*)>")
_ATTRIBUTE = re.compile(
    rf"\s*(?:/|(?P<name>[^\s\"'<>/=]+)(?:\s*=\s*(?:(?P<quoted>{_QUOTED})|[^\s\"'<>=`]+))?(?=[\s/]|\Z))\s*"
)
_HARMLESS = re.compile(r"<[\s\d=]")
_RAW = frozenset({"style", "title", "textarea", "svg", "math", "xmp", "iframe", "noembed", "noframes", "noscript"})
_FORBIDDEN = frozenset({"script", "plaintext"})
_LINKS = frozenset({"href", "src", "background", "cite"})
_FIXED = re.compile(r"(?:https?://[^/\x00]+/|mailto:|tel:)", re.IGNORECASE)
_PLAIN = frozenset({"alt", "title", "aria-label", "value", "lang"})
"""Attributes that hold words and nothing that a mail program acts on."""


def check_markup(html: str, pieces: Sequence[Piece]) -> None:
    """Raise Invalid, naming the place, where HTML is broken, or a piece stands that a value could break out of."""
    masked, end = list[str](), 0
    for piece in pieces:
        sign = _CONDITION if piece.is_tag else _VALUE
        masked += [html[end : piece.start], sign * (piece.end - piece.start)]
        end = piece.end
    reader = _Reader("".join([*masked, html[end:]]), html)
    place = reader.following(0)
    while place >= 0:
        place = reader.following(reader.past(place))


class _Reader:
    """Reads HTML from one `<` to the next."""

    def __init__(self, masked: str, html: str) -> None:
        self._masked, self._html = masked, html

    def following(self, place: int) -> int:
        """Return where the next `<` stands; -1 for none."""
        return self._masked.find("<", place)

    def past(self, start: int) -> int:
        """Return where what begins at a `<` ends."""
        if _HARMLESS.match(self._masked, start):
            return start + 1
        if self._masked.startswith("<!--", start):
            return self._closed(start, self._masked.find("-->", start + 4))
        if self._masked.startswith("<!", start):
            return self._closed(start, self._masked.find(">", start))
        tag = _TAG.match(self._masked, start)
        name = tag["name"].lower() if tag else ""
        if tag is None or name in _FORBIDDEN or not self._harmless(tag["rest"]):
            self._refuse(start)
        if name in _RAW and not tag[0].startswith("</"):
            inner = re.compile(rf"</{name}[\s>]", re.IGNORECASE).search(self._masked, tag.end())
            return self._closed(start, inner.start() if inner else -1)
        return tag.end()

    def _closed(self, start: int, end: int) -> int:
        """Return the end of what holds no piece; refuse what holds one, and what has no end."""
        if end < 0 or re.search(f"[{_VALUE}{_CONDITION}]", self._masked[start:end]):
            self._refuse(start)
        return end

    def _harmless(self, rest: str) -> bool:
        """Whether the attributes of a tag can be read, and each holds pieces only where it may."""
        place, rest = 0, rest.strip()
        while place < len(rest):
            found = _ATTRIBUTE.match(rest, place)
            if found is None or not _may_hold(found["name"] or "", (found["quoted"] or "")[1:-1]):
                return False
            place = found.end()
        return True

    def _refuse(self, start: int) -> NoReturn:
        line, shown = self._html.count("\n", 0, start) + 1, self._html[start : start + 60].partition("\n")[0]
        raise Invalid(
            tr(
                "html, line {line}: “{piece}” cannot be read, or a field stands where it could become a tag. Fields "
                "stand in the text, or in quotes after alt=, title= and the fixed beginning of a link."
            ),
            field="html",
            line=line,
            piece=shown,
        )


def _may_hold(name: str, value: str) -> bool:
    if _CONDITION in value:
        return False
    before, piece, _ = value.partition(_VALUE)
    return not piece or name.lower() in _PLAIN or (name.lower() in _LINKS and bool(_FIXED.match(before)))
