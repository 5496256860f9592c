"""SMS on their way: once each, as asked, within the provider's contract, and never twice in doubt (O29, O30, D18)."""

import pytest

from oclient_tui.domain.errors import Denied, Invalid, NotFound, Refused, Unavailable
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.outbox import OutboxMessage
from oclient_tui.gateways.sms import twilio
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.messages.asking import AskProvider
from oclient_tui.services.messages.resolving import ReleaseOutbox
from oclient_tui.services.messages.suppressing import ListSuppressed, SuppressAddress
from oclient_tui.services.messages.texting import PlanSms, SendSms
from oclient_tui.services.privacy.consents import RecordConsent
from tests.mail.post import Post
from tests.mail.provider import ACCOUNT, DROP, HANG, TOKEN, Provider


def _text(post: Post, name: str, phone: str, body: str = "Hello") -> OutboxMessage:
    number = post.customer(name, phone=phone)
    return post.world.mia.do(SendSms(post.world.id, number, body))


def test_a_text_arrives_as_it_was_written(post: Post, provider: Provider) -> None:
    world, number = post.world, post.customer("zofia", phone="501 234 567")
    plan = world.mia.do(PlanSms(world.id, number, "Zażółć gęślą jaźń €"))
    assert (plan.address, plan.measure.encoding, plan.measure.segments) == ("+48501234567", "UCS-2", 1)
    assert plan.measure.foreign == tuple("żółćęśąźń")
    case = SendSms(world.id, number, "Zażółć gęślą jaźń €", plain=True, key="k")
    message = world.mia.do(case)
    assert world.mia.do(case).id == message.id, "the key pressed twice sends once"
    assert post.work() == 1
    assert provider.texts == [{"To": "+48501234567", "From": "Meble Wawel", "Body": "Zazolc gesla jazn €"}]
    shown = post.shown(message)
    assert shown.content is not None
    assert (shown.content.sender, shown.content.segments) == ("Meble Wawel", 1)
    stands = shown.listed.message
    assert (stands.state.value, stands.provider_id) == ("sent", f"SM{1:032x}")
    post.set("sms.sender", f"MG{'b' * 32}")
    _text(post, "jan", "501 234 568")
    assert post.work() == 1
    assert provider.texts[1]["MessagingServiceSid"] == f"MG{'b' * 32}"
    assert provider.wrong == [], "nothing is asked that the contract forbids"
    with pytest.raises(NotFound, match="no such customer"):
        world.max.do(case)


def test_what_speaks_against_a_text_is_told_with_the_reason(post: Post, provider: Provider) -> None:
    world, number = post.world, post.customer("jan", phone="501 234 567")
    send = SendSms(world.id, number, "T")
    with pytest.raises(Refused, match="no consent for sms"):
        world.mia.do(SendSms(world.id, number, "T", "marketing"))
    world.mia.do(RecordConsent(world.id, number, "sms", True))
    waiting = world.mia.do(SendSms(world.id, number, "T", "marketing"))
    world.mia.do(RecordConsent(world.id, number, "sms", False))
    assert post.work() == 0
    assert post.shown(waiting).listed.message.last_class == "no_consent", "asked again before it leaves"
    world.ola.do(SuppressAddress(world.id, "501 234 567", "sms"))
    with pytest.raises(Refused, match="suppression list"):
        world.mia.do(send)
    assert world.mia.do(PlanSms(world.id, number, "T")).reason is Exclusion.SUPPRESSED
    american = post.customer("amy", phone="+1 212 555 0123")
    with pytest.raises(Refused, match=r"US, CA, PR.*Meble Wawel"):
        world.mia.do(SendSms(world.id, american, "T"))
    with pytest.raises(Refused, match="no address"):
        world.mia.do(SendSms(world.id, post.customer("mute"), "T"))
    for body, words in (("  ", "needs a text"), ("x" * 1601, "1600")):
        with pytest.raises(Invalid, match=words):
            world.mia.do(SendSms(world.id, number, body))
    with pytest.raises(Invalid, match="none of this customer's"):
        world.mia.do(SendSms(world.id, number, "T", address="+48600600600"))
    world.ola.do(EditCustomer(world.id, number, Typed({"gdpr_ignore": "on"})))
    with pytest.raises(Refused, match="not to be contacted"):
        world.mia.do(send)
    post.set("sms.account", "")
    with pytest.raises(Refused, match=r"sms\.account"):
        world.mia.do(send)
    assert provider.texts == []


def test_what_the_provider_answers(post: Post, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clear refusal ends the message or the gateway; an answer that may have been a yes is never asked again."""
    monkeypatch.setattr(twilio, "TOTAL", 0.5)
    answers = {
        "bad": (400, 21211), "stop": (400, 21610), "country": (400, 21408), "strange": (400, 63999),
        "broken": (503, 20500), "cut": DROP, "mute": HANG,
    }  # fmt: skip
    phones = {f"+4850123456{place}": name for place, name in enumerate(answers)}
    messages = {name: _text(post, name, phone) for phone, name in phones.items()}
    provider.script = lambda to: answers[phones[to]]
    assert post.work() == 7
    stand = {name: post.shown(one).listed.message for name, one in messages.items()}
    assert {name: (one.state.value, one.last_class) for name, one in stand.items()} == {
        "bad": ("failed", "address_bad"), "stop": ("failed", "opted_out"), "country": ("failed", "recipient_perm"),
        "strange": ("failed", "message_perm"), "broken": ("unknown", "unknown"), "cut": ("unknown", "unknown"),
        "mute": ("unknown", "unknown"),
    }  # fmt: skip
    assert stand["strange"].last_text.startswith("400 63999 "), "the code is shown that the table has not"
    suppressed = {one.address: one.reason for one in post.world.ola.do(ListSuppressed(post.world.id))}
    assert suppressed == {"+48501234560": "address_bad", "+48501234561": "opted_out"}
    post.clock.advance(24 * 3600 * 1000)
    assert post.work() == 0
    assert len(provider.texts) == 7, "each went out once"


def test_a_provider_that_is_not_there_or_will_not_have_us(post: Post, provider: Provider) -> None:
    message = _text(post, "one", "501 234 567")
    provider.script = lambda _: (429, 20429)
    assert post.work() == 1
    assert post.states() == {"+48501234567": "ready"}
    assert post.work() == 0, "the whole gateway rests"
    post.clock.advance(101_000)
    provider.script = lambda _: (401, 20003)
    assert post.work() == 1, "the provider's own hint counts, not the schedule"
    post.clock.advance(3600 * 1000)
    assert post.work() == 0, "closed until its owner looks at it"
    for key, value, words in (
        ("sms.base_url", "http://localhost:1", "https://"),
        ("sms.base_url", "https://localhost", "OCLIENT_ALLOW_HOSTS"),
        ("sms.base_url", "https://127.0.0.1", "OCLIENT_ALLOW_HOSTS"),
    ):
        post.set(key, value)
        assert post.work() == 0
        assert words in post.shown(message).listed.message.last_text
    provider.script = lambda _: None
    post.set("sms.base_url", f"http://127.0.0.1:{provider.port}")
    post.write("mail")
    assert post.work() == 2, "one worker, both channels"
    assert post.shown(message).listed.message.state.value == "sent"
    assert post.world.ola.do(ReleaseOutbox(post.world.id)) == 0
    assert TOKEN not in repr(post.shown(message)) + ACCOUNT


def test_what_became_of_texts_is_asked_for(post: Post, provider: Provider) -> None:
    world = post.world
    names = {"arrived": ("delivered", 0), "landline": ("undelivered", 30006), "off": ("undelivered", 30003)}
    names |= {"waiting": ("sending", 0)}
    phones = {name: f"+4850123456{place}" for place, name in enumerate(names)}
    messages = {name: _text(post, name, phone) for name, phone in phones.items()}
    assert post.work() == 4
    provider.became = {phones[name]: told for name, told in names.items()}
    with pytest.raises(Denied):
        world.mia.do(AskProvider(world.id))
    asked = world.ola.do(AskProvider(world.id))
    assert (len(asked.messages), asked.delivered, asked.failed) == (4, 1, 2)
    stand = {name: post.shown(one).listed.message for name, one in messages.items()}
    assert {name: (one.state.value, one.last_class) for name, one in stand.items()} == {
        "arrived": ("delivered", "sent"), "landline": ("bounced", "address_bad"),
        "off": ("bounced", "recipient_perm"), "waiting": ("sent", "sent"),
    }  # fmt: skip
    assert [one.address for one in world.ola.do(ListSuppressed(world.id))] == [phones["landline"]]
    provider.became = dict.fromkeys(phones.values(), ("failed", 30008))
    assert world.ola.do(AskProvider(world.id)).failed == 1, "what is settled is not asked again"
    assert provider.wrong == []
    late = _text(post, "late", "501 234 569")
    assert world.ola.do(AskProvider(world.id)).messages == (), "what is not sent is not asked about"
    assert post.work() == 1
    post.set("sms.base_url", "https://localhost")
    with pytest.raises(Unavailable, match="OCLIENT_ALLOW_HOSTS"):
        world.ola.do(AskProvider(world.id))
    assert post.shown(late).listed.message.state.value == "sent"
