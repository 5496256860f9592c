"""Who uses an entry of a catalogue: the seam for card modules whose records carry an entry's id (O34)."""

from typing import Protocol

from oclient_tui.domain.catalogues import CatalogueKind
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
"""Modules put theirs here. An entry in use is removed only together with a re-mapping."""


def records_with(work: Work, kind: CatalogueKind, entry_id: int) -> int:
    """Return how many records of all modules carry an entry."""
    return sum(user.count(work, entry_id) for user in ENTRY_USERS if user.kind is kind)


def remap_records(work: Work, kind: CatalogueKind, entry_id: int, to: int) -> None:
    """Let the records of all modules carry another entry."""
    for user in ENTRY_USERS:
        if user.kind is kind:
            user.remap(work, entry_id, to)
