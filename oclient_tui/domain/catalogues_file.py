"""Catalogues inside the text of settings: written and read back (N24, O31)."""

from collections.abc import Iterable, Sequence
from typing import cast

from oclient_tui.domain.catalogues import (
    LIMITS,
    CatalogueKind,
    Choice,
    Entry,
    check_free,
    entry_name,
    full,
    unit_name,
    wording_text,
)
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.settings_file import Row

_MORE = {CatalogueKind.MEASUREMENTS: "unit", CatalogueKind.CONSENT_KINDS: "wording"}
"""What an entry of a catalogue has beside its name."""


def rows_of(kind: CatalogueKind, entries: Iterable[Entry]) -> list[Row]:
    """Return a catalogue's entries as they are written, in their order."""
    more = _MORE.get(kind)
    return [{"name": entry.name, more: getattr(entry, more)} if more else entry.name for entry in entries]


def read_catalogues(table: object) -> dict[CatalogueKind, tuple[Choice, ...]]:
    """Return the catalogues that a text names; raise Invalid naming what is wrong, Refused for clashing names."""
    if not isinstance(table, dict):
        raise Invalid(tr("catalogues is a table: [catalogues], and below it a line for each."))
    found = cast("dict[str, object]", table)
    unknown = [name for name in found if name not in set(CatalogueKind)]
    if unknown:
        message = tr("There is no catalogue “{name}”. Catalogues are: {accepted}.")
        raise Invalid(message, name=unknown[0][:60], accepted=", ".join(CatalogueKind))
    return {CatalogueKind(name): _choices(CatalogueKind(name), rows) for name, rows in found.items()}


def _choices(kind: CatalogueKind, rows: object) -> tuple[Choice, ...]:
    if not isinstance(rows, list):
        raise _no_rows(kind)
    choices = tuple(_choice(kind, row) for row in cast("Sequence[object]", rows))
    if len(choices) > LIMITS[kind].most:
        raise full(kind)
    before: list[Entry] = []
    for choice in choices:
        check_free(kind, choice.name, before)
        before.append(Entry(0, choice.name, 0))
    return choices


def _choice(kind: CatalogueKind, row: object) -> Choice:
    more = _MORE.get(kind)
    if isinstance(row, str):
        return Choice(entry_name(kind, row))
    parts = cast("dict[str, object]", row) if isinstance(row, dict) else dict[str, object]()
    known = {"name", more} if more else set[str]()
    if "name" not in parts or not set(parts) <= known or not all(isinstance(part, str) for part in parts.values()):
        raise _no_rows(kind)
    return Choice(
        entry_name(kind, str(parts["name"])),
        unit=unit_name(str(parts.get("unit", ""))),
        wording=wording_text(str(parts.get("wording", ""))),
    )


def _no_rows(kind: CatalogueKind) -> Invalid:
    if kind is CatalogueKind.MEASUREMENTS:
        return Invalid(tr('measurements is a row of {{ name = "…", unit = "…" }} in square brackets.'))
    if kind is CatalogueKind.CONSENT_KINDS:
        return Invalid(tr('consent-kinds is a row of {{ name = "…", wording = "…" }} in square brackets.'))
    return Invalid(tr("{key} is a row of names in quotation marks and square brackets."), key=kind.value)
