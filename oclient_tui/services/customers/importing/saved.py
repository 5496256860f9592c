"""Mappings kept under a name for the next file of the same kind: names of columns, nothing of any customer (N03)."""

from collections.abc import Mapping
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.import_mapping import SavedMapping, checked_columns, mapping_name, no_mapping
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class SaveImportMapping(UseCase[SavedMapping], needs=Permission.IMPORT, writes=True):
    """Keep a mapping under a name, in place of one of the same name."""

    list_id: int
    name: str
    columns: Mapping[str, str]

    def run(self, work: Work) -> SavedMapping:
        """Store it; raise Invalid for a bad name, or for what is no field or no column."""
        return save_mapping(work, self.name, self.columns)


def save_mapping(work: Work, text: str, columns: Mapping[str, str]) -> SavedMapping:
    """Store a mapping; raise Invalid for a bad name, or for what is no field or no column."""
    name, cleaned = mapping_name(text), checked_columns(columns)
    found = work.unit.import_mappings.named(name)
    saved = SavedMapping(found.id if found else work.tools.ids.next(), name, cleaned, work.me.id, work.now)
    work.unit.import_mappings.put(saved)
    before = {"name": found.name, "columns": dict(found.columns)} if found else None
    after = {"name": name, "columns": cleaned}
    work.record(Event("ImportMappingSaved", str(saved.id), before=before, after=after))
    return saved


@dataclass
class ListImportMappings(UseCase[list[SavedMapping]], needs=Permission.IMPORT):
    """Show the list's mappings."""

    list_id: int

    def run(self, work: Work) -> list[SavedMapping]:
        """Return them by name."""
        return work.unit.import_mappings.all()


@dataclass
class RemoveImportMapping(UseCase[None], needs=Permission.IMPORT, writes=True):
    """Remove a mapping."""

    list_id: int
    name: str

    def run(self, work: Work) -> None:
        """Remove it; raise NotFound."""
        found = work.unit.import_mappings.named(self.name)
        if found is None:
            raise no_mapping()
        work.unit.import_mappings.remove(found.name)
        before = {"name": found.name, "columns": dict(found.columns)}
        work.record(Event("ImportMappingRemoved", str(found.id), before=before))
