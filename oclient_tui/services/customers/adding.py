"""Adding a customer (O09, X02, S23)."""

from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer, applied, differences
from oclient_tui.domain.text import sort_key
from oclient_tui.services.customers.duplicates import claim_keys
from oclient_tui.services.customers.reading import Typed, read, resolve
from oclient_tui.services.messages.autoresponding import answer_new
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class AddCustomer(UseCase[Customer], needs=Permission.ADD, writes=True):
    """Add a customer; it is active, assigned to whoever added it, and answered if the list does that (O23)."""

    list_id: int
    typed: Typed

    def run(self, work: Work) -> Customer:
        """Store the record; raise Invalid for a bad value or an unknown category, Duplicate if the list has it."""
        found = current_list(work)
        change = read(self.typed, work.tools.contacts, found.region)
        blank = Customer(work.tools.ids.next(), created_at=work.now, created_by=work.me.id, updated_at=work.now)
        customer, links = resolve(work, applied(blank, change), change)
        customer = replace(customer, assigned=(work.me.email,))
        work.unit.customers.add(customer, found.language)
        key = sort_key(customer.sorting_name, found.language)
        work.unit.assignments.assign_author(customer.id, work.me.id, key, work.now)
        claim_keys(work, customer)
        work.unit.customers.complete(customer, links)
        journal.step(work, needs=self.needs, action="CustomerAdded", subject=str(customer.id))
        journal.added(work, [customer.id])
        after = {name: new for name, (_, new) in differences(blank, customer).items()}
        work.record(Event("CustomerAdded", str(customer.id), after=after))
        answer_new(work, customer)
        return customer
