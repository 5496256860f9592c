"""Messages on their way: once each, as asked, and not where something speaks against it by now (N04, S3, O26)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from oclient_tui.composition import House, open_house
from oclient_tui.domain.errors import Invalid, NotFound, Refused
from oclient_tui.domain.mail_replies import MailReply, Phase
from oclient_tui.domain.outbox import LEASE_MS, OutboxMessage, State
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.customers.assigning import Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.messages.delivering import Delivering, Job, Taken
from oclient_tui.services.messages.reading import ReadConversation
from oclient_tui.services.messages.resolving import ReleaseOutbox, RetryMessage
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.suppressing import SuppressAddress
from oclient_tui.services.messages.testing import TestGateway
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.sharing.members import RemoveMember
from oclient_tui.services.undo.undoing import UndoLast
from tests.mail.post import Post
from tests.mail.sink import DROP

OK = MailReply(Phase.CONTENT, 250, "2.0.0 Ok")


def _hands(post: Post, name: str = "w") -> Delivering:
    return Delivering(post.world.house.store, post.world.house.tools, name)


def _begun(hands: Delivering) -> tuple[Taken, Job, int]:
    taken = hands.take(1)
    assert taken.gateway is not None
    number = hands.begin(taken.jobs[0], taken.gateway)
    assert number is not None
    return taken, taken.jobs[0], number


def test_a_message_arrives_as_it_was_written(post: Post) -> None:  # O25, O27
    number = post.customer("zofia", first_name="Zofia")
    case = SendSingle(
        post.world.id, number, "Zażółć gęślą jaźń", "Dzień dobry,\n\n.kropka\nhttps://example.com/a?b=1.", key="k"
    )
    message = post.world.mia.do(case)
    assert post.world.mia.do(case).id == message.id, "the key pressed twice sends once"
    assert post.work() == 1
    mail = post.sink.parsed()
    assert mail["Subject"] == "Zażółć gęślą jaźń"
    assert mail["From"] == "Sklep Żółw <shop@example.com>"
    assert mail["To"] == "zofia@example.com"
    assert mail["Message-ID"] == message.message_id
    assert mail["List-Unsubscribe"] is None
    assert mail["Auto-Submitted"] is None
    assert not mail.defects
    text, markup = (part for part in mail.iter_parts())
    assert text.get_content().replace("\r\n", "\n").rstrip() == "Dzień dobry,\n\n.kropka\nhttps://example.com/a?b=1."
    assert '<a href="https://example.com/a?b=1">' in markup.get_content()
    assert [line for line in post.sink.said if line.startswith("RCPT")] == ["RCPT TO:<zofia@example.com>"]
    said = post.world.ola.do(ReadConversation(post.world.id, number))[0]
    assert said.content is not None
    assert (said.listed.sender, said.content.sender) == ("mia@example.com", "Sklep Żółw <shop@example.com>")
    assert said.content.text.startswith("Dzień dobry")
    opened = post.shown(message)
    assert opened.listed.message.last_text == "250 2.0.0 Ok"
    assert [(one.n, one.phase, one.reply_class) for one in opened.attempts] == [(1, "content", "sent")]
    assert post.work() == 0
    with pytest.raises(NotFound, match="no such message"):
        post.world.max.do(RetryMessage(post.world.id, message.id))


def test_what_speaks_against_a_message_is_told_with_the_reason(post: Post) -> None:  # N05, C6, O24
    world, number = post.world, post.customer("jan")
    send = SendSingle(world.id, number, "S", "T")
    changes: list[tuple[Callable[[], object], Callable[[], object], str]] = [
        (lambda: world.ola.do(EditCustomer(world.id, number, Typed({"gdpr_ignore": "on"}))),
         lambda: world.ola.do(EditCustomer(world.id, number, Typed({"gdpr_ignore": "off"}))), "not to be contacted"),
        (lambda: post.set("smtp.host", ""), lambda: post.set("smtp.host", "127.0.0.1"), "smtp.host"),
    ]  # fmt: skip
    for change, undo, reason in changes:
        change()
        with pytest.raises(Refused, match=reason):
            world.mia.do(send)
        undo()
    marketing = SendSingle(world.id, number, "S", "T", "marketing")
    with pytest.raises(Refused, match="no consent for email"):
        world.mia.do(marketing)
    world.mia.do(RecordConsent(world.id, number, "email", True, source="form"))
    world.ola.do(SetActive(world.id, number, False))
    with pytest.raises(Refused, match="inactive"):
        world.mia.do(marketing)
    world.ola.do(SetActive(world.id, number, True))
    post.set("unsubscribe.mailto", "off@example.com")
    bulk = world.mia.do(marketing)
    post.work()
    assert post.sink.parsed()["List-Unsubscribe"] == f"<mailto:off@example.com?subject=unsubscribe%20ob.{bulk.id:x}>"
    assert post.shown(bulk).listed.message.consent_id is not None, "N11"
    world.ola.do(SuppressAddress(world.id, "JAN@example.com"))
    with pytest.raises(Refused, match="suppression list"):
        world.mia.do(send)
    nobody = world.mia.do(EditCustomer(world.id, post.customer("nomail"), Typed({"email": ""})))
    with pytest.raises(Refused, match="no address"):
        world.mia.do(SendSingle(world.id, nobody.id, "S", "T"))
    with pytest.raises(Invalid, match="none of this customer's"):
        world.mia.do(SendSingle(world.id, number, "S", "T", address="other@example.com"))
    with pytest.raises(NotFound, match="no such customer"):
        world.max.do(send)


def _advertised(post: Post, name: str) -> OutboxMessage:
    """Add a customer with a consent, and advertise to them."""
    number = post.customer(name)
    post.world.mia.do(RecordConsent(post.world.id, number, "email", True))
    return post.world.mia.do(SendSingle(post.world.id, number, "S", "T", "marketing"))


def test_what_changed_since_stops_a_message(post: Post) -> None:  # S3, D14
    """Each of these happens after the message was put into the outbox, and before it leaves."""
    world = post.world
    messages = {name: post.write(name) for name in ("lost", "ignored", "suppressed", "fine")}
    marketed = post.customer("withdrawn")
    messages["inactive"] = _advertised(post, "inactive")
    world.mia.do(RecordConsent(world.id, marketed, "email", True))
    messages["withdrawn"] = world.mia.do(SendSingle(world.id, marketed, "S", "T", "marketing"))
    messages["gone"] = post.write("gone", world.max)
    world.ola.do(Unassign(world.id, ("mia@example.com",), messages["lost"].customer_id))
    world.ola.do(EditCustomer(world.id, messages["ignored"].customer_id, Typed({"gdpr_ignore": "on"})))
    world.ola.do(SetActive(world.id, messages["inactive"].customer_id, False))
    world.ola.do(SuppressAddress(world.id, "suppressed@example.com"))
    world.mia.do(RecordConsent(world.id, marketed, "email", False))
    world.ola.do(RemoveMember(world.id, "max@example.com"))
    post.work(2)
    assert post.states() == dict.fromkeys(messages, "suppressed") | {"fine": "sent"}
    reasons = {name: post.shown(one).listed.message.last_class for name, one in messages.items()}
    assert reasons == {"lost": "not_visible", "ignored": "ignored", "inactive": "inactive", "suppressed": "suppressed",
                       "withdrawn": "no_consent", "gone": "not_visible", "fine": "sent"}  # fmt: skip
    assert post.sink.received == {"fine@example.com": 1}
    skipped = [entry for entry in world.ola.do(ListAudit(world.id)) if entry.entry.action == "MessageSkipped"]
    assert len(skipped) == 6


def test_a_worker_that_lost_its_lease_changes_nothing(post: Post) -> None:  # fencing
    message, first, second = post.write("one"), _hands(post, "first"), _hands(post, "second")
    slow = first.take(5)
    assert slow.gateway is not None
    assert second.take(5).jobs == (), "what one has taken, another does not get"
    post.clock.advance(LEASE_MS + 1)
    _, job, number = _begun(second)
    assert first.begin(slow.jobs[0], slow.gateway) is None
    assert not first.mark(slow.jobs[0], 1)
    first.finish(slow.jobs[0], 1, MailReply(Phase.CONTENT, 550, "no"))
    assert post.states() == {"one": "sending"}
    assert second.mark(job, number)
    assert second.finish(job, number, OK)
    assert post.shown(message).listed.message.state is State.SENT


def test_what_a_dead_worker_left(post: Post) -> None:  # D18: each step, and what another finds after the lease
    leased, begun, marked = (post.write(name) for name in ("leased", "begun", "marked"))
    hands = [_hands(post) for _ in range(3)]
    late, late_number = None, 0
    for hand, message in zip(hands, (leased, begun, marked), strict=True):
        taken = hand.take(1)
        job = taken.jobs[0]
        assert (job.message.id, taken.gateway is not None) == (message.id, True)
        if message is not leased and taken.gateway is not None:
            late, late_number = job, hand.begin(job, taken.gateway) or 0
        if message is marked:
            assert hand.mark(job, late_number)
    post.clock.advance(LEASE_MS + 1)
    assert post.work() == 2
    assert post.states() == {"leased": "sent", "begun": "sent", "marked": "unknown"}
    assert post.sink.received == {"leased@example.com": 1, "begun@example.com": 1}
    assert late is not None
    assert hands[2].finish(late, late_number, OK), "it was slow, not dead: now the answer is known"
    assert post.states()["marked"] == "sent"
    post.set("unknown.single", "resend")
    again = post.write("again")
    _, job, number = _begun(hands[0])
    assert hands[0].mark(job, number)
    post.clock.advance(LEASE_MS + 1)
    assert post.work() == 1
    assert post.sink.parsed()["Message-ID"] == again.message_id, "the same message, so that a double is known as one"


def test_two_workers_send_each_message_once(post: Post, url: str, tmp_path: Path) -> None:  # R4
    for number in range(40):
        post.write(f"c{number}")
    settings = post.world.house.settings

    def work(_: int) -> int:
        with closing(open_house(settings, passwords=ArgonPasswords(cheapest=True))) as house:
            worker = house.worker(3)
            asyncio.run(worker.run(until_empty=True))
            return worker.delivered

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, range(2)))
    assert sum(done) == 40, done
    assert set(post.sink.received.values()) == {1}
    assert set(post.states().values()) == {"sent"}
    assert len({data for _, data in post.sink.messages}) == 40, url + str(tmp_path.name)


def test_rate_cap_and_worn_lines(post: Post) -> None:  # O26: they slow a run down, and fail nothing
    met: list[str] = []

    def worn(verb: str, _: str) -> str | None:
        met.append(verb)
        return DROP if verb == "MAIL" and met.count("MAIL") == 2 else None

    post.sink.script = worn
    post.set("smtp.rate", "600")
    post.set("smtp.daily_cap", "5")
    for number in range(7):
        post.write(f"c{number}")
    assert post.work() == 5
    assert sorted(post.states().values()) == ["ready"] * 2 + ["sent"] * 5
    assert met.count("GREETING") == 2, "a line that wore out is made anew at once, and the gateway is not left alone"
    post.clock.advance(24 * 3600 * 1000)
    assert post.work() == 2


def test_a_member_decides_about_own_messages_and_a_waiting_customer_stays(post: Post) -> None:
    message = post.write("one")
    with pytest.raises(Refused, match="messages to this customer"):
        post.world.ola.do(DeleteCustomer(post.world.id, message.customer_id))
    post.sink.script = lambda verb, _: "550 no" if verb == "DOT" else None
    post.work()
    assert post.states() == {"one": "failed"}
    post.sink.script = lambda _, __: None
    assert post.world.mia.do(RetryMessage(post.world.id, message.id)).state is State.READY
    assert post.work() == 1
    assert post.states() == {"one": "sent"}
    with pytest.raises(Refused, match="The message is sent"):
        post.world.mia.do(RetryMessage(post.world.id, message.id))
    post.world.ola.do(DeleteCustomer(post.world.id, message.customer_id))
    assert post.states() == {}
    post.world.ola.do(UndoLast(post.world.id))
    assert len(post.shown(message).attempts) == 2, "what was said to a customer comes back with the customer"
    assert post.work() == 0, "and is not said again"
    with pytest.raises(Refused, match="in the way"):
        post.world.mia.do(UndoLast(post.world.id))


def test_the_guard_and_the_test_message(post: Post, house: House) -> None:  # E4, O26
    done = post.world.ola.do(TestGateway(post.world.id, "me@example.com"))
    assert (done.reply, post.sink.received["me@example.com"]) == ("2.0.0 Ok", 1)
    post.set("smtp.host", "localhost")
    message = post.write("inside")
    assert post.work() == 0
    with house.store.work("operator", list_id=post.world.id) as unit:
        closed = unit.gateway_state.get(message.channel).closed
    assert "OCLIENT_ALLOW_HOSTS" in closed
    assert not post.sink.received["inside@example.com"]
    post.set("smtp.host", "127.0.0.1")
    assert post.work() == 1, "changed settings open a closed gateway"
    assert post.world.ola.do(ReleaseOutbox(post.world.id)) == 0


def test_a_worker_without_the_key_leaves_the_list_to_others(post: Post, house: House, tmp_path: Path) -> None:  # E7
    post.set("smtp.password", "secret")
    post.write("one")
    with closing(open_house(replace(house.settings, secret_file=tmp_path / "nothing"))) as other:
        worker = other.worker(2)
        asyncio.run(worker.run(until_empty=True))
        assert (worker.delivered, len(worker.problems)) == (0, 1)
    assert post.states() == {"one": "ready"}
    post.set("smtp.password", "")
    assert post.work() == 1


def test_nobody_is_written_to_on_a_list_that_is_being_wiped(post: Post) -> None:
    post.write("one")
    with post.world.house.store.work("operator", list_id=post.world.id, writing=True) as unit:
        unit.lists.set({"closed_at": post.clock(), "closed_by": post.world.ola.actor.account_id})
    assert post.work() == 0
    assert not post.sink.received
