"""The catalogues of a list as plain lists of names, and what changing them does to records (O31-O34, E09-E13)."""

from collections.abc import Callable
from dataclasses import dataclass, field

MEASUREMENT = "measurement."
_PLAIN = str.maketrans("łóąćęńśźż", "loacenszz")
Values = dict[str, object]


def same(first: str, second: str) -> bool:
    """Whether two names are one, however they are written."""
    return folded(first) == folded(second)


def folded(name: str) -> str:
    """Return a name as it is compared."""
    return name.strip().lower().translate(_PLAIN)


def measured(name: str) -> str:
    """Return the field of a measurement."""
    return MEASUREMENT + folded(name).replace(" ", "_")


@dataclass
class Catalogues:
    """What a list has besides its categories."""

    names: dict[str, list[str]] = field(
        default_factory=lambda: {
            "sale-types": ["Enquiry", "Paid"],
            "interests": ["Music", "Garden"],
            "measurements": ["Waist", "Obwód szyi"],
            "consent-kinds": ["email", "sms", "phone", "post"],
        }
    )
    codes: dict[str, str] = field(default_factory=lambda: {name: name for name in ("email", "sms", "phone", "post")})
    """The code of each consent kind by its folded name."""

    ever: set[str] = field(default_factory=lambda: {"email", "sms", "phone", "post"})
    """All codes that consents were ever given under."""

    wordings: dict[str, str] = field(default_factory=dict[str, str])
    """What consent kinds ask for, by code."""

    def code(self, reference: str, *, given: bool) -> str | None:
        """Return what a consent is written down as; a kind removed can only be withdrawn."""
        wanted = folded(reference)
        if wanted in self.codes:
            return self.codes[wanted]
        if wanted in self.codes.values() or (not given and wanted in self.ever):
            return wanted
        return None

    def add_code(self, name: str) -> None:
        """Give a new consent kind a code that no kind ever had."""
        base = folded(name).replace(" ", "_")
        number, code = 1, base
        while code in self.ever:
            number += 1
            code = f"{base}_{number}"
        self.codes[folded(name)] = code
        self.ever.add(code)


def relabelled(values: Values, name: str, names: list[str], translate: Callable[[str], str | None]) -> None:
    """Give a record's labels their new names, in the catalogue's order; None takes one away."""
    labels = values[name]
    assert isinstance(labels, tuple)
    now = {translate(str(label)) for label in labels}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    values[name] = tuple(known for known in names if known in now)
