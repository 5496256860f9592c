"""The customer's fields: one declaration, from which reading, forms, filters and checks derive."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.measurements import PREFIX, field_of
from oclient_tui.domain.text import one_line


class Kind(StrEnum):
    """How a field is typed by a person, checked and compared."""

    TEXT = "text"
    CODE = "code"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    FLAG = "flag"
    LABELS = "labels"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a customer. `personal` values fall under data protection."""

    name: str
    kind: Kind = Kind.TEXT
    length: int = 120
    personal: bool = True
    pattern: re.Pattern[str] | None = None
    example: str = ""


_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")
SLOTS = 9
"""How many e-mails and how many phones one customer may have: email, email2 … email9."""

_DECLARED = (
    Field("first_name", length=80),
    Field("last_name", length=80),
    Field("company", length=160),
    Field("email", Kind.EMAIL, 254),
    Field("phone", Kind.PHONE, 32),
    Field("tax_id", length=32),
    Field("street"),
    Field("postcode", length=16),
    Field("city", length=80),
    Field("country", Kind.CODE, 2, pattern=_COUNTRY, example="PL"),
    Field("delivery_street"),
    Field("delivery_postcode", length=16),
    Field("delivery_city", length=80),
    Field("delivery_country", Kind.CODE, 2, pattern=_COUNTRY, example="PL"),
    Field("birthday", Kind.DATE, 10),
    Field("language", Kind.CODE, 2, personal=False, pattern=_LANGUAGE, example="pl"),
    Field("kind", length=40, personal=False),
    Field("industry", length=80, personal=False),
    Field("tags", Kind.LABELS, 40, personal=False),
    Field("categories", Kind.LABELS, 60, personal=False),
    Field("interests", Kind.LABELS, 60, personal=False),
    Field("gdpr_ignore", Kind.FLAG, personal=False),
    Field("restricted", Kind.FLAG, personal=False),
)
FIELDS: Mapping[str, Field] = {field.name: field for field in _DECLARED}
TEXTS = tuple(field.name for field in _DECLARED if field.kind in (Kind.TEXT, Kind.CODE, Kind.DATE))
FLAGS = tuple(field.name for field in _DECLARED if field.kind is Kind.FLAG)
LABELS = tuple(field.name for field in _DECLARED if field.kind is Kind.LABELS)
NAMES = ("first_name", "last_name", "company")
"""A customer has at least one of these."""

_SLOT = re.compile(r"(email|phone)([2-9])\Z")
_TRUE = frozenset({"on", "yes", "true", "1", "tak"})
_FALSE = frozenset({"off", "no", "false", "0", "nie", ""})


@lru_cache(maxsize=256)
def slot(name: str) -> tuple[str, int] | None:
    """Return the list and the place of a contact field: email2 is ("email", 1). None for other fields."""
    if name in ("email", "phone"):
        return name, 0
    found = _SLOT.match(name)
    return (found[1], int(found[2]) - 1) if found else None


@lru_cache(maxsize=256)
def known(name: str) -> Field:
    """Return the declaration of a field; raise Invalid, naming the accepted fields, for an unknown one (A6)."""
    if name.startswith(PREFIX) and field_of(name.removeprefix(PREFIX)) != PREFIX:
        return Field(field_of(name.removeprefix(PREFIX)), Kind.AMOUNT)
    base = slot(name)
    field = FIELDS.get(base[0] if base else name)
    if field is None:
        accepted = ", ".join([*FIELDS, "email2 … email9", "phone2 … phone9", f"{PREFIX}NAME"])
        raise Invalid(
            tr("There is no field “{name}”. Fields are: {accepted}."), name=one_line(name)[:40], accepted=accepted
        )
    return field


def read_text(field: Field, text: str) -> str:
    """Return the value of a text, code or date field as stored; '' means none. Raise Invalid for a bad one."""
    value = one_line(text)
    if len(value) > field.length:
        raise Invalid(tr("{field} may have at most {limit} characters."), field=field.name, limit=field.length)
    if field.kind is Kind.DATE and value:
        return _read_date(field, value)
    if field.pattern is not None and value:
        value = value.upper() if field.pattern is _COUNTRY else value.lower()
        value = "GB" if value == "UK" else value
        if not field.pattern.match(value):
            raise Invalid(
                tr("{field} is a code of two letters such as {example}, not “{value}”."),
                field=field.name,
                example=field.example,
                value=value,
            )
    return value


def _read_date(field: Field, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(
            tr("{field} is a date such as 1980-12-31, not “{value}”."), field=field.name, value=value
        ) from None


def read_flag(name: str, text: str) -> bool:
    """Return the value of a switch; raise Invalid for anything but on and off and their like."""
    value = text.strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise Invalid(tr("{field} is on or off, not “{value}”."), field=name, value=one_line(text)[:40])


def read_labels(field: Field, text: str) -> tuple[str, ...]:
    """Return labels separated by commas, without repeats; raise Invalid for one that is too long."""
    labels = [one_line(part) for part in text.split(",")]
    kept = tuple(dict.fromkeys(label for label in labels if label))
    for label in kept:
        if len(label) > field.length:
            raise Invalid(tr("One of {field} is longer than {limit} characters."), field=field.name, limit=field.length)
    return kept
