"""The list's catalogues while a file is imported: read once, and added to where that was asked for (O32)."""

from collections.abc import Collection, Iterable, Mapping

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.catalogues import LIMITS, CatalogueKind, Entry, check_free, entry_name, full, unknown
from oclient_tui.domain.errors import Denied, OClientError, tr
from oclient_tui.domain.imports import RowRefused
from oclient_tui.domain.text import fold
from oclient_tui.services.customers.reading import Catalogues
from oclient_tui.services.usecase import Work


class KeptCatalogues(Catalogues):
    """Entries kept for one transaction; a category that rows bring is stored with the first customer that has it."""

    def __init__(self, work: Work, *, creating: bool) -> None:
        super().__init__(work)
        self._creating = creating
        self._kept: dict[CatalogueKind, list[Entry]] = {}
        self._named: dict[CatalogueKind, dict[str, Entry]] = {}
        self._waiting: dict[int, Entry] = {}
        if not creating:
            return
        if not work.here.may(Permission.CATALOGUES):
            raise Denied(tr("New categories are the list owner's to make: import without --create-categories."))
        self._keep(CatalogueKind.CATEGORIES, work.unit.catalogue(CatalogueKind.CATEGORIES).hold())

    def all(self, kind: CatalogueKind) -> list[Entry]:
        """Return a catalogue in its order, as it was when it was first looked at."""
        if kind not in self._kept:
            self._keep(kind, super().all(kind))
        return self._kept[kind]

    def named(self, kind: CatalogueKind, names: Iterable[str]) -> Mapping[str, Entry]:
        """Return entries by folded name; raise RowRefused for one that the list does not have and does not get."""
        entries = self.all(kind)
        found = self._named[kind]
        missing = [name for name in names if fold(name) not in found]
        if missing and not (self._creating and kind is CatalogueKind.CATEGORIES):
            raise RowRefused(kind.value, unknown(kind, missing, entries))
        for name in missing:
            self._make(kind, name)
        return found

    def store(self, used: Iterable[Collection[int]], *, writing: bool) -> None:
        """Store the new categories that stored customers use."""
        if not self._waiting:
            return
        for entry_id in {entry_id for ids in used for entry_id in ids} & self._waiting.keys():
            entry = self._waiting.pop(entry_id)
            if writing:
                self._work.unit.catalogue(CatalogueKind.CATEGORIES).add(entry)
                after = {"kind": CatalogueKind.CATEGORIES.value, "name": entry.name}
                self._work.record(Event("EntryAdded", str(entry.id), after=after))

    def _make(self, kind: CatalogueKind, text: str) -> None:
        entries = self._kept[kind]
        try:
            name = entry_name(kind, text)
            check_free(kind, name, entries)
            if len(entries) >= LIMITS[kind].most:
                raise full(kind)
        except OClientError as error:
            raise RowRefused(kind.value, error) from error
        entry = Entry(self._work.tools.ids.next(), name, len(entries) + 1)
        entries.append(entry)
        self._named[kind][fold(name)] = self._waiting[entry.id] = entry

    def _keep(self, kind: CatalogueKind, entries: list[Entry]) -> None:
        self._kept[kind] = entries
        self._named[kind] = {fold(entry.name): entry for entry in entries}
