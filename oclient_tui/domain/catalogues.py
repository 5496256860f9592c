"""Catalogues: the choices that a list's owner defines (O31-O35, E09, E12, E13, X07).

What happens to customers when an entry is removed depends on the catalogue, and stands in `REMOVAL`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from oclient_tui.domain.errors import Invalid, Refused, tr
from oclient_tui.domain.text import fold, one_line, slug


class CatalogueKind(StrEnum):
    """The catalogues of a list."""

    CATEGORIES = "categories"
    SALE_TYPES = "sale-types"
    INTERESTS = "interests"
    MEASUREMENTS = "measurements"
    CONSENT_KINDS = "consent-kinds"


class Removal(StrEnum):
    """What removing an entry means for what uses it."""

    CLEARED = "cleared"
    """The customers stay, the label goes (O33, E13)."""

    REMAPPED = "remapped"
    """Refused while in use, or the users get another entry (O34)."""

    CONFIRMED = "confirmed"
    """The values go along, but only on the owner's word (E12)."""

    LOGGED = "logged"
    """The log stays, the kind is no longer offered (E09)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One choice with its place in the order.

    `unit` belongs to measurements. `code` is what consent events call a consent kind, whatever its name is now;
    `wording` and `version` are what it asks for at present.
    """

    id: int
    name: str
    position: int
    unit: str = ""
    code: str = ""
    wording: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry as a business type brings it."""

    name: str
    unit: str = ""
    code: str = ""
    wording: str = ""


CONSENTS_AT_FIRST = tuple(Choice(code, code=code) for code in ("email", "sms", "phone", "post"))
"""The consent kinds of a list whose business type names none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a name may be, and how many entries a list may have."""

    length: int
    most: int


LIMITS: Mapping[CatalogueKind, Limits] = {
    CatalogueKind.CATEGORIES: Limits(60, 500),
    CatalogueKind.SALE_TYPES: Limits(60, 100),
    CatalogueKind.INTERESTS: Limits(60, 500),
    CatalogueKind.MEASUREMENTS: Limits(40, 100),
    CatalogueKind.CONSENT_KINDS: Limits(40, 10),
}
"""Ten consent kinds are the original's own limit (X07); the others keep a mistake from filling the list."""

REMOVAL: Mapping[CatalogueKind, Removal] = {
    CatalogueKind.CATEGORIES: Removal.CLEARED,
    CatalogueKind.SALE_TYPES: Removal.REMAPPED,
    CatalogueKind.INTERESTS: Removal.CLEARED,
    CatalogueKind.MEASUREMENTS: Removal.CONFIRMED,
    CatalogueKind.CONSENT_KINDS: Removal.LOGGED,
}

UNIT_LENGTH = 16
WORDING_LENGTH = 500

_BAD_NAME: Mapping[CatalogueKind, str] = {
    CatalogueKind.CATEGORIES: tr("A category's name has 1 to {limit} characters and no comma."),
    CatalogueKind.SALE_TYPES: tr("A sale type's name has 1 to {limit} characters and no comma."),
    CatalogueKind.INTERESTS: tr("An interest's name has 1 to {limit} characters and no comma."),
    CatalogueKind.MEASUREMENTS: tr("A measurement's name has 1 to {limit} characters, no comma and no equals sign."),
    CatalogueKind.CONSENT_KINDS: tr("A consent kind's name has 1 to {limit} characters and no comma."),
}
_TAKEN: Mapping[CatalogueKind, str] = {
    CatalogueKind.CATEGORIES: tr("The list has a category “{name}” already."),
    CatalogueKind.SALE_TYPES: tr("The list has a sale type “{name}” already."),
    CatalogueKind.INTERESTS: tr("The list has an interest “{name}” already."),
    CatalogueKind.MEASUREMENTS: tr("The list has a measurement “{name}” already."),
    CatalogueKind.CONSENT_KINDS: tr("The list has a consent kind “{name}” already."),
}
_UNKNOWN: Mapping[CatalogueKind, str] = {
    CatalogueKind.CATEGORIES: tr("The list has no category “{unknown}”. It has: {accepted}."),
    CatalogueKind.SALE_TYPES: tr("The list has no sale type “{unknown}”. It has: {accepted}."),
    CatalogueKind.INTERESTS: tr("The list has no interest “{unknown}”. It has: {accepted}."),
    CatalogueKind.MEASUREMENTS: tr("The list has no measurement “{unknown}”. It has: {accepted}."),
    CatalogueKind.CONSENT_KINDS: tr("The list has no consent kind “{unknown}”. It has: {accepted}."),
}
_FULL: Mapping[CatalogueKind, str] = {
    CatalogueKind.CATEGORIES: tr("A list has at most {limit} categories."),
    CatalogueKind.SALE_TYPES: tr("A list has at most {limit} sale types."),
    CatalogueKind.INTERESTS: tr("A list has at most {limit} interests."),
    CatalogueKind.MEASUREMENTS: tr("A list has at most {limit} measurements."),
    CatalogueKind.CONSENT_KINDS: tr("A list has at most {limit} consent kinds."),
}


def entry_name(kind: CatalogueKind, text: str) -> str:
    """Return an entry's name, cleaned; raise Invalid for none, one that is too long, or a sign with another meaning."""
    name, limit = one_line(text), LIMITS[kind].length
    signs = ",=" if kind is CatalogueKind.MEASUREMENTS else ","
    if (
        not (slug(name) if kind is CatalogueKind.MEASUREMENTS else fold(name))
        or len(name) > limit
        or any(sign in name for sign in signs)
    ):
        raise Invalid(_BAD_NAME[kind], limit=limit)
    return name


def unit_name(text: str) -> str:
    """Return a measurement's unit, cleaned; '' for none. Raise Invalid for one that is too long."""
    unit = one_line(text)
    if len(unit) > UNIT_LENGTH:
        raise Invalid(tr("A unit may have at most {limit} characters."), limit=UNIT_LENGTH)
    return unit


def wording_text(text: str) -> str:
    """Return a consent's wording, cleaned; raise Invalid for one that is too long."""
    wording = one_line(text)
    if len(wording) > WORDING_LENGTH:
        raise Invalid(tr("A wording may have at most {limit} characters."), limit=WORDING_LENGTH)
    return wording


def taken(kind: CatalogueKind, name: str) -> Refused:
    """Return the refusal of a name that is there already, however it is written (O32)."""
    return Refused(_TAKEN[kind], name=name)


def full(kind: CatalogueKind) -> Refused:
    """Return the refusal of one entry more than a catalogue holds (X07)."""
    return Refused(_FULL[kind], limit=LIMITS[kind].most)


def unknown(kind: CatalogueKind, names: Iterable[str], entries: Iterable[Entry]) -> Invalid:
    """Return the complaint about names that a catalogue does not have; it names those it has."""
    accepted = ", ".join(entry.name for entry in entries) or "–"
    return Invalid(_UNKNOWN[kind], unknown=", ".join(names), accepted=accepted)


def fresh_code(name: str, used: Collection[str]) -> str:
    """Return a code for a new consent kind that no kind of the list ever had: nobody has given it yet (E10)."""
    base = slug(name) or "kind"
    return next(code for number in count(1) if (code := base if number == 1 else f"{base}_{number}") not in used)


def check_free(kind: CatalogueKind, name: str, others: Iterable[Entry]) -> None:
    """Raise Refused for a name that could be taken for another entry's (O32)."""
    for other in others:
        alike = kind is CatalogueKind.MEASUREMENTS and slug(other.name) == slug(name)
        if alike or fold(name) in (fold(other.name), other.code):
            raise taken(kind, name)


def find(entries: Iterable[Entry], reference: str) -> Entry | None:
    """Return the entry that a person named: by name, by code, or by id, in that order."""
    wanted, found = fold(one_line(reference)), list(entries)
    if not wanted:
        return None
    keys: tuple[Callable[[Entry], str], ...] = (
        lambda entry: fold(entry.name),
        lambda entry: entry.code,
        lambda entry: str(entry.id),
    )
    return next((entry for key in keys for entry in found if key(entry) == wanted), None)
