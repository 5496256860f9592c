"""The business types that ship, one TOML file each, in English and Polish (O05)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from oclient_tui.domain.catalogues import Choice
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.lists import BusinessType

DEFAULT = "empty"


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    folder = files("oclient_tui") / "data" / "types"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8")) for file in found}


@cache
def _consent_kinds() -> dict[str, list[dict[str, str]]]:
    """Return the consents that lists of every type ask for, by language."""
    return tomllib.loads((files("oclient_tui") / "data" / "consent_kinds.toml").read_text("utf-8"))


def business_types(language: str) -> list[BusinessType]:
    """Return every type in a language, the empty one last."""
    keys = sorted(_shipped(), key=lambda key: (key == DEFAULT, key))
    return [_read(key, language) for key in keys]


def business_type(key: str, language: str) -> BusinessType:
    """Return one type; raise Invalid, naming them all, for an unknown one."""
    if key not in _shipped():
        raise Invalid(
            tr("There is no business type “{key}”. Types are: {accepted}."), key=key, accepted=", ".join(_shipped())
        )
    return _read(key, language)


def _read(key: str, language: str) -> BusinessType:
    found = _shipped()[key]
    words = found[language]
    return BusinessType(
        key=key,
        title=words["title"],
        summary=words["summary"],
        categories=tuple(words["categories"]),
        sale_types=tuple(words["sale_types"]),
        interests=tuple(words["interests"]),
        measurements=tuple(Choice(**found) for found in words["measurements"]),
        consent_kinds=tuple(Choice(**found) for found in _consent_kinds()[language]),
        modules=tuple(found["modules"]),
        duplicate_rules=found["duplicate_rules"],
        assigned_only=found["assigned_only"],
    )
