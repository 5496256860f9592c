"""Deleting one customer for good (S35-S37)."""

from collections.abc import Callable
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer, differences
from oclient_tui.domain.errors import Refused
from oclient_tui.services.customers.reading import held
from oclient_tui.services.messages.deleting import end_messages, open_messages
from oclient_tui.services.records.deleting import open_records, records_before
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work

Blocker = Callable[[Work, Customer], str | None]
"""Says why a customer cannot be deleted, as a sentence to translate, or None. Asked inside the transaction."""

BLOCKERS: list[Blocker] = [open_records, open_messages]
"""What hangs on a customer and must not vanish with it; orders will stand here (S37)."""


def blocked(work: Work, customer: Customer) -> Refused | None:
    """Return why a customer cannot be deleted."""
    reasons = (blocker(work, customer) for blocker in BLOCKERS)
    return next((Refused(reason) for reason in reasons if reason is not None), None)


@dataclass
class DeleteCustomer(UseCase[None], needs=Permission.DELETE, writes=True):
    """Remove a record for good; whoever only wants it out of the way deactivates it."""

    list_id: int
    customer_id: int

    def run(self, work: Work) -> None:
        """Delete it; raise Refused with the reason if something blocks it."""
        customer = held(work, self.customer_id)
        reason = blocked(work, customer)
        if reason is not None:
            raise reason
        before = {name: old for name, (old, _) in differences(customer, Customer(customer.id)).items()}
        gone = records_before(work, customer.id)
        journal.step(work, needs=self.needs, action="CustomerDeleted", subject=str(customer.id))
        end_messages(work, [customer.id])
        journal.deleting(work, [customer.id])
        work.unit.customers.delete(customer.id)
        work.record(Event("CustomerDeleted", str(customer.id), before={**before, **gone}))
