"""Changing a customer: fields, and whether it is active (N18, S24-S26)."""

from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Change, Customer, differences, merged, next_version
from oclient_tui.domain.errors import Denied, Refused, tr
from oclient_tui.services.customers.duplicates import claim_keys
from oclient_tui.services.customers.reading import Typed, held, read, resolve
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work

RESTRICTED = tr("This customer is restricted: it is shown, but not edited. Lift the restriction first.")


@dataclass
class EditCustomer(UseCase[Customer], needs=Permission.EDIT, writes=True):
    """Change fields. With the version the caller saw, a stale save merges field by field or is a Conflict."""

    list_id: int
    customer_id: int
    typed: Typed
    version: int | None = None

    def run(self, work: Work) -> Customer:
        """Store the change and return the record; nothing is written when nothing differs.

        A stale save merges first; raise Duplicate if the result is a customer that the list has.
        """
        found, current = current_list(work), held(work, self.customer_id)
        change = read(self.typed, work.tools.contacts, found.region)
        check_restriction(work, current, change)
        wanted, links = resolve(work, merged(current, change, self.version), change)
        changed = differences(current, wanted)
        if not changed:
            return current
        version, history = next_version(current, work.unit.floors.of(current.id))
        history |= dict.fromkeys(changed, version)
        customer = replace(wanted, version=version, updated_at=work.now, changed_in=history)
        journal.step(work, needs=self.needs, action="CustomerEdited", subject=str(customer.id))
        images = journal.look(work, [customer.id], changed)
        work.unit.customers.update(customer, found.language, links)
        claim_keys(work, customer, current)
        journal.edited(work, images, changed, {customer.id: version})
        before = {name: old for name, (old, _) in changed.items()}
        after = {name: new for name, (_, new) in changed.items()}
        work.record(Event("CustomerEdited", str(customer.id), before=before, after=after))
        return customer


def check_restriction(work: Work, current: Customer, change: Change) -> None:
    """Refuse edits of a restricted customer (D14); lifting the restriction is the owner's and the admins'."""
    if not current.restricted:
        return
    lifting = change.values.get("restricted") is False
    if not lifting:
        raise Refused(RESTRICTED)
    if not work.here.may(Permission.LIFT_RESTRICTION):
        raise Denied(tr("Only the owner and admins can lift a restriction."))


@dataclass
class SetActive(UseCase[Customer], needs=Permission.EDIT, writes=True):
    """Deactivate a customer, who then leaves the default list, or activate it again."""

    list_id: int
    customer_id: int
    active: bool

    def run(self, work: Work) -> Customer:
        """Store it; nothing is written when it is so already."""
        customer = held(work, self.customer_id)
        if customer.active is self.active:
            return customer
        if customer.restricted:
            raise Refused(RESTRICTED)
        version, history = next_version(customer, work.unit.floors.of(customer.id))
        changed = replace(customer, active=self.active, version=version, updated_at=work.now, changed_in=history)
        name = "CustomerActivated" if self.active else "CustomerDeactivated"
        journal.step(work, needs=self.needs, action=name, subject=str(customer.id))
        images = journal.look(work, [customer.id], ())
        work.unit.customers.set_active(changed)
        journal.edited(work, images, (), {customer.id: version})
        work.record(Event(name, str(customer.id), before={"active": customer.active}, after={"active": self.active}))
        return changed
