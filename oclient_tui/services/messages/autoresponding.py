"""The automatic e-mail to a new customer, in the transaction that adds them (O23, O24).

It is a service message: a consent for marketing is not asked for. One address is answered once with one template,
whatever adds it again. A template that is named and not there leaves it to the subject and the text of the settings.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, Refused
from oclient_tui.domain.exclusions import exclusion
from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.outbox import Channel, Content, Kind, Purpose, autoresponder_key
from oclient_tui.domain.settings import ON
from oclient_tui.domain.templates import Template
from oclient_tui.services.messages.eligibility import normal, suppressed
from oclient_tui.services.messages.enqueuing import Letter, enqueue
from oclient_tui.services.messages.filling import rendered
from oclient_tui.services.messages.gateways import mail_gateway
from oclient_tui.services.messages.templates import ANSWER
from oclient_tui.services.sharing.in_force import settings_in_force
from oclient_tui.services.usecase import Work

_NO_TEMPLATE = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The mail server that it goes through, and what is said: a text for all, or a template filled in for each."""

    gateway: MailGateway
    content: Content | None
    template: Template | None = None

    def to(self, work: Work, customer: Customer) -> Content | None:
        """Return what a customer is sent; None where the customer's values make no message of the template."""
        if self.template is None:
            return self.content
        try:
            made = rendered(work, customer, self.template.current.source)
        except Invalid:
            return None
        return Content(made.subject, made.text, made.html, automatic=True)


def answer_in_force(work: Work) -> Answer | None:
    """Return what new customers are sent; None where it is off, says nothing, or has no mail server to go through."""
    if work.unit.lists.setting("autoresponder.enabled") != ON:
        return None
    settings = settings_in_force(work)
    template = work.unit.templates.named(settings[ANSWER]) if settings[ANSWER] else None
    if template is not None and template.channel is not Channel.EMAIL:
        template = None
    subject, text = settings["autoresponder.subject"], settings["autoresponder.text"]
    if template is None and not (subject and text):
        return None
    try:
        return Answer(mail_gateway(work, with_password=False), Content(subject, text, automatic=True), template)
    except Refused:
        return None


def respond(work: Work, answer: Answer, customers: Sequence[Customer]) -> int:
    """Answer customers who were just added, and return how many are answered: not who must not be written to."""
    addressed = {customer.emails[0]: customer for customer in customers if customer.emails}
    reasons = suppressed(work, work.here.list_id, Channel.EMAIL, addressed) if addressed else {}
    template = answer.template.id if answer.template else _NO_TEMPLATE
    letters = [
        Letter(customer.id, address, Kind.AUTORESPONDER, Purpose.SERVICE, autoresponder_key(template, address), content)
        for address, customer in addressed.items()
        if _may(customer, address, reasons.get(normal(address))) and (content := answer.to(work, customer)) is not None
    ]
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
