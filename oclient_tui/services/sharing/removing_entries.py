"""Removing an entry of a catalogue, and what that means for what uses it (O33, O34, E09, E12, E13)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.catalogues import REMOVAL, CatalogueKind, Entry, Removal
from oclient_tui.domain.errors import Invalid, Refused, tr
from oclient_tui.services.sharing.catalogues import chosen
from oclient_tui.services.sharing.entry_users import records_with, remap_records
from oclient_tui.services.usecase import UseCase, Work


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, how many customers or records had it, and what those have instead."""

    entry: Entry
    used: int
    instead: Entry | None


@dataclass
class CountUses(UseCase[dict[int, int]], needs=Permission.CATALOGUES):
    """Count what removing each entry of a catalogue would reach. Only the owner asks, who sees every record."""

    list_id: int
    kind: CatalogueKind

    def run(self, work: Work) -> dict[int, int]:
        """Return the number of customers or records that have each entry, by its id."""
        catalogue = work.unit.catalogue(self.kind)
        customers = catalogue.uses()
        return {
            entry.id: customers.get(entry.id, 0) + records_with(work, self.kind, entry.id) for entry in catalogue.all()
        }


@dataclass
class RemoveEntry(UseCase[Removed], needs=Permission.CATALOGUES, writes=True):
    """Remove an entry. Customers always stay.

    A category or an interest goes from all customers; a measurement that somebody has needs `confirmed`; an entry that
    records carry needs another one in `remap`; of a consent kind the log stays. Only the owner gets here, who sees
    every record, so that the counts tell nothing hidden.
    """

    list_id: int
    kind: CatalogueKind
    entry: str
    remap: str | None = None
    confirmed: bool = False

    def run(self, work: Work) -> Removed:
        """Remove it; raise Refused, saying how many use it, where the owner's word is needed first."""
        found, _ = chosen(work, self.kind, self.entry, hold=True)
        instead = self._instead(work, found)
        catalogue = work.unit.catalogue(self.kind)
        customers, records = catalogue.customers_with(found.id), records_with(work, self.kind, found.id)
        if records and instead is None:
            message = tr("Records with “{name}”: {count}. Say what they get instead: --remap OTHER")
            raise Refused(message, name=found.name, count=records)
        if customers and REMOVAL[self.kind] is Removal.CONFIRMED and not self.confirmed:
            message = tr("Customers with “{name}”: {count}. Their values would be lost; say --yes to remove them too.")
            raise Refused(message, name=found.name, count=customers)
        if instead is not None:
            remap_records(work, self.kind, found.id, instead.id)
        catalogue.remove(found.id)
        before = {"kind": self.kind.value, "name": found.name, "used": customers + records}
        after = {"instead": instead.name} if instead else None
        work.record(Event("EntryRemoved", str(found.id), before=before, after=after))
        return Removed(found, customers + records, instead)

    def _instead(self, work: Work, found: Entry) -> Entry | None:
        if self.remap is None:
            return None
        if REMOVAL[self.kind] is not Removal.REMAPPED:
            raise Invalid(tr("Only a sale type is replaced by another when it is removed."))
        instead, _ = chosen(work, self.kind, self.remap)
        if instead.id == found.id:
            raise Invalid(tr("An entry cannot take its own place."))
        return instead
