"""Asking to be assigned to a record that the list has and one does not see; the owner answers with a word (N01)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer, differences, filled
from oclient_tui.domain.duplicates import digests
from oclient_tui.domain.errors import NotFound, tr
from oclient_tui.services.customers.duplicates import rules_in_force
from oclient_tui.services.customers.probing import count_request
from oclient_tui.services.customers.reading import Typed, read
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work
from storage.repositories.requests import AssignmentRequest

NO_REQUEST = tr("There is no such request.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the owner sees it: who asks for which record, since when."""

    id: int
    email: str
    customer_id: int
    customer: str
    at: int


@dataclass
class RequestAssignment(UseCase[None], needs=Permission.ADD, writes=True):
    """Ask for the records that what was typed would clash with. Nobody is told whether there are any."""

    list_id: int
    typed: Typed

    def run(self, work: Work) -> None:
        """Note a request for each hidden match; raise Invalid for a bad value, Throttled past the hourly limit."""
        change = read(self.typed, work.tools.contacts, current_list(work).region)
        blank = Customer(0)
        wanted = filled(blank, change)
        count_request(work)
        found = sorted(digests(self.list_id, rules_in_force(work), wanted))
        if not work.here.sees_all:
            work.unit.requests.ask([(work.tools.ids.next(), digest) for digest in found], work.me.id, work.now)
        after = {name: new for name, (_, new) in differences(blank, wanted).items()}
        work.record(Event("AssignmentRequested", after=after))


@dataclass
class ListRequests(UseCase[list[Asked]], needs=Permission.ROLES):
    """Show who asks for which record."""

    list_id: int

    def run(self, work: Work) -> list[Asked]:
        """Return the open requests, oldest first."""
        found = work.unit.requests.all()
        emails = work.unit.accounts.emails({request.account_id for request in found})
        return [Asked(r.id, emails[r.account_id], r.customer_id, r.customer, r.at) for r in found]


def _taken(work: Work, request_id: int) -> AssignmentRequest:
    found = work.unit.requests.take(request_id)
    if found is None:
        raise NotFound(NO_REQUEST)
    return found


def _note(work: Work, action: str, request: AssignmentRequest) -> None:
    work.record(Event(action, str(request.customer_id), before={"account": str(request.account_id)}))


@dataclass
class GrantRequest(UseCase[None], needs=Permission.ROLES, writes=True):
    """Assign the record to whoever asked."""

    list_id: int
    request_id: int

    def run(self, work: Work) -> None:
        """Assign it; raise NotFound for a request that is not open."""
        request = _taken(work, self.request_id)
        journal.step(work, needs=self.needs, action="RequestGranted", subject=str(request.customer_id))
        journal.answered(work, request)
        fresh = work.unit.assignments.assign([request.customer_id], request.account_id, work.me.id, work.now)
        journal.assigned(work, request.account_id, fresh)
        _note(work, "RequestGranted", request)


@dataclass
class RefuseRequest(UseCase[None], needs=Permission.ROLES, writes=True):
    """Close a request without assigning."""

    list_id: int
    request_id: int

    def run(self, work: Work) -> None:
        """Close it; raise NotFound for a request that is not open."""
        _note(work, "RequestRefused", _taken(work, self.request_id))
