"""A customer whose messages are not settled stays: what is on its way must have somebody to belong to (S37)."""

from collections.abc import Sequence

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import tr
from oclient_tui.services.usecase import Work


def open_messages(work: Work, customer: Customer) -> str | None:
    """Return why a customer cannot be deleted while a message to them waits, is on its way or in doubt."""
    if not work.unit.outbox.any_open(customer.id):
        return None
    return tr("There are messages to this customer that wait, are on their way, or are in doubt. Settle them first.")


def drop_answers(work: Work, customer_ids: Sequence[int]) -> None:
    """Cancel automatic e-mails that wait to go to customers who are removed; none goes out if they come back (O23)."""
    work.unit.outbox.cancel_answers(customer_ids, work.now)
