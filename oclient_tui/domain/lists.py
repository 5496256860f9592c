"""Customer lists, the business types they start from, and the owner's settings (O01-O06, O42)."""

import re
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import one_line

NAME_LENGTH = 80
LANGUAGES = ("en", "pl")
_REGION = re.compile(r"[A-Z]{2}\Z")
SWITCH = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class CustomerList:
    """One separate unit: nothing of it ever reaches another list (O03)."""

    id: int
    name: str
    business_type: str
    owner_id: int
    assigned_only: bool
    region: str
    language: str
    created_at: int
    version: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A list as one of its people knows it."""

    list: CustomerList
    role: str


@dataclass(frozen=True, slots=True)
class BusinessType:
    """What a new list of a trade starts with; everything in it can be changed later (O05)."""

    key: str
    title: str
    summary: str
    categories: tuple[str, ...] = ()
    sale_types: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    duplicate_rules: str = ""
    assigned_only: bool = False
    interests: tuple[str, ...] = ()


def list_name(text: str) -> str:
    """Return a list's name, cleaned; raise Invalid when nothing or too much is left."""
    name = one_line(text)
    if not name:
        raise Invalid(tr("A list needs a name."))
    if len(name) > NAME_LENGTH:
        raise Invalid(tr("A list's name may have at most {limit} characters."), limit=NAME_LENGTH)
    return name


def switch(key: str, text: str) -> bool:
    """Read on or off; raise Invalid otherwise."""
    try:
        return SWITCH[text.strip().lower()]
    except KeyError:
        raise Invalid(tr("{key} is either on or off, not “{value}”."), key=key, value=text) from None


def setting(key: str, text: str) -> tuple[str, str | bool]:
    """Return the column and the value of a setting that is in force; raise for an unknown key or a bad value."""
    if key == "name":
        return "name", list_name(text)
    if key == "assigned_only":
        return "assigned_only", switch(key, text)
    if key == "region":
        region = text.strip().upper()
        if not _REGION.match(region):
            raise Invalid(tr("A region is a country's two letters, such as PL or GB, not “{value}”."), value=text)
        return "region", region
    if key == "language":
        language = text.strip().lower()
        if language not in LANGUAGES:
            raise Invalid(
                tr("The language is one of {accepted}, not “{value}”."), accepted=", ".join(LANGUAGES), value=text
            )
        return "language", language
    raise Invalid(
        tr("There is no setting “{key}”. Settings are: {accepted}."),
        key=key,
        accepted="name, assigned_only, region, language, duplicates.rules",
    )


def settings_of(found: CustomerList) -> dict[str, str]:
    """Return the settings in force, as a person writes them."""
    return {
        "name": found.name,
        "assigned_only": "on" if found.assigned_only else "off",
        "region": found.region,
        "language": found.language,
    }
