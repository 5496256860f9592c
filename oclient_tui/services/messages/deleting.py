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


def end_messages(work: Work, customer_ids: Sequence[int]) -> None:
    """Let go what messages to customers who are removed hold, before their rows go.

    Automatic e-mails that wait are cancelled, and none goes out if the customers come back (O23). The files that went
    along are removed for good: a message that comes back knows their names, and is not sent without them.
    """
    work.unit.outbox.cancel_answers(customer_ids, work.now)
    work.unit.attachments.drop(customer_ids)
