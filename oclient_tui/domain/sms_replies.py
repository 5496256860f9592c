"""What a provider's answer to an SMS means: its error codes as a table, and the HTTP status for what is not in it.

The provider takes no key that would make a second request harmless: once a request is on its way, whatever is no clear
refusal leaves the message in doubt, and it is not sent again by itself (D18).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from oclient_tui.domain.mail_replies import REACHING, MailReply, ReplyClass
from oclient_tui.domain.outbox import State

CODES: Mapping[int, ReplyClass] = {
    20003: ReplyClass.GATEWAY_PERM,  # account or token are wrong
    20005: ReplyClass.GATEWAY_PERM,  # the account is not active
    20429: ReplyClass.GATEWAY_TEMP,  # too many requests
    21211: ReplyClass.ADDRESS_BAD,  # no such number
    21212: ReplyClass.GATEWAY_PERM,  # no such sender
    21408: ReplyClass.RECIPIENT_PERM,  # the account may not write to that country
    21606: ReplyClass.GATEWAY_PERM,  # the sender cannot send SMS
    21610: ReplyClass.OPTED_OUT,  # the recipient answered STOP
    21611: ReplyClass.GATEWAY_TEMP,  # the sender's queue is full
    21612: ReplyClass.RECIPIENT_PERM,  # this sender reaches no such number
    21614: ReplyClass.ADDRESS_BAD,  # no mobile number
    21617: ReplyClass.TOO_LARGE,  # more than 1600 characters
    30001: ReplyClass.GATEWAY_TEMP,  # the queue is full
    30002: ReplyClass.GATEWAY_PERM,  # the account is suspended
    30003: ReplyClass.RECIPIENT_PERM,  # switched off or out of reach
    30004: ReplyClass.ADDRESS_BAD,  # the number blocks messages
    30005: ReplyClass.ADDRESS_BAD,  # the number is unknown
    30006: ReplyClass.ADDRESS_BAD,  # a landline
    30007: ReplyClass.POLICY,  # filtered as unwanted
    30008: ReplyClass.RECIPIENT_PERM,  # for a reason that nobody tells
}
"""Twilio's error codes; what is not here is judged by the HTTP status, and its code is shown."""

SETTLED: Mapping[str, State] = {
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.BOUNCED,
    "failed": State.BOUNCED,
    "canceled": State.BOUNCED,
}
"""What a message came to by the provider's word for it; with any other word it is still on its way."""


@dataclass(frozen=True, slots=True)
class SmsStatus:
    """What the provider says of a message that it took."""

    status: str
    code: int = 0
    text: str = ""


_STATUSES: tuple[tuple[int, int, ReplyClass], ...] = (
    (200, 299, ReplyClass.SENT),
    (300, 399, ReplyClass.GATEWAY_PERM),
    (401, 401, ReplyClass.GATEWAY_PERM),
    (403, 404, ReplyClass.GATEWAY_PERM),
    (429, 429, ReplyClass.GATEWAY_TEMP),
    (400, 499, ReplyClass.MESSAGE_PERM),
)
"""The first line that fits holds. Of an answer 5xx nobody knows whether the message was taken before."""


def sms_meaning(reply: MailReply) -> ReplyClass:
    """Return what an answer means."""
    if reply.phase in REACHING:
        return ReplyClass.GATEWAY_PERM if reply.code >= 500 else ReplyClass.GATEWAY_TEMP
    found = (means for first, last, means in _STATUSES if first <= reply.code <= last)
    return CODES.get(reply.code) or next(found, ReplyClass.UNKNOWN)
