"""The owner reads the audit and has it proved (D8, N08, X05)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import INSTALLATION, Entry, Values, Verdict, verify
from oclient_tui.domain.errors import tr
from oclient_tui.domain.paging import page_size
from oclient_tui.services.usecase import UseCase, Work

_NO_LONGER = (1 << 63) - 1
"""No chain grows beyond this; engines refuse to compare with a greater number."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry with its values, if they still stand, and the address of who acted, if still known."""

    entry: Entry
    values: Values | None
    actor: str


@dataclass
class ListAudit(UseCase[list[AuditLine]], needs=Permission.AUDIT):
    """Show the list's audit, newest first."""

    list_id: int
    limit: int = 50
    before: int = 0

    def run(self, work: Work) -> list[AuditLine]:
        """Return entries before a place in the chain (0 for the end)."""
        before = min(max(self.before, 0), _NO_LONGER)
        links = work.unit.audit(self.list_id).page(before, page_size(self.limit), newest_first=True)
        people = work.unit.accounts.emails({entry.actor for entry, _ in links})
        return [AuditLine(entry, values, people.get(entry.actor, "")) for entry, values in links]


@dataclass
class VerifyAudit(UseCase[Verdict], needs=Permission.AUDIT):
    """Walk the list's whole chain."""

    list_id: int

    def run(self, work: Work) -> Verdict:
        """Return what was found."""
        chain = work.unit.audit(self.list_id)
        verdict = verify(chain.links(), chain.head())
        if not verdict.entries:  # a list begins with the entry of its making
            return Verdict(0, 1, tr("the chain is empty"), ())
        return verdict


@dataclass
class VerifyInstallation(UseCase[Verdict], needs=Permission.OPERATOR):
    """Walk the installation's chain."""

    def run(self, work: Work) -> Verdict:
        """Return what was found."""
        chain = work.unit.audit(INSTALLATION)
        return verify(chain.links(), chain.head())
