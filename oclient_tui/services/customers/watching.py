"""Noticing that a list was changed, by whomever: what a screen asks once a second."""

from dataclasses import dataclass
from hashlib import blake2b

from oclient_tui.domain.access import Permission
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class LookForChanges(UseCase[str], needs=Permission.VIEW):
    """Tell by a mark whether anything of the list was changed since one last looked.

    Whatever changes a list is audited in the same transaction (D8), so the end of its chain is another one after every
    change, whoever made it and over whichever connection; it is one row, read by its key. Refusals are audited too, and
    so are changes of hidden records: a new mark means that it is worth reading again, not that there is something new.
    """

    list_id: int

    def run(self, work: Work) -> str:
        """Return the mark; whoever asks learns from it no number, and nothing of what was changed (D2)."""
        _, last = work.unit.audit(self.list_id).head()
        return blake2b(last.encode(), digest_size=16, person=b"oclient changes").hexdigest()
