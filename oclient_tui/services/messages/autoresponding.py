"""The automatic e-mail to a new customer, in the transaction that adds them (O23, O24).

It is a service message: a consent for marketing is not asked for. One address is answered once, whatever adds it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Refused
from oclient_tui.domain.exclusions import exclusion
from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.outbox import Channel, Content, Kind, Purpose, autoresponder_key
from oclient_tui.domain.settings import ON
from oclient_tui.services.messages.eligibility import normal, suppressed
from oclient_tui.services.messages.enqueuing import Letter, enqueue
from oclient_tui.services.messages.gateways import mail_gateway
from oclient_tui.services.sharing.in_force import settings_in_force
from oclient_tui.services.usecase import Work

_NO_TEMPLATE = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and the mail server that it goes through."""

    gateway: MailGateway
    content: Content


def answer_in_force(work: Work) -> Answer | None:
    """Return what new customers are sent; None where it is off, says nothing, or has no mail server to go through."""
    if work.unit.lists.setting("autoresponder.enabled") != ON:
        return None
    settings = settings_in_force(work)
    subject, text = settings["autoresponder.subject"], settings["autoresponder.text"]
    if not subject or not text:
        return None
    try:
        return Answer(mail_gateway(work, with_password=False), Content(subject, text, automatic=True))
    except Refused:
        return None


def respond(work: Work, answer: Answer, customers: Sequence[Customer]) -> int:
    """Answer customers who were just added, and return how many are answered: not who must not be written to."""
    addressed = {customer.emails[0]: customer for customer in customers if customer.emails}
    reasons = suppressed(work, work.here.list_id, Channel.EMAIL, addressed) if addressed else {}
    letters = [
        Letter(customer.id, address, Kind.AUTORESPONDER, Purpose.SERVICE,
               autoresponder_key(_NO_TEMPLATE, address), answer.content)
        for address, customer in addressed.items()
        if _may(customer, address, reasons.get(normal(address)))
    ]  # fmt: skip
    return len(enqueue(work, answer.gateway, letters))


def answer_new(work: Work, customer: Customer) -> None:
    """Answer a customer that a person has just added, where that is set up."""
    answer = answer_in_force(work) if customer.emails else None
    if answer is not None and respond(work, answer, [customer]):
        after = {"to": customer.emails[0], "kind": Kind.AUTORESPONDER.value}
        work.record(Event("MessageQueued", str(customer.id), after=after))


def _may(customer: Customer, address: str, reason: str | None) -> bool:
    found = exclusion(
        active=True, ignored=customer.gdpr_ignore, restricted=customer.restricted, address=address,
        purpose=Purpose.SERVICE, consents=True, suppressed=reason,
    )  # fmt: skip
    return customer.active and found is None
