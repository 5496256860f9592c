"""Assigning customers to people, one or many (O08, O13)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.members import Member
from oclient_tui.domain.picks import Picked
from oclient_tui.services.customers.filtering import picked_ids, read_filter
from oclient_tui.services.customers.reading import held
from oclient_tui.services.sharing.members import member_of
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work

_NAMED_IN_AUDIT = 1000


@dataclass
class Assign(UseCase[int], needs=Permission.ASSIGN, writes=True):
    """Assign one customer, all that match a filter, or all that were picked, to people of the list."""

    list_id: int
    emails: tuple[str, ...]
    customer_id: int | None = None
    filter: str | None = None
    picked: Picked | None = None
    dry: bool = False

    def run(self, work: Work) -> int:
        """Return how many assignments are new, or with `dry` would be.

        Raise NotFound for somebody not on the list, and for one hidden customer; hidden ones of many drop out.
        """
        ids, people = _chosen(work, self.customer_id, self.filter, self.picked), _people(work, self.emails)
        if self.dry:
            return sum(len(ids) - len(work.unit.assignments.assigned(ids, member.account_id)) for member in people)
        journal.step(work, needs=self.needs, action="CustomersAssigned", subject=self.subject)
        total = 0
        for member in people:
            fresh = work.unit.assignments.assign(ids, member.account_id, work.me.id, work.now)
            journal.assigned(work, member.account_id, fresh)
            _note(work, "CustomersAssigned", member.account_id, fresh)
            total += len(fresh)
        return total


@dataclass
class Unassign(UseCase[int], needs=Permission.ASSIGN, writes=True):
    """Take assignments away; whoever loses the last reason to see a record loses sight of it."""

    list_id: int
    emails: tuple[str, ...]
    customer_id: int | None = None
    filter: str | None = None
    picked: Picked | None = None
    dry: bool = False

    def run(self, work: Work) -> int:
        """Return how many assignments ended, or with `dry` would end; raise as Assign does."""
        ids, people = _chosen(work, self.customer_id, self.filter, self.picked), _people(work, self.emails)
        if self.dry:
            return sum(len(work.unit.assignments.assigned(ids, member.account_id)) for member in people)
        journal.step(work, needs=self.needs, action="CustomersUnassigned", subject=self.subject)
        # One's own assignments go last: they may be what makes the rows visible.
        people.sort(key=lambda member: member.account_id == work.me.id)
        total = 0
        for member in people:
            gone = work.unit.assignments.unassign(ids, member.account_id)
            journal.unassigned(work, member.account_id, gone)
            _note(work, "CustomersUnassigned", member.account_id, [row[0] for row in gone])
            total += len(gone)
        return total


def _people(work: Work, emails: tuple[str, ...]) -> list[Member]:
    """Return the people, each once however often they are named."""
    found = [member_of(work, email) for email in emails]
    return list({member.account_id: member for member in found}.values())


def _chosen(work: Work, customer_id: int | None, line: str | None, picked: Picked | None) -> list[int]:
    if [customer_id, line, picked].count(None) != 2:
        raise Invalid(tr("Name one customer, or - and a --filter for many."))
    if customer_id is not None:
        return [held(work, customer_id).id]
    if picked is not None:
        return picked_ids(work, picked)
    node, context = read_filter(work, line or "")
    return work.unit.customers.ids(node, context)


def _note(work: Work, action: str, account_id: int, ids: list[int]) -> None:
    if not ids:
        return
    one = str(ids[0]) if len(ids) == 1 else ""
    named = [str(customer_id) for customer_id in ids[:_NAMED_IN_AUDIT]]
    work.record(Event(action, one, after={"account": str(account_id), "count": len(ids), "customers": named}))
