"""What a card says about a customer: the properties of vCard as our fields, and the extensions of our own."""

import contextlib
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.fields import FLAGS, LABELS, SLOTS, TEXTS
from oclient_tui.domain.text import one_line

_CONTACTS = tuple(f"{kind}{number or ''}" for kind in ("email", "phone") for number in (0, *range(2, SLOTS + 1)))
COLUMNS = (*TEXTS[:3], *_CONTACTS, *TEXTS[3:], *LABELS, *FLAGS)
EXTENSION = "x-oclient-"
"""Before the name of a field that vCard has no property for."""

PROPERTIES = frozenset({
    "first_name", "last_name", "company", "street", "postcode", "city", "country", "birthday", "tags", *_CONTACTS,
})  # fmt: skip
"""The fields that vCard has properties for."""

UNREADABLE = tr("This card breaks the rules of vCard, so that it cannot be read.")
_URI = re.compile(r"(?:tel|mailto):", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


def fields_of(text: str) -> dict[str, str]:
    """Return the fields of one card; raise Invalid for one that cannot be understood."""
    properties = _properties(text)
    found = _names(properties) | _address(properties)
    for kind, name in (("email", "email"), ("tel", "phone")):
        values = dict.fromkeys(_contact(value) for value in _texts(properties, kind))
        values.pop("", None)
        found |= {f"{name}{number or ''}": value for number, value in zip((0, *range(2, SLOTS + 1)), values)}  # noqa: B905
    found["birthday"] = next(map(_birthday, _texts(properties, "bday")), "")
    found["tags"] = ", ".join(_labels(properties, "categories"))
    known = {name.replace("_", "-"): name for name in COLUMNS}
    for key in properties:
        name = known.get(key.removeprefix(EXTENSION)) if key.startswith(EXTENSION) else None
        if name is not None:
            found[name] = next(iter(_texts(properties, key)), "")
    return found


def _properties(text: str) -> Mapping[str, Sequence[Any]]:
    from vobject import readOne
    from vobject.base import VObjectError

    # vobject tells of lines that it cannot read by writing them to stderr, where other people's bytes may not go.
    logging.getLogger("vobject.base").disabled = True
    try:
        card = readOne(text, allowQP=True)
    except (VObjectError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Invalid(UNREADABLE) from error
    if card is None:
        raise Invalid(UNREADABLE)
    return {str(key).lower(): list(values) for key, values in card.contents.items()}


def _texts(properties: Mapping[str, Sequence[Any]], key: str) -> list[str]:
    """Return the values of a property, the preferred one first."""
    values = sorted(properties.get(key, ()), key=lambda found: not _preferred(found))
    return [one_line(_joined(found.value)) for found in values]


def _preferred(found: Any) -> bool:
    types = {str(kind).upper() for kind in found.params.get("TYPE", ())} | {
        str(one).upper() for one in found.singletonparams
    }
    return "PREF" in types or "PREF" in found.params


def _joined(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


def _names(properties: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """Return the person's names and the company; a card with nothing but a full name is split at its last word."""
    company = next((_first(found.value) for found in properties.get("org", ())), "")
    full = next(iter(_texts(properties, "fn")), "")
    first = last = ""
    for found in properties.get("n", ()):
        first = " ".join(filter(None, (_part(found.value, "given"), _part(found.value, "additional"))))
        last = _part(found.value, "family")
    if not (first or last) and full and full != company:
        kind = "".join(_texts(properties, "kind")).lower()
        if kind in ("org", "organization") and not company:
            company = full
        elif kind not in ("org", "organization"):
            first, _, last = full.rpartition(" ")
    return {"first_name": first, "last_name": last, "company": company}


def _first(value: object) -> str:
    return one_line(str(value[0]) if isinstance(value, list) and value else _joined(value))


def _part(value: object, name: str) -> str:
    return one_line(_joined(getattr(value, name, "")))


def _address(properties: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    values = sorted(properties.get("adr", ()), key=lambda found: not _preferred(found))
    if not values:
        return {}
    value = values[0].value
    street = " ".join(filter(None, (_part(value, "street"), _part(value, "extended"))))
    names = {"postcode": "code", "city": "city", "country": "country"}
    return {"street": street, **{name: _part(value, part) for name, part in names.items()}}


def _contact(value: str) -> str:
    return _URI.sub("", value, count=1).partition(";")[0].strip()


def _birthday(value: str) -> str:
    found = _DAY.match(value)
    if found is None:
        return ""  # --0317 is a birthday without a year, which is no date
    with contextlib.suppress(ValueError):
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    return value


def _labels(properties: Mapping[str, Sequence[Any]], key: str) -> Iterable[str]:
    for found in properties.get(key, ()):
        parts = found.value if isinstance(found.value, list) else str(found.value).split(",")
        yield from filter(None, (one_line(str(part)).replace(",", " ") for part in parts))
