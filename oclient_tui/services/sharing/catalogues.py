"""The list's catalogues: everybody on the list reads them, the owner arranges them (O31-O35, E09, E12, E13, X07)."""

from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.catalogues import (
    LIMITS,
    CatalogueKind,
    Entry,
    check_free,
    entry_name,
    find,
    fresh_code,
    full,
    unit_name,
    unknown,
    wording_text,
)
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import fold, one_line
from oclient_tui.services.usecase import UseCase, Work


def chosen(work: Work, kind: CatalogueKind, reference: str, *, hold: bool = False) -> tuple[Entry, list[Entry]]:
    """Return the entry that a person named, and all in their order; raise Invalid, naming them, for an unknown one."""
    catalogue = work.unit.catalogue(kind)
    entries = catalogue.hold() if hold else catalogue.all()
    entry = find(entries, reference)
    if entry is None:
        raise unknown(kind, [one_line(reference)[:60]], entries)
    return entry, entries


def worded(work: Work, entry: Entry) -> Entry:
    """Return a consent kind with its wording at present."""
    wording = work.unit.wordings.current(entry.code)
    return replace(entry, wording=wording.text, version=wording.version)


def consent_code(work: Work, reference: str) -> str:
    """Return what consent events call the kind that a person named, also one removed since, whose log stays (E09).

    Raise Invalid, naming the kinds that are offered, for one that the list never had.
    """
    entries = work.unit.catalogue(CatalogueKind.CONSENT_KINDS).all()
    entry = find(entries, reference)
    if entry is not None:
        return entry.code
    code = fold(one_line(reference))
    if code in work.unit.wordings.codes():
        return code
    raise unknown(CatalogueKind.CONSENT_KINDS, [one_line(reference)], entries)


@dataclass
class ListEntries(UseCase[list[Entry]], needs=Permission.VIEW):
    """Show a catalogue."""

    list_id: int
    kind: CatalogueKind

    def run(self, work: Work) -> list[Entry]:
        """Return the entries in their order; for sale types that is the funnel's (O35)."""
        entries = work.unit.catalogue(self.kind).all()
        if self.kind is not CatalogueKind.CONSENT_KINDS:
            return entries
        return [worded(work, entry) for entry in entries]


@dataclass
class AddEntry(UseCase[Entry], needs=Permission.CATALOGUES, writes=True):
    """Add an entry at the end; a measurement with its unit, a consent kind with its wording."""

    list_id: int
    kind: CatalogueKind
    name: str
    unit: str = ""
    wording: str = ""

    def run(self, work: Work) -> Entry:
        """Store it; raise Invalid for a bad name, Refused for one that is there or one too many (O32, X07)."""
        name, unit, wording = entry_name(self.kind, self.name), unit_name(self.unit), wording_text(self.wording)
        if unit and self.kind is not CatalogueKind.MEASUREMENTS:
            raise Invalid(tr("Only measurements have a unit."))
        if wording and self.kind is not CatalogueKind.CONSENT_KINDS:
            raise Invalid(tr("Only consent kinds have a wording."))
        entries = work.unit.catalogue(self.kind).hold()
        check_free(self.kind, name, entries)
        if len(entries) >= LIMITS[self.kind].most:
            raise full(self.kind)
        entry = Entry(work.tools.ids.next(), name, 0, unit)
        if self.kind is CatalogueKind.CONSENT_KINDS:
            entry = replace(entry, code=fresh_code(name, work.unit.wordings.codes()))
            work.unit.wordings.add(entry.code, 1, wording, work.now)
        entry = replace(work.unit.catalogue(self.kind).add(entry), wording=wording, version=1 if entry.code else 0)
        after = {"kind": self.kind.value, "name": name, "unit": unit, "wording": wording}
        work.record(Event("EntryAdded", str(entry.id), after={key: value for key, value in after.items() if value}))
        return entry


@dataclass
class RenameEntry(UseCase[Entry], needs=Permission.CATALOGUES, writes=True):
    """Give an entry another name; customers and records keep it under the new one."""

    list_id: int
    kind: CatalogueKind
    entry: str
    name: str

    def run(self, work: Work) -> Entry:
        """Store it; raise Invalid for a bad name, Refused for another entry's."""
        name = entry_name(self.kind, self.name)
        found, entries = chosen(work, self.kind, self.entry, hold=True)
        check_free(self.kind, name, [entry for entry in entries if entry.id != found.id])
        if found.name != name:
            work.unit.catalogue(self.kind).rename(found.id, name)
            of = {"kind": self.kind.value}
            before, after = {**of, "name": found.name}, {**of, "name": name}
            work.record(Event("EntryRenamed", str(found.id), before=before, after=after))
        return replace(found, name=name)


@dataclass
class MoveEntry(UseCase[list[Entry]], needs=Permission.CATALOGUES, writes=True):
    """Put an entry to another place; the others keep their order (O34)."""

    list_id: int
    kind: CatalogueKind
    entry: str
    place: int

    def run(self, work: Work) -> list[Entry]:
        """Return the catalogue in its new order; raise Invalid for a place that it does not have."""
        found, entries = chosen(work, self.kind, self.entry, hold=True)
        if not 1 <= self.place <= len(entries):
            raise Invalid(tr("The place is a number from 1 to {last}."), last=len(entries))
        arranged = [entry for entry in entries if entry.id != found.id]
        arranged.insert(self.place - 1, found)
        if arranged != entries:
            work.unit.catalogue(self.kind).arrange([entry.id for entry in arranged])
            before, after = ([entry.name for entry in order] for order in (entries, arranged))
            of = {"kind": self.kind.value}
            work.record(
                Event("EntryMoved", str(found.id), before={**of, "order": before}, after={**of, "order": after})
            )
        return [replace(entry, position=place) for place, entry in enumerate(arranged, start=1)]


@dataclass
class ChangeWording(UseCase[Entry], needs=Permission.CATALOGUES, writes=True):
    """Change what a consent kind asks for. That is a new version: consents given before keep theirs (E09, D14)."""

    list_id: int
    entry: str
    wording: str

    def run(self, work: Work) -> Entry:
        """Store the version; nothing is written when the wording is the same."""
        wording = wording_text(self.wording)
        found = worded(work, chosen(work, CatalogueKind.CONSENT_KINDS, self.entry, hold=True)[0])
        if found.wording == wording:
            return found
        version = found.version + 1
        work.unit.wordings.add(found.code, version, wording, work.now)
        before = {"wording": found.wording, "version": found.version}
        work.record(
            Event("WordingChanged", str(found.id), before=before, after={"wording": wording, "version": version})
        )
        return replace(found, wording=wording, version=version)
