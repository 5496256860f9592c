"""What a reply does to the message, to its address and to the gateway; the tables are in domain/*_replies.py."""

import secrets
from dataclasses import dataclass, field, replace

from oclient_tui.domain.audit import Event
from oclient_tui.domain.gateways import Bucket
from oclient_tui.domain.mail_replies import EFFECTS, Effect, MailReply, ReplyClass, meaning
from oclient_tui.domain.outbox import Channel, OutboxMessage, State
from oclient_tui.domain.retries import circuit_ms, delay_ms, hint_ms
from oclient_tui.domain.sms_replies import sms_meaning
from oclient_tui.domain.suppressions import Suppression
from oclient_tui.domain.text import inert
from oclient_tui.services.messages.eligibility import digest, normal
from oclient_tui.services.usecase import Work
from storage.repositories.deliveries import Outcome

RESEND = "resend"
_REPLY_LIMIT = 500


@dataclass
class Ending:
    """The end of attempts within one transaction; `stops` says whether the gateway is to be left alone."""

    work: Work
    channel: Channel
    stops: bool = field(default=False, init=False)

    def ended(self, list_id: int, message: OutboxMessage, number: int, reply: MailReply) -> list[Event]:
        """Write how an attempt ended, and return what the audit is to say of it."""
        means = self.gateway(reply)
        effect, now = EFFECTS[means], self.work.now
        state = self.in_doubt(message) if means is ReplyClass.UNKNOWN else effect.state
        charged = effect.charged or state is not effect.state
        wait = self._wait(message, effect, reply, charged=charged) if state is State.READY else 0
        if state is State.READY and charged and now + wait >= message.expires_at:
            state = State.FAILED
        outcome = Outcome(state, means.value, reply.code, _shown(reply), reply.phase.value, charged, now + wait,
                          reply.provider_id)  # fmt: skip
        ours = self.work.unit.deliveries.finish(message, number, outcome, now)
        return self._suppressed(list_id, message, means, reply) if ours and effect.suppresses else []

    def in_doubt(self, message: OutboxMessage) -> State:
        """Return what becomes of a message that may have gone out: what the owner chose for its kind (D18)."""
        chosen = self.work.unit.lists.setting(f"unknown.{message.kind.value}")
        return State.READY if chosen == RESEND else State.UNKNOWN

    def gateway(self, reply: MailReply) -> ReplyClass:
        """Let the gateway rest, close it, or note that it answers again; return what the reply means."""
        means = (sms_meaning if self.channel is Channel.SMS else meaning)(reply)
        effect, state = EFFECTS[means], self.work.unit.gateway_state
        self.stops = effect.backs_off or effect.closes
        if not self.stops and not state.get(self.channel).failures:
            return means
        bucket = state.hold(self.channel)
        state.put(self.channel, self._after(bucket, effect, reply))
        return means

    def _after(self, bucket: Bucket, effect: Effect, reply: MailReply) -> Bucket:
        if effect.closes:
            return replace(bucket, closed=_shown(reply) or effect.state.value)
        if effect.backs_off and bucket.open_at > self.work.now:
            return bucket  # another lane said so already: one failure is counted once
        if effect.backs_off:
            rest = max(circuit_ms(bucket.failures + 1, secrets.randbelow), hint_ms(reply.text))
            return replace(bucket, failures=bucket.failures + 1, open_at=self.work.now + rest)
        return replace(bucket, failures=0, open_at=0)

    def _wait(self, message: OutboxMessage, effect: Effect, reply: MailReply, *, charged: bool) -> int:
        """Return how long a message waits; one that its gateway failed is due as soon as that is open again."""
        if effect.backs_off or effect.closes:
            return 0
        return delay_ms(message.charged + charged, hint_ms(reply.text), secrets.randbelow)

    def _suppressed(self, list_id: int, message: OutboxMessage, means: ReplyClass, reply: MailReply) -> list[Event]:
        """Write to an address no more that its own server does not know."""
        address = normal(message.recipient)
        key = digest(self.work.tools, list_id, message.channel, address)
        entry = Suppression(message.channel, key, address, means.value, _shown(reply), 0, self.work.now)
        if not self.work.unit.suppressions.add(entry):
            return []
        after = {"channel": message.channel.value, "address": address, "message": str(message.id)}
        return [Event("AddressSuppressed", str(message.customer_id), after=after)]


def _shown(reply: MailReply) -> str:
    """Return a server's words as they are kept: one line, no control characters, no end of it."""
    code = f"{reply.code} " if reply.code > 0 else ""
    return inert(f"{code}{' '.join(reply.text.split())}".strip())[:_REPLY_LIMIT]
