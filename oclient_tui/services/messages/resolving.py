"""What a person decides about a message: try again, was it sent, let go what a restore held (D18, W3)."""

from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Denied, Invalid, NotFound, Refused, tr
from oclient_tui.domain.outbox import Channel, OutboxMessage, State, expiry_ms
from oclient_tui.services.messages.reading import NO_MESSAGE
from oclient_tui.services.usecase import UseCase, Work

SENT, RESEND = "sent", "resend"
_RETRIED = frozenset({State.FAILED, State.READY, State.HELD})


def _held(work: Work, message_id: int) -> OutboxMessage:
    """Return a message of a visible customer, held; raise NotFound, and Denied for a group's where that right lacks."""
    found = work.unit.outbox.hold(message_id)
    if found is None:
        raise NotFound(NO_MESSAGE)
    if found.campaign_id is not None and not work.here.may(Permission.GROUP_SEND):
        raise Denied(
            tr("Your role on this list does not include that: it needs {right}."), right=Permission.GROUP_SEND.value
        )
    return found


def _again(work: Work, message: OutboxMessage, state: State = State.READY) -> OutboxMessage:
    """Bring a message back into the queue, due at once, with as long to live as a new one; nothing is rendered anew."""
    fresh: dict[str, object] = {"not_before": work.now, "charged": 0, "last_class": "", "last_text": ""}
    fresh["expires_at"] = work.now + expiry_ms(message.kind)
    if message.state is State.READY:
        work.unit.outbox.hasten(message, work.now)
    elif not work.unit.outbox.move(message, state, work.now, **fresh):
        raise Refused(tr("The message is on its way just now. Look at it again."))
    return replace(message, state=state)


def _note(work: Work, action: str, message: OutboxMessage, after: str) -> None:
    before = {"message": str(message.id), "state": message.state.value}
    work.record(Event(action, str(message.customer_id), before=before, after={"state": after}))


@dataclass
class RetryMessage(UseCase[OutboxMessage], needs=Permission.ADD, writes=True):
    """Try a message again now that failed, waits, or was held; whether it may be sent is asked before it leaves."""

    list_id: int
    message_id: int

    def run(self, work: Work) -> OutboxMessage:
        """Return it, ready; raise NotFound, or Refused where there is nothing to try again."""
        message = _held(work, self.message_id)
        if message.state not in _RETRIED:
            raise Refused(
                tr("The message is {state}: only one that failed, waits or is held can be tried again."),
                state=message.state.value,
            )
        again = _again(work, message)
        _note(work, "MessageRetried", message, again.state.value)
        return again


@dataclass
class ResolveMessage(UseCase[OutboxMessage], needs=Permission.ADD, writes=True):
    """Decide about a message that may or may not have gone out; the program never does it by itself (D18)."""

    list_id: int
    message_id: int
    verdict: str

    def run(self, work: Work) -> OutboxMessage:
        """Take it as sent, or send it again under the same Message-ID; raise Refused where it is not in doubt."""
        if self.verdict not in (SENT, RESEND):
            raise Invalid(
                tr("A message in doubt is resolved as sent or resend, not “{value}”."), value=self.verdict[:40]
            )
        message = _held(work, self.message_id)
        if message.state is not State.UNKNOWN:
            raise Refused(tr("The message is {state}: there is nothing in doubt."), state=message.state.value)
        if self.verdict == RESEND:
            decided = _again(work, message)
        else:
            work.unit.outbox.move(message, State.SENT, work.now, last_class="resolved")
            decided = replace(message, state=State.SENT)
        _note(work, "MessageResolved", message, decided.state.value)
        return decided


@dataclass
class ReleaseOutbox(UseCase[int], needs=Permission.SETTINGS, writes=True):
    """Let go what a restore put on hold, and open a closed gateway: the owner has looked at both (W3)."""

    list_id: int

    def run(self, work: Work) -> int:
        """Return how many messages go out now; some of them may have gone out before the restore."""
        released = work.unit.outbox.release(work.now)
        reopened = sum(work.unit.gateway_state.reopen(channel) for channel in Channel) > 0
        if released or reopened:
            work.record(Event("OutboxReleased", after={"messages": released, "gateway": reopened}))
        return released
