"""Many customers at once, put in beside the doors: what stood on a list before a rule was switched on (O22)."""

from collections.abc import Iterable

from oclient_tui.composition import House
from oclient_tui.domain.access import Access, Role
from oclient_tui.domain.customers import Customer
from oclient_tui.services.session import Session
from storage.repositories import customer_rows
from storage.tables.customers import CustomerRow


def fill(house: House, owner: Session, list_id: int, customers: Iterable[Customer]) -> list[int]:
    """Store customers as the owner's, unassigned, and return their ids in order."""
    account_id = owner.actor.account_id or 0
    made = [(house.tools.ids.next(), customer) for customer in customers]
    rows = [{"id": key} | customer_rows.columns(customer, "en") | {"created_by": account_id} for key, customer in made]
    with house.store.work("person", list_id=list_id, account_id=account_id, writing=True) as unit:
        unit.see_with(Access(list_id, account_id, Role.OWNER, frozenset(), True))
        unit.scope.insert_many(CustomerRow, rows)
    return [key for key, _ in made]
