"""What a worker does in the database: take messages of one list, begin one, end it, clear up after the dead (N04).

Each step is one short transaction as the actor `worker`, and the network is never waited for inside one. What a worker
knows is committed before it acts on it, so that at every moment somebody else can tell what became of a message.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Misconfigured, Refused
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.gateways import Bucket, Gateway, allowance, refilled, spent, wait_ms
from oclient_tui.domain.mail import Attachment, Mail
from oclient_tui.domain.mail_replies import MailReply, Phase
from oclient_tui.domain.outbox import LEASE_MS, Channel, Content, Kind, OutboxMessage, Purpose, State
from oclient_tui.domain.quiet_hours import is_quiet
from oclient_tui.domain.wipes import is_closed
from oclient_tui.services.messages.campaigns.rendering import filled_in
from oclient_tui.services.messages.carrying import files_of
from oclient_tui.services.messages.ending import Ending
from oclient_tui.services.messages.gateways import gateway_of
from oclient_tui.services.messages.judging import judged
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.in_force import settings_in_force
from oclient_tui.services.usecase import Work
from storage.repositories.deliveries import Beginning
from storage.store import Store

DOOR = "worker"
_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Job:
    """A message that is this worker's to deliver."""

    list_id: int
    message: OutboxMessage
    mail: Mail


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: all of one list, to go out through its gateway. `wait_ms` says when its rate allows more."""

    list_id: int = 0
    gateway: Gateway | None = None
    jobs: tuple[Job, ...] = ()
    token: str = ""
    wait_ms: int = 0


@dataclass
class Delivering:
    """One worker's hands on the database; `name` signs its attempts."""

    store: Store
    tools: Tools
    name: str
    last: int = field(default=0, init=False)
    """The list that was served last; the next one comes first."""

    _turns: int = field(default=0, init=False)

    problems: set[str] = field(default_factory=set[str], init=False)
    """What keeps this worker from serving some list."""

    def take(self, limit: int) -> Taken:
        """Take messages of the next list that has any which may go now."""
        with self.store.work("worker") as unit:
            due = unit.due_lists(self.tools.now_ms())
        waits: list[int] = []
        for list_id in [*(one for one in due if one > self.last), *(one for one in due if one <= self.last)]:
            taken = self._take(list_id, limit)
            self.last = list_id
            if taken.jobs:
                return taken
            waits += [taken.wait_ms] if taken.wait_ms else []
        return Taken(wait_ms=min(waits, default=0))

    def _take(self, list_id: int, limit: int) -> Taken:
        with self._opened(list_id) as work:
            if work is None:
                return Taken(list_id)
            waits: list[int] = []
            for channel in self._channels():
                if not work.unit.deliveries.waits(channel, work.now):
                    continue
                taken = self._of_channel(work, list_id, channel, limit)
                if taken.jobs:
                    return taken
                waits += [taken.wait_ms] if taken.wait_ms else []
            return Taken(list_id, wait_ms=min(waits, default=0))

    def _channels(self) -> list[Channel]:
        """Return the channels, each first in its turn: many e-mails keep no SMS waiting, nor the other way round."""
        self._turns += 1
        return list(Channel) if self._turns % 2 else list(reversed(Channel))

    def _of_channel(self, work: Work, list_id: int, channel: Channel, limit: int) -> Taken:
        state, deliveries = work.unit.gateway_state, work.unit.deliveries
        self._clear_up(work, channel)
        bucket = state.hold(channel)
        try:
            gateway = gateway_of(work, channel)
        except Refused as error:
            state.put(channel, Bucket(closed=error.message))
            return Taken(list_id)
        except Misconfigured as error:  # this machine has not the key; another worker may have it
            self.problems.add(error.message)
            return Taken(list_id)
        bucket = refilled(bucket, work.now, gateway.rate)
        free = allowance(bucket, work.now, gateway, limit)
        token, until = self.tools.token(_TOKEN_BYTES), work.now + LEASE_MS
        found = deliveries.claim(channel, token, until, work.now, free, quiet=_quiet(work)) if free else []
        state.put(channel, spent(bucket, gateway, len(found)))
        jobs = self._jobs(work, list_id, found)
        starved = not free and not bucket.closed and bucket.open_at <= work.now
        return Taken(list_id, gateway, jobs, token, wait_ms(bucket, gateway) if starved else 0)

    def _jobs(self, work: Work, list_id: int, found: list[OutboxMessage]) -> tuple[Job, ...]:
        contents = work.unit.deliveries.contents([message.id for message in found])
        blank = [one for one in found if one.campaign_id is not None and one.id not in contents]
        contents = {**contents, **filled_in(work, blank)} if blank else contents
        jobs = list[Job]()
        for message in found:
            content = contents.get(message.id)
            files = files_of(work, message, content) if content else None
            if content is None or files is None:
                lacks = "no_content" if content is None else "no_attachment"
                work.unit.deliveries.settle(message, State.FAILED, lacks, work.now)
            else:
                jobs.append(Job(list_id, message, _mail(message, content, files, work.now)))
        return tuple(jobs)

    def _clear_up(self, work: Work, channel: Channel) -> None:
        """Bring back what a dead worker left, and put in doubt what may have gone out."""
        deliveries, ending = work.unit.deliveries, Ending(work, channel)
        deliveries.expire(channel, work.now)
        for message, phase in deliveries.abandoned(channel, work.now):
            doubt = message.state is State.SENDING and phase != Phase.BEGUN
            deliveries.reap(message, ending.in_doubt(message) if doubt else State.READY, work.now)

    def begin(self, job: Job, gateway: Gateway) -> int | None:
        """Write down that a message is about to be sent, and return the attempt's number; None where it is not to be.

        Everything that speaks against it is asked once more, inside this transaction.
        """
        with self._opened(job.list_id) as work:
            message = work.unit.deliveries.hold(job.message) if work else None
            if work is None or message is None or not self._running(work, message):
                return None
            judgement = judged(work, job.list_id, message)
            if judgement.reason is not None:
                self._skip(work, job, judgement.reason)
                return None
            beginning = Beginning(work.now, work.now + LEASE_MS, self.name, gateway.sender, judgement.consent_id)
            return work.unit.deliveries.begin(message, beginning)

    def _running(self, work: Work, message: OutboxMessage) -> bool:
        wanted = work.unit.deliveries.wanted(message)
        if wanted != "run":
            state = State.CANCELLED if wanted == "cancel" else State.READY
            work.unit.deliveries.settle(message, state, "", work.now)
        return wanted == "run"

    def _skip(self, work: Work, job: Job, reason: Exclusion) -> None:
        work.unit.deliveries.settle(job.message, State.SUPPRESSED, reason.value, work.now)
        after = {"message": str(job.message.id), "reason": reason.value}
        self._note(work, job.list_id, Event("MessageSkipped", str(job.message.customer_id), after=after))

    def mark(self, job: Job, number: int) -> bool:
        """Write down that the content goes out now; False where the message is not this worker's any more."""
        with self._opened(job.list_id) as work:
            return work is not None and work.unit.deliveries.mark(job.message, number)

    def finish(self, job: Job, number: int, reply: MailReply) -> bool:
        """Write down how it ended; return whether the gateway goes on."""
        with self._opened(job.list_id, closing=True) as work:
            assert work is not None, "it is opened in any case"  # noqa: S101 - a bug, not an input
            ending = Ending(work, job.message.channel)
            events = ending.ended(job.list_id, job.message, number, reply)
            for event in events:
                self._note(work, job.list_id, event)
            return not ending.stops

    def not_reached(self, taken: Taken, reply: MailReply) -> None:
        """Give back what was taken, since there is no line to the gateway, and leave the gateway alone for a while."""
        with self._opened(taken.list_id, closing=True) as work:
            assert work is not None, "it is opened in any case"  # noqa: S101 - a bug, not an input
            said = Ending(work, taken.gateway.channel if taken.gateway else Channel.EMAIL).gateway(reply)
            work.unit.deliveries.give_back(taken.token, said.value, reply.text)

    def give_back(self, taken: Taken) -> None:
        """Give back what was taken and not begun."""
        with self._opened(taken.list_id, closing=True) as work:
            if work is not None:
                work.unit.deliveries.give_back(taken.token)

    @contextmanager
    def _opened(self, list_id: int, *, closing: bool = False) -> Generator[Work | None]:
        """Open one transaction on a list; None for one that is gone or closed, where nothing more is to be begun."""
        now = self.tools.now_ms()
        with self.store.work("worker", list_id=list_id, writing=True) as unit:
            found = unit.lists.hold()
            shut = found is None or is_closed(found.closed_at, now)
            yield None if shut and not closing else Work(unit, self.tools, None, None, now)

    def _note(self, work: Work, list_id: int, event: Event) -> None:
        salt = self.tools.token(12)
        work.unit.audit(list_id).append([event], actor=0, door=DOOR, at=work.now, salt=salt)


def _quiet(work: Work) -> bool:
    """Whether nothing goes to groups just now: it waits until the quiet hours of its list are over."""
    hours = work.unit.lists.setting("quiet_hours") or ""
    return bool(hours) and is_quiet(hours, settings_in_force(work)["timezone"], work.now)


def _mail(message: OutboxMessage, content: Content, files: tuple[Attachment, ...], now: int) -> Mail:
    """Return the e-mail; what goes to many, or advertises, says how to be left alone."""
    many = message.kind is Kind.CAMPAIGN or message.purpose is Purpose.MARKETING
    key = f"ob.{message.id:x}" if many else ""
    return Mail(message.recipient, message.message_id, now, content, key, files)
