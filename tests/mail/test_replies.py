"""Every line of the table of replies, on a real conversation: what becomes of message, address and gateway (N04)."""

from dataclasses import dataclass

import pytest

from oclient_tui.gateways.mail import limits
from oclient_tui.services.messages.resolving import ReleaseOutbox, ResolveMessage
from oclient_tui.services.messages.suppressing import ListSuppressed
from tests.mail.post import Post
from tests.mail.sink import DROP, GARBAGE, HANG, Script


@dataclass(frozen=True)
class Fault:
    """What the server says to which verb, and what must follow."""

    verb: str
    reply: str
    means: str
    state: str
    suppressed: bool = False
    attempts_charged: int = 1


FAULTS = {
    "mail-later": Fault("MAIL", "450 4.7.1 too much mail", "gateway_temp", "ready", attempts_charged=0),
    "mail-421": Fault("MAIL", "421 4.3.2 closing", "gateway_temp", "ready", attempts_charged=0),
    "mail-size": Fault("MAIL", "552 5.3.4 size limit", "too_large", "failed"),
    "mail-sender": Fault("MAIL", "550 5.1.8 sender rejected", "gateway_perm", "ready", attempts_charged=0),
    "mail-policy": Fault("MAIL", "554 5.7.1 blocked", "policy", "failed"),
    "mail-other": Fault("MAIL", "501 syntax", "message_perm", "failed"),
    "mail-sign-in": Fault("MAIL", "530 5.7.0 authenticate first", "gateway_perm", "ready", attempts_charged=0),
    "mail-drop": Fault("MAIL", DROP, "gateway_temp", "ready", attempts_charged=0),
    "mail-hang": Fault("MAIL", HANG, "gateway_temp", "ready", attempts_charged=0),
    "grey": Fault("RCPT", "451 4.7.1 Greylisted, try again in 300 seconds", "recipient_temp", "ready"),
    "rcpt-421": Fault("RCPT", "421 4.7.0 slow down", "gateway_temp", "ready", attempts_charged=0),
    "nobody": Fault("RCPT", "550 5.1.1 no such user", "address_bad", "failed", suppressed=True),
    "full": Fault("RCPT", "552 5.2.2 mailbox full", "mailbox_full", "ready"),
    "rcpt-policy": Fault("RCPT", "554 5.7.1 spam", "policy", "failed"),
    "relay": Fault("RCPT", "554 5.7.1 Relay access denied", "gateway_perm", "ready", attempts_charged=0),
    "rcpt-plain": Fault("RCPT", "550 not here", "recipient_perm", "failed"),
    "rcpt-drop": Fault("RCPT", DROP, "gateway_temp", "ready", attempts_charged=0),
    "data-drop": Fault("DATA", DROP, "gateway_temp", "ready", attempts_charged=0),
    "data-hang": Fault("DATA", HANG, "gateway_temp", "ready", attempts_charged=0),
    "data-451": Fault("DATA", "451 4.3.0 later", "message_temp", "ready"),
    "data-554": Fault("DATA", "554 no valid recipients", "message_perm", "failed"),
    "dot-421": Fault("DOT", "421 4.3.2 shutting down", "message_temp", "ready"),
    "dot-451": Fault("DOT", "451 4.3.0 queue error", "message_temp", "ready"),
    "dot-spam": Fault("DOT", "554 5.7.1 spam", "policy", "failed"),
    "dot-size": Fault("DOT", "552 5.3.4 too big", "too_large", "failed"),
    "dot-nobody": Fault("DOT", "550 5.1.1 unknown", "address_bad", "failed", suppressed=True),
    "dot-perm": Fault("DOT", "550 no", "message_perm", "failed"),
    "dot-drop": Fault("DOT", DROP, "unknown", "unknown"),
    "dot-hang": Fault("DOT", HANG, "unknown", "unknown"),
    "dot-garbage": Fault("DOT", GARBAGE, "unknown", "unknown"),
}


def saying(verb: str, reply: str) -> Script:
    """Return a script of one fault."""
    return lambda said, _: reply if said == verb else None


def test_every_reply_has_its_meaning(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAIL", "DATA", "CONTENT"):
        monkeypatch.setattr(limits, name, 0.3)
    wrong: list[str] = []
    for name, fault in FAULTS.items():
        post.sink.script = saying(fault.verb, fault.reply)
        message = post.write(name)
        post.work()
        found = post.shown(message)
        stands = found.listed.message
        listed = {one.address for one in post.world.ola.do(ListSuppressed(post.world.id))}
        told = (stands.last_class, stands.state.value, message.recipient in listed, stands.charged)
        if told != (fault.means, fault.state, fault.suppressed, fault.attempts_charged):
            wrong.append(f"{name}: {fault.verb} answered {fault.reply!r}: {told}")
        if fault.means == "recipient_temp" and stands.not_before < post.clock() + 300_000:
            wrong.append(f"{name}: the server's hint is not waited for")
        if fault.state == "unknown":
            assert post.work() == 0, "nothing in doubt is sent again by itself"
            post.world.mia.do(ResolveMessage(post.world.id, message.id, "sent"))
        post.world.ola.do(ReleaseOutbox(post.world.id))
        with post.world.house.store.work("operator", list_id=post.world.id, writing=True) as unit:
            if stands.state.value == "ready":
                unit.outbox.move(unit.outbox.get(message.id) or stands, type(stands.state).CANCELLED, post.clock())
    assert not wrong, "\n".join(wrong)
    assert len(post.sink.received) == 9, "what came whole, and was refused or left without an answer"


UNREACHED = {
    "not there": ("GREETING", DROP, "gateway_temp"),
    "not now": ("GREETING", "421 4.3.2 busy", "gateway_temp"),
    "not us": ("GREETING", "554 5.7.1 go away", "gateway_perm"),
    "wrong password": ("AUTH", "535 5.7.8 authentication failed", "gateway_perm"),
    "no directory": ("AUTH", "454 4.7.0 try later", "gateway_temp"),
}


def test_a_server_that_is_not_reached_costs_messages_nothing(post: Post) -> None:  # O26
    post.sink.extensions = "AUTH PLAIN"
    post.set("smtp.username", "shop")
    post.set("smtp.password", "secret word")
    message = post.write("waiting")
    for name, (verb, reply, means) in UNREACHED.items():
        post.sink.script = saying(verb, reply)
        assert post.work(3) == 0, name
        stands = post.shown(message).listed.message
        told = (stands.state.value, stands.last_class, stands.attempts, stands.charged)
        assert told == ("ready", means, 0, 0), name
        with post.world.house.store.work("operator", list_id=post.world.id) as unit:
            state = unit.gateway_state.get(stands.channel)
        assert bool(state.closed) is (means == "gateway_perm"), name
        assert (state.failures == 1) is (means == "gateway_temp"), f"{name}: {state}"
        post.sink.script = lambda _, __: None
        assert post.work() == 0, f"{name}: the gateway is left alone for a while"
        post.world.ola.do(ReleaseOutbox(post.world.id))
    assert post.work() == 1
    assert post.shown(message).listed.message.state.value == "sent"
    assert "secret word" not in repr(post.shown(message)), "E7"
