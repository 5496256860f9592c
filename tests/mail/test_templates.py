"""A template on its way to a customer: what was looked at arrives, and one message goes to one (E2, O27, O28)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid, NotFound, OClientError
from oclient_tui.domain.outbox import OutboxMessage
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.messages.filling import FillTemplate
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.templates import RemoveTemplate, SetTemplate, ShowTemplate
from oclient_tui.services.messages.texting import PlanSms, SendSms
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.usecase import UseCase
from tests.factories import World
from tests.mail.post import Post
from tests.mail.provider import Provider

HOSTILE = ("Ala\r\nBcc: e@x.pl", "a@x.pl, b@x.pl", "\n.\nMAIL FROM:<x>", "{{ sender.email }}", "<b>", "=?utf-8?q?x?=")


def _template(world: World, text: str, title: str = "For {{ name }}", html: str = "", name: str = "Offer") -> None:
    world.ola.do(SetTemplate(world.id, name, text, title, html))


def test_what_was_looked_at_is_what_arrives(world: World, post: Post) -> None:  # O28, S10
    _template(world, "Hello {{ first_name | default: 'you' }},\n{{ sender.name }}", html="<p>{{ name }}</p>")
    customer = post.customer("ala", world.mia, company="Meble <i>Wawel</i>", first_name="Ala")
    looked = world.mia.do(FillTemplate(world.id, customer, "offer"))
    _template(world, "Something else")
    agreed = world.mia.do(RecordConsent(world.id, customer, "email", True, "News", "a form"))
    case = SendSingle(world.id, customer, purpose="marketing", template="Offer", version=looked.version)
    sent = world.mia.do(case)
    again = world.mia.do(ShowTemplate(world.id, "Offer", 1))
    assert (again.template.current.version, again.asked.source.text[:5], len(again.versions)) == (2, "Hello", 2)
    world.mia.do(EditCustomer(world.id, customer, Typed({"first_name": "Ola"})))
    world.ola.do(RemoveTemplate(world.id, "Offer"))
    post.work()
    mail = post.sink.parsed()
    plain, markup = (str(part.get_content()).replace("\r\n", "\n").strip() for part in mail.iter_parts())
    assert (mail["Subject"], plain) == ("For Ala", "Hello Ala,\nMia")
    assert markup == looked.rendered.html == "<p>Ala</p>"
    world.mia.do(RecordConsent(world.id, customer, "email", False))
    content, consent = post.shown(sent).content, post.shown(sent).consent
    assert consent == agreed, "what was in force when it left stays known (N11)"
    assert content is not None
    assert (content.subject, content.text, content.html) == ("For Ala", "Hello Ala,\nMia", "<p>Ala</p>")


def test_a_template_is_of_one_channel_and_sent_alone(world: World, post: Post, provider: Provider) -> None:
    world.ola.do(SetTemplate(world.id, "Short", "Hi {{ name }} ą", channel="sms"))
    customer = post.customer("ala", phone="+48501234567")
    plan = world.mia.do(PlanSms(world.id, customer, template="Short", plain=True))
    assert (plan.text, plan.measure.segments, plan.measure.encoding) == ("Hi ala a", 1, "GSM-7")
    world.mia.do(SendSms(world.id, customer, template="Short", plain=True))
    post.work()
    assert [one["Body"] for one in provider.texts] == ["Hi ala a"]
    refused: list[tuple[UseCase[Any], type[OClientError]]] = [
        (SendSingle(world.id, customer, template="Short"), Invalid),
        (SendSingle(world.id, customer, "Subject", "Text", template="Short"), Invalid),
        (SendSms(world.id, customer, "Text", template="Short"), Invalid),
        (SendSms(world.id, customer, template="Long"), NotFound),
        (SendSms(world.id, customer, template="Short", version=2), NotFound),
        (SetTemplate(world.id, "short", "Text", "Subject"), OClientError),
        (SetTemplate(world.id, "Third", "Text", "Subject", channel="sms"), Invalid),
        (SetTemplate(world.id, "Third", "x" * 1601, channel="sms"), Invalid),
        (SetTemplate(world.id, "Third", "Text"), Invalid),
        (SetTemplate(world.id, " ", "Text", "Subject"), Invalid),
    ]
    for case, error in refused:
        with pytest.raises(error):
            world.ola.do(case)


TEXT = st.sampled_from(HOSTILE) | st.text(max_size=40)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=10, max_size=10))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_message_goes_to_one_whatever_a_customer_is_called(
    world: World, post: Post, called: list[tuple[str, str, str]]
) -> None:  # E2
    _template(world, "Hello {{ name }} of {{ street }}", html="<p>{{ company }}</p>")
    post.sink.said.clear()
    post.sink.messages.clear()
    sent = [one for texts in called if (one := _sent(world, post, *texts))]
    post.work()
    recipients = sorted(line for line in post.sink.said if line.upper().startswith("RCPT"))
    assert recipients == sorted(f"RCPT TO:<{one.recipient}>" for one in sent), "each message has one recipient"
    headers = {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
    assert all(set(post.sink.parsed(place).keys()) == headers for place in range(len(sent)))


def _sent(world: World, post: Post, company: str, first_name: str, street: str) -> OutboxMessage | None:
    name = f"c{world.house.tools.ids.next()}"
    try:
        customer = post.customer(name, company=company, first_name=first_name, street=street)
        return world.mia.do(SendSingle(world.id, customer, template="Offer"))
    except Invalid:
        return None
