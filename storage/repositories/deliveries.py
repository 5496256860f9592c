"""What a worker does with the outbox of one list: take, begin, finish, and clear up after one that died.

Every step is a short transaction of its own and none spans the network. A message belongs to the worker whose token
stands in its row; whoever lost it changes nothing any more (fencing).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from oclient_tui.domain.access import Access
from oclient_tui.domain.mail_replies import Phase
from oclient_tui.domain.outbox import Channel, Content, OutboxMessage, State, before
from storage.repositories.outbox import content, read, rendered
from storage.scope import Scope
from storage.tables.customers import CustomerRow
from storage.tables.messages import CampaignRow, OutboxRow, RenderedRow, SendAttemptRow

_HELD_BY_NOBODY = {"lease_token": "", "lease_until": 0}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended, and where that leaves the message."""

    state: State
    reply_class: str
    code: int
    reply: str
    phase: str
    charged: bool
    not_before: int
    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """An attempt as it begins: when, until when the lease holds, by whom, from whom, under which consent (N11)."""

    at: int
    until: int
    worker: str
    sender: str
    consent_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands, as far as it decides whether anything is sent."""

    active: bool
    ignored: bool
    restricted: bool


class DeliveryRepository:
    """The worker's hands on one list; `worker` is the name that its attempts are signed with."""

    def __init__(self, scope: Scope, *, locks: bool) -> None:
        self._scope = scope
        self._locks = locks

    def waits(self, channel: Channel, now: int) -> bool:
        """Whether there is a message on a channel that is due, or that a dead worker left."""
        mine = OutboxRow.channel == channel.value
        due = (OutboxRow.state == State.READY.value) & (OutboxRow.not_before <= now)
        left = OutboxRow.state.in_([State.LEASED.value, State.SENDING.value]) & (OutboxRow.lease_until <= now)
        some = (self._scope.select(OutboxRow, OutboxRow.id).where(mine, one).limit(1) for one in (due, left))
        return any(query.first() is not None for query in some)

    def claim(
        self, channel: Channel, token: str, until: int, now: int, limit: int, *, quiet: bool = False
    ) -> list[OutboxMessage]:
        """Take messages that are due, most urgent first; a campaign that is not to run is passed over.

        While it is quiet, so is every campaign.
        """
        running = self._scope.inside(CampaignRow, CampaignRow.id).where(CampaignRow.wanted == "run")
        due = (OutboxRow.channel == channel.value) & (OutboxRow.state == State.READY.value)
        single = OutboxRow.campaign_id.is_null()
        allowed = single if quiet else single | OutboxRow.campaign_id.in_(running)
        wanted = self._scope.select(OutboxRow).where(due, OutboxRow.not_before <= now, allowed)
        wanted = wanted.order_by(OutboxRow.priority, OutboxRow.not_before, OutboxRow.id).limit(limit)
        # Two statements: PostgreSQL may run a sub-select with LIMIT inside an UPDATE more than once, and take too many.
        found = [read(row) for row in (wanted.for_update("FOR UPDATE SKIP LOCKED") if self._locks else wanted)]
        lease: dict[str, object] = {"state": State.LEASED.value, "lease_token": token, "lease_until": until}
        ours = OutboxRow.id.in_([message.id for message in found])
        self._scope.update(OutboxRow, lease).where(ours, due).execute()
        return [replace(one, state=State.LEASED, lease_token=token, lease_until=until) for one in found]

    def hold(self, message: OutboxMessage) -> OutboxMessage | None:
        """Return a message that is still this worker's, held until the transaction ends; None if it is not."""
        ours = (OutboxRow.id == message.id) & (OutboxRow.lease_token == message.lease_token)
        query = self._scope.select(OutboxRow).where(ours, OutboxRow.state == State.LEASED.value)
        row = (query.for_update("FOR UPDATE") if self._locks else query).first()
        return read(row) if row else None

    def standing(self, customer_id: int, access: Access | None) -> Standing | None:
        """Return how a customer stands; None where whoever has that access does not see the customer (S3)."""
        seen = Scope(self._scope.database, self._scope.list_id, access)
        columns = (CustomerRow.active, CustomerRow.gdpr_ignore, CustomerRow.restricted)
        row = seen.customers(*columns).where(CustomerRow.id == customer_id).tuples().first()
        return Standing(*map(bool, row)) if row else None

    def wanted(self, message: OutboxMessage) -> str:
        """Return what is wanted of a message's campaign: run, pause or cancel; of a message without one, run."""
        if message.campaign_id is None:
            return "run"
        row = self._scope.select(CampaignRow, CampaignRow.wanted).where(CampaignRow.id == message.campaign_id).first()
        return str(row.wanted) if row else "cancel"

    def begin(self, message: OutboxMessage, beginning: Beginning) -> int | None:
        """Write the attempt, and return its number; None if the message is not this worker's any more.

        It must be committed before the first byte goes out.
        """
        number, now = message.attempts + 1, beginning.at
        values: dict[str, object] = {"state": State.SENDING.value, "attempts": number, "updated_at": now}
        values |= {"lease_until": beginning.until, "consent_id": beginning.consent_id}
        if not self._ours(message, State.SENDING, values):
            return None
        attempt: dict[str, object] = {"outbox_id": message.id, "n": number, "customer_id": message.customer_id}
        attempt |= {"phase": Phase.BEGUN.value, "started_at": now, "ended_at": None, "worker": beginning.worker}
        self._scope.insert(SendAttemptRow, attempt | {"reply_class": "", "code": 0, "reply": ""}).execute()
        ours = (RenderedRow.outbox_id == message.id) & (RenderedRow.sender != beginning.sender)
        self._scope.update(RenderedRow, {"sender": beginning.sender}).where(ours).execute()
        return number

    def mark(self, message: OutboxMessage, number: int) -> bool:
        """Write that the content is about to go out, and return whether it may: from here on silence means unknown.

        It must be committed before DATA is said.
        """
        sending = (OutboxRow.id == message.id) & (OutboxRow.lease_token == message.lease_token)
        query = self._scope.select(OutboxRow, OutboxRow.id).where(sending, OutboxRow.state == State.SENDING.value)
        if (query.for_update("FOR UPDATE") if self._locks else query).first() is None:
            return False
        self._attempt(message.id, number, {"phase": Phase.DATA.value})
        return True

    def finish(self, message: OutboxMessage, number: int, outcome: Outcome, now: int) -> bool:
        """Write how an attempt ended; False if the message is not this worker's any more, and then only the attempt.

        What a reaper took to be unknown meanwhile is known now: the token still stands in it.
        """
        ended = {"ended_at": now, "reply_class": outcome.reply_class, "code": outcome.code, "reply": outcome.reply}
        self._attempt(message.id, number, {**ended, "phase": outcome.phase})
        values = {
            "state": outcome.state.value, "charged": message.charged + outcome.charged, "updated_at": now,
            "not_before": outcome.not_before, "last_class": outcome.reply_class, "last_text": outcome.reply,
        }  # fmt: skip
        values |= {"provider_id": outcome.provider_id} if outcome.provider_id else {}
        return self._ours(message, outcome.state, {**values, **_HELD_BY_NOBODY})

    def settle(self, message: OutboxMessage, state: State, reason: str, now: int) -> bool:
        """Bring a message that is not to be sent where it belongs, with the reason; False if it is not ours."""
        values = {"state": state.value, "last_class": reason, "last_text": "", "updated_at": now}
        return self._ours(message, state, {**values, **_HELD_BY_NOBODY})

    def give_back(self, token: str, reason: str = "", text: str = "") -> int:
        """Give back what was taken and not begun, with the reason if there is one."""
        values: dict[str, object] = {"state": State.READY.value, **_HELD_BY_NOBODY}
        values |= {"last_class": reason, "last_text": text} if reason else {}
        ours = (OutboxRow.lease_token == token) & (OutboxRow.state == State.LEASED.value)
        return int(self._scope.update(OutboxRow, values).where(ours).execute())

    def expire(self, channel: Channel, now: int) -> int:
        """End what it makes no sense to send any more, and return how many; a campaign that rests keeps its time."""
        resting = self._scope.inside(CampaignRow, CampaignRow.id).where(CampaignRow.wanted.in_(("prepare", "pause")))
        values = {"state": State.EXPIRED.value, "updated_at": now, "last_class": "expired"}
        late = (OutboxRow.channel == channel.value) & (OutboxRow.expires_at <= now) & (OutboxRow.not_before <= now)
        waiting = OutboxRow.state == State.READY.value
        waiting &= OutboxRow.campaign_id.is_null() | OutboxRow.campaign_id.not_in(resting)
        return int(self._scope.update(OutboxRow, values).where(late, waiting).execute())

    def abandoned(self, channel: Channel, now: int) -> list[tuple[OutboxMessage, str]]:
        """Return messages whose lease is over, each with how far its attempt came; held until the transaction ends."""
        over = OutboxRow.state.in_([State.LEASED.value, State.SENDING.value]) & (OutboxRow.lease_until <= now)
        query = self._scope.select(OutboxRow).where(over, OutboxRow.channel == channel.value).limit(100)
        rows = query.for_update("FOR UPDATE SKIP LOCKED") if self._locks else query
        return [(found, self._phase(found)) for found in map(read, rows)]

    def reap(self, message: OutboxMessage, state: State, now: int) -> None:
        """Bring a message of a dead worker where it belongs; an unknown one keeps the token, for who knows better."""
        kept: dict[str, object] = {} if state is State.UNKNOWN else dict(_HELD_BY_NOBODY)
        words = (
            {"last_class": "abandoned", "updated_at": now} if message.state is State.SENDING else {"updated_at": now}
        )
        ours = (OutboxRow.id == message.id) & (OutboxRow.lease_token == message.lease_token)
        ours &= OutboxRow.state == message.state.value
        self._scope.update(OutboxRow, {"state": state.value, **words, **kept}).where(ours).execute()

    def contents(self, message_ids: Sequence[int]) -> dict[int, Content]:
        """Return what messages say."""
        rows = self._scope.select(RenderedRow).where(RenderedRow.outbox_id.in_(list(message_ids)))
        return {row.outbox_id: content(row) for row in rows}

    def freeze(self, contents: Iterable[tuple[OutboxMessage, Content]]) -> None:
        """Store what messages of a campaign say, once, before they are first sent."""
        self._scope.insert_free(RenderedRow, [rendered(message, frozen) for message, frozen in contents])

    def _phase(self, message: OutboxMessage) -> str:
        last = (SendAttemptRow.outbox_id == message.id) & (SendAttemptRow.n == message.attempts)
        row = self._scope.select(SendAttemptRow, SendAttemptRow.phase).where(last).first()
        return str(row.phase) if row and message.state is State.SENDING else ""

    def _attempt(self, outbox_id: int, number: int, values: dict[str, object]) -> None:
        ours = (SendAttemptRow.outbox_id == outbox_id) & (SendAttemptRow.n == number)
        self._scope.update(SendAttemptRow, values).where(ours).execute()

    def _ours(self, message: OutboxMessage, state: State, values: dict[str, object]) -> bool:
        ours = (OutboxRow.id == message.id) & (OutboxRow.lease_token == message.lease_token)
        from_there = OutboxRow.state.in_([start.value for start in before(state)])
        return int(self._scope.update(OutboxRow, values).where(ours, from_there).execute()) == 1
