"""Deactivating, activating and deleting many customers at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.bulk import Outcome
from oclient_tui.domain.customers import Customer, next_version
from oclient_tui.domain.errors import Refused
from oclient_tui.services.customers.deleting import blocked
from oclient_tui.services.customers.editing import RESTRICTED
from oclient_tui.services.customers.many.running import BulkCase, Tally
from oclient_tui.services.messages.deleting import end_messages
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class SetManyActive(BulkCase, UseCase[Outcome], needs=Permission.EDIT, writes=True):
    """Deactivate or activate all customers of a filter or a set; the filter says `active:no` to find the inactive."""

    active: bool = True

    def run(self, work: Work) -> Outcome:
        """Store it as one step; raise BulkRefused where a restricted customer is among them."""
        action = "CustomersActivated" if self.active else "CustomersDeactivated"
        return self.run_over(work, action, after={"active": self.active})

    def batch(self, work: Work, tally: Tally, customers: Sequence[Customer]) -> list[int]:
        """Write those that stand otherwise."""
        planned: list[Customer] = []
        for customer in customers:
            if customer.active is self.active:
                continue
            if customer.restricted:
                tally.refuse(customer, Refused(RESTRICTED))
                continue
            planned.append(customer)
        if not self.stopped(tally) and planned:
            self._write(work, planned)
        return [customer.id for customer in planned]

    def _write(self, work: Work, planned: Sequence[Customer]) -> None:
        ids = [customer.id for customer in planned]
        floors, images = work.unit.floors.several(ids), journal.look(work, ids, ())
        stored: list[Customer] = []
        for customer in planned:
            version, history = next_version(customer, floors.get(customer.id, 0))
            stored.append(
                replace(customer, active=self.active, version=version, updated_at=work.now, changed_in=history)
            )
        work.unit.batches.set_active(stored)
        journal.edited(work, images, (), {customer.id: customer.version for customer in stored})


@dataclass
class DeleteCustomers(BulkCase, UseCase[Outcome], needs=Permission.DELETE, writes=True):
    """Remove all customers of a filter or a set for good; what blocks one of them blocks the run (S37)."""

    def run(self, work: Work) -> Outcome:
        """Delete them as one step; raise BulkRefused where something blocks one."""
        return self.run_over(work, "CustomersDeleted", after={})

    def batch(self, work: Work, tally: Tally, customers: Sequence[Customer]) -> list[int]:
        """Delete those that nothing blocks."""
        free: list[int] = []
        for customer in customers:
            reason = blocked(work, customer)
            if reason is None:
                free.append(customer.id)
            else:
                tally.refuse(customer, reason)
        if not self.stopped(tally) and free:
            end_messages(work, free)
            journal.deleting(work, free)
            work.unit.images.remove(free)
        return free
