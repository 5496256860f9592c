"""The installation's chain tells when a backup was made or put back (D8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import INSTALLATION, Event
from oclient_tui.services.usecase import UseCase, Work

BACKUP, RESTORE = "BackupMade", "DatabaseRestored"


@dataclass
class NoteOperation(UseCase[None], needs=Permission.OPERATOR, writes=True):
    """Audit what the operator did with the files behind the database; numbers only, never a path or a name."""

    action: str
    facts: Mapping[str, object] = field(default_factory=dict[str, object])

    def run(self, work: Work) -> None:
        """Write the entry."""
        work.record(Event(self.action, after=dict(self.facts)), list_id=INSTALLATION)
