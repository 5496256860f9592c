"""Templates of messages: what they may name, and what becomes of them for one recipient (O28, S34).

A template is written in a small part of Liquid: `{{ first_name | default: "Sir or Madam" }}` and `{% if city %}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from oclient_tui.domain.accounts import Account
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, NotFound, Refused, tr
from oclient_tui.domain.fields import LABELS, TEXTS
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.sms import SMS_LIMIT
from oclient_tui.domain.text import inert_block, one_line

NAME_LENGTH = 60
SUBJECT_LIMIT = 250
BODY_LIMIT = 200_000
RENDERED_LIMIT = 1_000_000
"""Bytes of a part once its fields are filled in."""

CUSTOMER_FIELDS = ("name", *TEXTS, "email", "phone", *LABELS)
OTHER_FIELDS = ("sender.name", "sender.email", "list.name")
ALLOWED_FIELDS = (*CUSTOMER_FIELDS, *OTHER_FIELDS)
"""What a template may name; whatever else it names is refused when it is saved."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a template says, fields and all. Without HTML of its own the text is sent as HTML as well."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one recipient gets."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """What a template said from a moment on; never changed."""

    version: int
    source: Source
    account_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template under a name, as it stands."""

    id: int
    channel: Channel
    name: str
    created_at: int
    current: TemplateVersion


def template_name(text: str) -> str:
    """Return a template's name, cleaned; raise Invalid when nothing or too much is left."""
    name = one_line(text)
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid(tr("A template's name has 1 to {limit} characters."), limit=NAME_LENGTH, field="name")
    return name


def source_of(channel: Channel, source: Source) -> Source:
    """Return what a template says, cleaned; raise Invalid for what its channel cannot carry.

    Whether its fields and conditions can be read is the compiler's to say.
    """
    cleaned = Source(one_line(source.subject), inert_block(source.text).strip(), inert_block(source.html).strip())
    if not cleaned.text:
        raise Invalid(tr("A template needs a text."), field="text")
    if channel is Channel.SMS:
        return _sms(cleaned)
    if not cleaned.subject:
        raise Invalid(tr("A template of an e-mail needs a subject."), field="subject")
    for name, text, limit in (("subject", cleaned.subject, SUBJECT_LIMIT), ("text", cleaned.text, BODY_LIMIT),
                              ("html", cleaned.html, BODY_LIMIT)):  # fmt: skip
        if len(text) > limit:
            raise Invalid(tr("The {field} of a template may have {limit} characters."), field=name, limit=limit)
    return cleaned


def _sms(source: Source) -> Source:
    if source.subject or source.html:
        raise Invalid(tr("An SMS has neither a subject nor HTML."), field="text")
    if len(source.text) > SMS_LIMIT:
        raise Invalid(tr("The {field} of a template may have {limit} characters."), field="text", limit=SMS_LIMIT)
    return source


def merge_fields(customer: Customer, sender: Account, list_name: str) -> Mapping[str, str]:
    """Return the value of every field for one recipient."""
    values = {name: customer.value(name) for name in CUSTOMER_FIELDS}
    shown = {name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()}
    return shown | {"sender.name": sender.name or sender.email, "sender.email": sender.email, "list.name": list_name}


def no_template() -> NotFound:
    """Return the answer for a template that is not there."""
    return NotFound(tr("There is no such template."))


def template_taken(name: str) -> Refused:
    """Return the refusal of a name that another template has."""
    return Refused(tr("There is a template “{name}” already."), name=name)
