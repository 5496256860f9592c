"""What a template may be written in: a small part of Liquid, and all of it harmless (E3, O28).

Fields, a few filters that lengthen nothing, and conditions. No loop, no assignment, no range and no `replace`: with
these a few letters become gigabytes. Every piece is looked at, with its place, before the library sees the template.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.templates import ALLOWED_FIELDS

PIECE_LENGTH = 250
"""Characters between two brackets: the library looks at a piece in a time that grows with its square."""

FILTERS = {
    "capitalize": "", "default": "F|T", "downcase": "", "strip": "", "truncate": "N(,T)?", "upcase": "",
    "url_encode": "",
}  # fmt: skip
"""What can be done to a value, and what each is given: a field, a text or a number."""

_CONDITION = "[FTN](=[FTN])?(&[FTN](=[FTN])?)*"
_TAGS = {
    "if": _CONDITION, "elsif": _CONDITION, "unless": _CONDITION, "case": "F", "when": "T([,&]T)*",
    "else": "", "endif": "", "endunless": "", "endcase": "",
}  # fmt: skip
_OPENING = re.compile(r"\{\{|\{%")
_TOKEN = re.compile(
    r"""\s*(?:(?P<T>"[^"]*"|'[^']*')|(?P<N>\d{1,4}\b)|(?P<F>[a-z_][a-z0-9_]*(?:\.[a-z_]+)?)|(?P<E>==|!=)|(?P<S>[|:,]))\s*"""
)
_OPERATORS = {"contains": "=", "and": "&", "or": "&"}
_FILTERED = re.compile(r"\|F(?::([FTN](?:,[FTN])*))?")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two brackets; `part` is subject, text or html."""

    part: str
    source: str
    start: int
    end: int

    @property
    def shown(self) -> str:
        """The piece as it was written."""
        return self.source[self.start : self.end][:80]

    @property
    def line(self) -> int:
        """The line it begins in."""
        return self.source.count("\n", 0, self.start) + 1

    @property
    def is_tag(self) -> bool:
        """Whether it is a condition, and not a value."""
        return self.source.startswith("{%", self.start)

    def refuse(self, message: str, **values: object) -> NoReturn:
        """Raise Invalid with the place."""
        raise Invalid(message, field=self.part, line=self.line, piece=self.shown, **values)


def pieces(part: str, source: str) -> list[Piece]:
    """Return the pieces of a part of a template; raise Invalid, naming the place, for one that cannot stand there."""
    found = list(_cut(part, source))
    for piece in found:
        _check(piece)
    return found


def _cut(part: str, source: str) -> Iterator[Piece]:
    openings = [found.start() for found in _OPENING.finditer(source)]
    for start, following in pairwise([*openings, len(source)]):
        closing = "}}" if source[start + 1] == "{" else "%}"
        end = source.find(closing, start + 2, following)
        piece = Piece(part, source, start, end + 2 if end >= 0 else following)
        if end < 0:
            piece.refuse(tr("{field}, line {line}: “{piece}” is not closed."))
        if end - start > PIECE_LENGTH:
            piece.refuse(tr("{field}, line {line}: “{piece}” is too long."))
        yield piece


def _check(piece: Piece) -> None:
    tokens = _tokens(piece)
    tag = tokens.pop(0)[1] if piece.is_tag and tokens else ""
    signs = "".join(sign for sign, _ in tokens)
    if piece.is_tag:
        fits = tag in _TAGS and re.fullmatch(_TAGS[tag], signs)
        names = [text for sign, text in tokens if sign == "F"]
    else:
        fits = re.fullmatch(rf"[FTN](?:{_FILTERED.pattern})*", signs)
        names = [text for place, (sign, text) in enumerate(tokens) if sign == "F" and signs[place - 1] != "|"]
    if not fits:
        piece.refuse(tr("{field}, line {line}: “{piece}” is no value and no condition that a template may have."))
    unknown = next((name for name in names if name not in ALLOWED_FIELDS), None)
    if unknown is not None:
        accepted = ", ".join(ALLOWED_FIELDS)
        piece.refuse(
            tr("{field}, line {line}: there is no field “{name}”. Fields are: {accepted}."),
            name=unknown[:40],
            accepted=accepted,
        )
    if not piece.is_tag:
        _check_filters(piece, tokens, signs)


def _tokens(piece: Piece) -> list[tuple[str, str]]:
    inside = piece.source[piece.start + 2 : piece.end - 2].removeprefix("-").removesuffix("-").strip()
    tokens, place = list[tuple[str, str]](), 0
    while place < len(inside):
        found = _TOKEN.match(inside, place)
        if found is None:
            piece.refuse(tr("{field}, line {line}: “{piece}” is no value and no condition that a template may have."))
        kind, text = str(found.lastgroup), found[0].strip()
        sign = {"E": "=", "S": text}.get(kind, kind)
        tokens.append((_OPERATORS.get(text, sign) if kind == "F" else sign, text))
        place = found.end()
    return tokens


def _check_filters(piece: Piece, tokens: list[tuple[str, str]], signs: str) -> None:
    for found in _FILTERED.finditer(signs):
        name, given = tokens[found.start() + 1][1], found[1] or ""
        if name not in FILTERS or not re.fullmatch(FILTERS[name], given):
            piece.refuse(
                tr("{field}, line {line}: “{name}” cannot stand in “{piece}”. After | there may be: {accepted}."),
                name=name[:40],
                accepted=", ".join(FILTERS),
            )
