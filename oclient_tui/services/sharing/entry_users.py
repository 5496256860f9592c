"""Who uses an entry of a catalogue: records of card modules that choose from it, on or off, and others (O34)."""

from collections.abc import Iterator
from typing import Protocol

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.module import Kind, Module
from oclient_tui.modules import registered
from oclient_tui.services.usecase import Work


class EntryUser(Protocol):
    """Something that stores ids of entries, such as a module's records. Asked inside the owner's transaction."""

    kind: CatalogueKind

    def count(self, work: Work, entry_id: int) -> int:
        """Return how many records carry the entry."""
        ...

    def remap(self, work: Work, entry_id: int, to: int) -> None:
        """Let every record that carries the entry carry another one."""
        ...


ENTRY_USERS: list[EntryUser] = []
"""Who stores ids of entries outside card modules. An entry in use is removed only together with a re-mapping."""


def _choices(kind: CatalogueKind) -> Iterator[tuple[Module, str]]:
    """Return the fields of modules that choose from a catalogue; switches do not count here (C10)."""
    for module in registered():
        for field in module.fields:
            if field.kind is Kind.CHOICE and field.catalogue == kind.value:
                yield module, field.name


def records_with(work: Work, kind: CatalogueKind, entry_id: int) -> int:
    """Return how many records of all modules carry an entry."""
    of_modules = sum(work.unit.records(module).count_with(field, entry_id) for module, field in _choices(kind))
    return of_modules + sum(user.count(work, entry_id) for user in ENTRY_USERS if user.kind is kind)


def remap_records(work: Work, kind: CatalogueKind, entry_id: int, to: int) -> None:
    """Let the records of all modules carry another entry."""
    for module, field in _choices(kind):
        work.unit.records(module).replace(field, entry_id, to)
    for user in ENTRY_USERS:
        if user.kind is kind:
            user.remap(work, entry_id, to)
