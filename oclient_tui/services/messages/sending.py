"""One e-mail to one customer, written by hand (O25, O27)."""

from dataclasses import dataclass, field, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, Refused, tr
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.outbox import Channel, Content, Kind, OutboxMessage, Purpose, single_key
from oclient_tui.domain.templates import BODY_LIMIT, SUBJECT_LIMIT
from oclient_tui.domain.text import one_line
from oclient_tui.services.customers.reading import held, seen
from oclient_tui.services.messages.attaching import attached, keep_files
from oclient_tui.services.messages.eligibility import refusal, why_not
from oclient_tui.services.messages.enqueuing import Letter, enqueue
from oclient_tui.services.messages.filling import filled
from oclient_tui.services.messages.gateways import mail_gateway
from oclient_tui.services.ports import Tools
from oclient_tui.services.records.typed import GivenFile
from oclient_tui.services.usecase import UseCase, Work


@dataclass(frozen=True, slots=True)
class MailPlan:
    """An e-mail as it would go out: to which address, from whom; `reason` is why it would not."""

    address: str
    sender: str
    purpose: Purpose
    reason: Exclusion | None

    @property
    def consent_kind(self) -> str:
        """The consent that it takes; '' for none (C6)."""
        return Channel.EMAIL.value if self.purpose is Purpose.MARKETING else ""


@dataclass
class PlanMail(UseCase[MailPlan], needs=Permission.ADD):
    """Tell whether a customer may be written to, and from whom it comes, before anything is written."""

    list_id: int
    customer_id: int
    purpose: str = Purpose.SERVICE.value
    address: str = ""

    def run(self, work: Work) -> MailPlan:
        """Return it; raise Invalid for another's address, NotFound, and Refused where the list sends no e-mail."""
        return _planned(work, seen(work, self.customer_id), self.purpose, self.address)


@dataclass
class SendSingle(UseCase[OutboxMessage], needs=Permission.ADD, writes=True):
    """Write to one customer. `key` is made once by the form: who presses the key twice sends once.

    `purpose` is service or marketing; `address` is one of the customer's, the first where it is left out. With the name
    of a template the title and the body are left empty: what is sent is the template, filled in for the customer, in
    the version that was looked at, or in the one in force for 0.
    """

    list_id: int
    customer_id: int
    title: str = ""
    body: str = field(default="", repr=False)
    purpose: str = Purpose.SERVICE.value
    address: str = ""
    key: str = ""
    template: str = ""
    version: int = 0
    files: tuple[GivenFile, ...] = ()

    def prepare(self, tools: Tools) -> None:
        """Load the compiler where a template is filled in."""
        if self.template:
            tools.templates.load()

    def run(self, work: Work) -> OutboxMessage:
        """Put it into the outbox and return it; raise Refused with the reason where the customer is not written to."""
        written = None if self.template else self._written()
        customer = held(work, self.customer_id)
        content = replace(written or self._filled(work, customer), attachments=attached(work, self.files))
        plan = _planned(work, customer, self.purpose, self.address)
        if plan.reason is not None:
            raise refusal(plan.reason, plan.address, plan.consent_kind)
        key = single_key(self.key or work.tools.token(16))
        letter = Letter(customer.id, plan.address, Kind.SINGLE, plan.purpose, key, content, plan.consent_kind)
        put = enqueue(work, mail_gateway(work, with_password=False), [letter])
        if not put:
            return there(work, customer.id, key)
        keep_files(work, put[0], self.files)
        after = {"message": str(put[0].id), "to": plan.address, "purpose": plan.purpose.value}
        work.record(Event("MessageQueued", str(customer.id), after=after))
        return put[0]

    def _filled(self, work: Work, customer: Customer) -> Content:
        if self.title or self.body:
            raise Invalid(tr("Give a template, or a subject and a text of your own."))
        made = filled(work, customer, self.template, Channel.EMAIL, self.version).rendered
        return Content(made.subject, made.text, made.html)

    def _written(self) -> Content:
        subject, body = one_line(self.title), self.body.strip()
        if not subject or not body:
            raise Invalid(tr("An e-mail needs a subject and a text."))
        if len(subject) > SUBJECT_LIMIT or len(body) > BODY_LIMIT:
            raise Invalid(
                tr("A subject may have {subject} characters and a text {body}."), subject=SUBJECT_LIMIT, body=BODY_LIMIT
            )
        return Content(subject, body)


def _planned(work: Work, customer: Customer, purpose: str, address: str) -> MailPlan:
    asked = purpose_of(purpose)
    gateway = mail_gateway(work, with_password=False)
    to = address or next(iter(customer.emails), "")
    if to and to not in customer.emails:
        raise Invalid(tr("“{value}” is none of this customer's e-mail addresses."), value=to[:80])
    plan = MailPlan(to, gateway.from_address, asked, None)
    return replace(plan, reason=why_not(work, customer, Channel.EMAIL, to, asked, plan.consent_kind))


def there(work: Work, customer_id: int, key: str) -> OutboxMessage:
    """Return the message that the same form sent before; raise Refused for a key that somebody else has."""
    found = work.unit.outbox.by_key(key)
    if found is None or found.customer_id != customer_id or found.created_by != work.me.id:
        raise Refused(tr("This message was sent already."))
    return found


def purpose_of(text: str) -> Purpose:
    """Return a purpose; raise Invalid for what is none."""
    if text not in list(Purpose):
        raise Invalid(tr("A message is service or marketing, not “{value}”."), value=text[:40])
    return Purpose(text)
