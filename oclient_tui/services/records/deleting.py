"""What a customer's records say to its deletion; switches do not count here (C10)."""

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import tr
from oclient_tui.modules import registered
from oclient_tui.services.records.showing import RECORDS, shown
from oclient_tui.services.usecase import Work

_AT_ONCE = 1000


def open_records(work: Work, customer: Customer) -> str | None:
    """Say that a module with open records blocks the deletion, also where the module is off; it is not named then."""
    for module in registered():
        if module.blocks_delete and module.open_states and work.unit.records(module).open_of(customer.id):
            return tr("The customer has unfinished business in a module of the card. Close it first.")
    return None


def records_before(work: Work, customer_id: int) -> dict[str, object]:
    """Return every record that goes with a customer, as the audit keeps it."""
    found: dict[str, object] = {}
    for module in registered():
        records, after = dict[str, object](), None
        while page := work.unit.records(module).page(customer_id, after, _AT_ONCE):
            records |= {str(one.record.id): dict(one.values) for one in shown(work, module, page)}
            after = page[-1].id
        if records:
            found[module.key] = records
    return {RECORDS: found} if found else {}
