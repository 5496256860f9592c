"""How many parts an SMS has, and what makes it longer than it needs to be (3GPP TS 23.038, N20)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

SMS_LIMIT = 1600
"""Characters; the provider takes no more (its error 21617)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Each of these takes two places, and they stay together in one part."""

_PLAIN = str.maketrans(
    {
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE", "„": '"', "“": '"', "”": '"', "«": '"', "»": '"',
        "\u0131": "i", "\u2018": "'", "\u2019": "'", "\u201a": ",", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2022": "-", "\u2010": "-", "\u2011": "-", "\t": " ",
    }
)  # fmt: skip
"""What has a likeness that Unicode's own decomposition does not tell: letters with a stroke, quotes, dashes."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An SMS as a network counts it: letters of GSM-7, or units of UCS-2 where one letter is not among those."""

    encoding: str
    units: int
    segments: int
    foreign: tuple[str, ...] = ()
    """The characters that GSM-7 has not: each makes the whole message UCS-2."""

    @property
    def room(self) -> int:
        """How much each part holds, as this message is cut."""
        alone, each = _ROOM[self.encoding]
        return alone if self.segments == 1 else each


_ROOM = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""How much one part holds alone, and each of several, whose headers take some of it."""

NAMELESS: Mapping[str, str] = {"1": "+1 (US, CA, PR)"}
"""Calling codes where a sender is a number and never a name (O30)."""


def measured(text: str) -> Measure:
    """Return what a text takes: 160 letters in one part or 153 in each of several; 70 or 67 in UCS-2."""
    foreign = tuple(dict.fromkeys(sign for sign in text if sign not in _BASIC and sign not in _EXTENDED))
    if foreign:
        sizes = [2 if ord(sign) > 0xFFFF else 1 for sign in text]
        return Measure("UCS-2", sum(sizes), _parts(sizes, *_ROOM["UCS-2"]), foreign)
    sizes = [2 if sign in _EXTENDED else 1 for sign in text]
    return Measure("GSM-7", sum(sizes), _parts(sizes, *_ROOM["GSM-7"]))


def _parts(sizes: list[int], alone: int, each: int) -> int:
    """Return the number of parts; a character of two units is not split between two."""
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, each
    for size in sizes:
        if size > room:
            parts, room = parts + 1, each
        room -= size
    return parts


def plain(text: str) -> str:
    """Return a text in letters of GSM-7 as far as they have one that looks alike: "żółw" becomes "zolw".

    What the alphabet has stays as it is, and what has no likeness in it stays as well: an emoji is not dropped.
    """
    return "".join(sign if sign in _BASIC or sign in _EXTENDED else _alike(sign) for sign in text)


def _alike(sign: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(one))
    alike = bare.translate(_PLAIN)
    return alike if alike and all(one in _BASIC or one in _EXTENDED for one in alike) else sign


def nameless(sender: str, recipient: str) -> str:
    """Return the countries where this sender, being a name, cannot write to this number; '' where it can."""
    if sender.startswith("+") or sender.isdigit() or (sender.startswith("MG") and len(sender) == _SERVICE):
        return ""
    return next((told for code, told in NAMELESS.items() if recipient.startswith(f"+{code}")), "")


_SERVICE = 34
"""Letters in the id of a provider's messaging service, which chooses the sender itself."""
