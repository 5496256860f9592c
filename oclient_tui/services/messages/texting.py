"""One SMS to one customer, and what it takes before it is sent (O29, O30, N20)."""

from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, Refused, tr
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.outbox import Channel, Content, Kind, OutboxMessage, Purpose, single_key
from oclient_tui.domain.sms import SMS_LIMIT, Measure, measured, nameless, plain
from oclient_tui.domain.text import inert_block
from oclient_tui.services.customers.reading import held, seen
from oclient_tui.services.messages.eligibility import refusal, why_not
from oclient_tui.services.messages.enqueuing import Letter, enqueue
from oclient_tui.services.messages.filling import filled
from oclient_tui.services.messages.gateways import sms_gateway
from oclient_tui.services.messages.sending import purpose_of, there
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import UseCase, Work


@dataclass(frozen=True, slots=True)
class SmsPlan:
    """An SMS as it would go out: to which number, from whom, in how many parts; `reason` is why it would not."""

    address: str
    sender: str
    text: str
    measure: Measure
    purpose: Purpose
    reason: Exclusion | None


@dataclass
class PlanSms(UseCase[SmsPlan], needs=Permission.ADD):
    """Tell what an SMS to a customer would take. `plain` writes it in letters that need fewer parts."""

    list_id: int
    customer_id: int
    body: str = field(default="", repr=False)
    purpose: str = Purpose.SERVICE.value
    address: str = ""
    plain: bool = False
    template: str = ""
    version: int = 0

    def prepare(self, tools: Tools) -> None:
        """Load the compiler where a template is filled in."""
        if self.template:
            tools.templates.load()

    def run(self, work: Work) -> SmsPlan:
        """Return it; raise Invalid for a bad text or number, NotFound, and Refused where the list sends no SMS."""
        return planned(work, self, seen(work, self.customer_id))


@dataclass
class SendSms(UseCase[OutboxMessage], needs=Permission.ADD, writes=True):
    """Text one customer. `key` is made once by the form: who presses the key twice sends once.

    `purpose` is service or marketing; `address` is one of the customer's numbers, the first where it is left out; with
    the name of a template the body is left empty.
    """

    list_id: int
    customer_id: int
    body: str = field(default="", repr=False)
    purpose: str = Purpose.SERVICE.value
    address: str = ""
    plain: bool = False
    key: str = ""
    template: str = ""
    version: int = 0

    def prepare(self, tools: Tools) -> None:
        """Load the compiler where a template is filled in."""
        if self.template:
            tools.templates.load()

    def run(self, work: Work) -> OutboxMessage:
        """Put it into the outbox and return it; raise Refused with the reason where the customer is not written to."""
        customer = held(work, self.customer_id)
        plan = planned(work, self, customer)
        kind = _consent_kind(plan.purpose)
        if plan.reason is not None:
            raise refusal(plan.reason, plan.address, kind)
        key = single_key(self.key or work.tools.token(16))
        content = Content("", plan.text, segments=plan.measure.segments)
        letter = Letter(customer.id, plan.address, Kind.SMS, plan.purpose, key, content, kind)
        put = enqueue(work, sms_gateway(work, with_password=False), [letter])
        if not put:
            return there(work, customer.id, key)
        after = {"message": str(put[0].id), "to": plan.address, "purpose": plan.purpose.value}
        work.record(Event("MessageQueued", str(customer.id), after=after))
        return put[0]


def planned(work: Work, asked: PlanSms | SendSms, customer: Customer) -> SmsPlan:
    """Return an SMS as asked for; raise Invalid, and Refused where the list's sender cannot do it (O30)."""
    text, purpose = _body(work, asked, customer), purpose_of(asked.purpose)
    gateway = sms_gateway(work, with_password=False)
    number = asked.address or next(iter(customer.phones), "")
    if number and number not in customer.phones:
        raise Invalid(tr("“{value}” is none of this customer's phone numbers."), value=number[:80])
    address = work.tools.contacts.phone(number, current_list(work).region) if number else ""
    if where := nameless(gateway.sender, address):
        raise Refused(
            tr("In {countries} an SMS comes from a number, not from a name such as “{sender}”: set sms.sender."),
            countries=where,
            sender=gateway.sender,
        )
    reason = why_not(work, customer, Channel.SMS, address, purpose, _consent_kind(purpose))
    return SmsPlan(address, gateway.sender, text, measured(text), purpose, reason)


def _body(work: Work, asked: PlanSms | SendSms, customer: Customer) -> str:
    if asked.template and asked.body:
        raise Invalid(tr("Give a template, or a text of your own."))
    written = filled(work, customer, asked.template, Channel.SMS, asked.version).rendered.text if asked.template else ""
    text = inert_block(written or asked.body).strip()
    text = plain(text) if asked.plain else text
    if not text:
        raise Invalid(tr("An SMS needs a text."))
    if len(text) > SMS_LIMIT:
        raise Invalid(tr("An SMS may have {limit} characters, and this one has {number}."), limit=SMS_LIMIT,
                      number=len(text))  # fmt: skip
    return text


def _consent_kind(purpose: Purpose) -> str:
    return Channel.SMS.value if purpose is Purpose.MARKETING else ""
