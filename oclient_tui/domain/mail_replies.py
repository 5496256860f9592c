"""What a mail server's reply means for the message, the address and the gateway: a table (RFC 5321, RFC 3463).

The phase decides as much as the code: before the content goes out nothing was sent, whatever happens; once it may have
left, silence proves nothing (N04).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from oclient_tui.domain.outbox import State


class Phase(StrEnum):
    """How far one delivery has come. An attempt's row says `begun` or, from just before DATA on, `data`."""

    CONNECT = "connect"
    TLS = "tls"
    AUTH = "auth"
    BEGUN = "begun"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    CONTENT = "content"


REACHING = frozenset({Phase.CONNECT, Phase.TLS, Phase.AUTH})
ENVELOPE = frozenset({Phase.MAIL, Phase.RCPT, Phase.DATA})

SILENT, GARBLED = 0, -1
"""In the place of a code: no reply came, or one that is no SMTP."""


@dataclass(frozen=True, slots=True)
class MailReply:
    """What a server answered last, and when."""

    phase: Phase
    code: int
    text: str
    provider_id: str = ""
    """What the provider of SMS knows the message by."""


class ReplyClass(StrEnum):
    """What a reply means."""

    SENT = "sent"
    GATEWAY_TEMP = "gateway_temp"
    GATEWAY_PERM = "gateway_perm"
    RECIPIENT_TEMP = "recipient_temp"
    MAILBOX_FULL = "mailbox_full"
    ADDRESS_BAD = "address_bad"
    RECIPIENT_PERM = "recipient_perm"
    OPTED_OUT = "opted_out"
    MESSAGE_TEMP = "message_temp"
    MESSAGE_PERM = "message_perm"
    TOO_LARGE = "too_large"
    POLICY = "policy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a class does: the message's next state; `ready` means later."""

    state: State
    charged: bool = True
    """Whether the attempt counts against the message."""

    suppresses: bool = False
    """Whether nothing is sent to the address any more."""

    backs_off: bool = False
    """Whether the whole gateway is left alone for a while."""

    closes: bool = False
    """Whether the gateway is closed until its owner looks at it; its messages wait."""


EFFECTS: dict[ReplyClass, Effect] = {
    ReplyClass.SENT: Effect(State.SENT),
    ReplyClass.GATEWAY_TEMP: Effect(State.READY, charged=False, backs_off=True),
    ReplyClass.GATEWAY_PERM: Effect(State.READY, charged=False, closes=True),
    ReplyClass.RECIPIENT_TEMP: Effect(State.READY),
    ReplyClass.MAILBOX_FULL: Effect(State.READY),
    ReplyClass.ADDRESS_BAD: Effect(State.FAILED, suppresses=True),
    ReplyClass.RECIPIENT_PERM: Effect(State.FAILED),
    ReplyClass.OPTED_OUT: Effect(State.FAILED, suppresses=True),
    ReplyClass.MESSAGE_TEMP: Effect(State.READY),
    ReplyClass.MESSAGE_PERM: Effect(State.FAILED),
    ReplyClass.TOO_LARGE: Effect(State.FAILED),
    ReplyClass.POLICY: Effect(State.FAILED),
    ReplyClass.UNKNOWN: Effect(State.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table; `words` is looked for in the whole reply, small and capital letters alike."""

    phases: frozenset[Phase]
    first: int
    last: int
    means: ReplyClass
    words: str = ""

    def fits(self, reply: MailReply) -> bool:
        """Whether the line says something of this reply."""
        here = reply.phase in self.phases and self.first <= reply.code <= self.last
        return here and (not self.words or re.search(self.words, reply.text, re.IGNORECASE) is not None)


def _rule(phases: frozenset[Phase] | Phase, codes: tuple[int, int], means: ReplyClass, words: str = "") -> Rule:
    return Rule(frozenset({phases}) if isinstance(phases, Phase) else phases, *codes, means, words)


_PERM, _TEMP, _ANY = (500, 599), (400, 499), (GARBLED, 999)
_RELAY = r"\brelay|not (?:allowed|permitted|authori[sz]ed) to (?:send|relay)|authentication (?:is )?required"
_LARGE = r"\b5\.(?:3\.4|2\.3)\b|(?:too|size).{0,20}(?:big|large|limit)"
_NOBODY = r"\b5\.1\.[0-9]|\b5\.4\.1\b|user unknown|no such (?:user|mailbox)|does not exist"
_SENDER = r"\b5\.1\.[78]\b|\b5\.7\.60\b|sender (?:address )?(?:rejected|not|denied)|not owned by"

TABLE: tuple[Rule, ...] = (
    _rule(Phase.CONTENT, (200, 299), ReplyClass.SENT),
    # The server is there, and will not have us.
    _rule(REACHING, _PERM, ReplyClass.GATEWAY_PERM),
    _rule(REACHING, _ANY, ReplyClass.GATEWAY_TEMP),
    _rule(ENVELOPE, (530, 538), ReplyClass.GATEWAY_PERM),
    _rule(ENVELOPE | {Phase.CONTENT}, (552, 552), ReplyClass.MAILBOX_FULL, r"\b5\.2\.2\b|mailbox (?:is )?full|quota"),
    _rule(ENVELOPE | {Phase.CONTENT}, _PERM, ReplyClass.TOO_LARGE, _LARGE),
    _rule(Phase.MAIL, (552, 552), ReplyClass.TOO_LARGE),
    _rule(ENVELOPE, _PERM, ReplyClass.GATEWAY_PERM, _RELAY),
    _rule(ENVELOPE, _PERM, ReplyClass.GATEWAY_PERM, _SENDER),
    _rule(Phase.MAIL, _TEMP, ReplyClass.GATEWAY_TEMP),
    _rule(Phase.MAIL, (550, 559), ReplyClass.POLICY, r"\b5\.7\.|spam|policy|blocked|blacklist|denylist"),
    _rule(Phase.MAIL, _PERM, ReplyClass.MESSAGE_PERM),
    # The recipient.
    _rule(Phase.RCPT, (421, 421), ReplyClass.GATEWAY_TEMP),
    _rule(Phase.RCPT, _TEMP, ReplyClass.RECIPIENT_TEMP),
    _rule(Phase.RCPT, _PERM, ReplyClass.MAILBOX_FULL, r"\b5\.2\.2\b"),
    _rule(Phase.RCPT, _PERM, ReplyClass.ADDRESS_BAD, _NOBODY),
    _rule(Phase.RCPT, _PERM, ReplyClass.POLICY, r"\b5\.7\.|spam|policy|blocked|blacklist|denylist"),
    _rule(Phase.RCPT, _PERM, ReplyClass.RECIPIENT_PERM),
    # The content: a definite refusal is one, also as 421; silence is none.
    _rule(Phase.DATA, (421, 421), ReplyClass.GATEWAY_TEMP),
    _rule(frozenset({Phase.DATA, Phase.CONTENT}), _TEMP, ReplyClass.MESSAGE_TEMP),
    _rule(Phase.CONTENT, _PERM, ReplyClass.ADDRESS_BAD, r"\b5\.1\.[12]\b"),
    _rule(frozenset({Phase.DATA, Phase.CONTENT}), _PERM, ReplyClass.POLICY, r"\b5\.7\.|spam|policy|blocked|virus"),
    _rule(frozenset({Phase.DATA, Phase.CONTENT}), _PERM, ReplyClass.MESSAGE_PERM),
    _rule(Phase.CONTENT, _ANY, ReplyClass.UNKNOWN),
    # Nothing was sent: a connection that broke before the content, or a reply that nobody understands.
    _rule(frozenset(Phase), _ANY, ReplyClass.GATEWAY_TEMP),
)  # fmt: skip
"""From the first line that fits on, no other is asked; the last fits everything."""


def meaning(reply: MailReply) -> ReplyClass:
    """Return what a reply means."""
    return next(rule.means for rule in TABLE if rule.fits(reply))
