"""Messages of visible customers: put into the outbox, looked at, decided on."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, fields

from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.outbox import (
    OPEN,
    Attempt,
    Channel,
    Content,
    Kind,
    OutboxMessage,
    Purpose,
    State,
    before,
)
from storage.scope import Scope
from storage.tables.messages import OutboxRow, RenderedRow, SendAttemptRow

_NAMES = tuple(field.name for field in fields(OutboxMessage))
_KEYS_AT_ONCE = 500
_ANSWER = (OutboxRow.kind == Kind.AUTORESPONDER.value) & OutboxRow.state.in_([State.READY.value, State.HELD.value])
"""An automatic e-mail that nobody has begun to send."""

_READ = {"channel": Channel, "kind": Kind, "purpose": Purpose, "state": State}


def read(row: OutboxRow) -> OutboxMessage:
    """Return the message of a row."""
    values = {name: getattr(row, name) for name in _NAMES}
    return OutboxMessage(**{**values, **{name: kind(values[name]) for name, kind in _READ.items()}})


class OutboxRepository:
    """Every query here starts from the scope: messages of hidden customers are not met."""

    def __init__(self, scope: Scope, *, locks: bool) -> None:
        self._scope = scope
        self._locks = locks

    def add(self, messages: Iterable[OutboxMessage]) -> int:
        """Put messages in, and return how many: of two with one dedupe key the first stays, the second is not put."""
        return self._scope.insert_free(OutboxRow, map(_columns, messages))

    def freeze(self, contents: Iterable[tuple[OutboxMessage, Content]]) -> None:
        """Store what messages say."""
        self._scope.insert_many(RenderedRow, (rendered(message, content) for message, content in contents))

    def get(self, message_id: int) -> OutboxMessage | None:
        """Return a message."""
        row = self._scope.select(OutboxRow).where(OutboxRow.id == message_id).first()
        return read(row) if row else None

    def hold(self, message_id: int) -> OutboxMessage | None:
        """Return a message that stays as it is until the transaction ends."""
        query = self._scope.select(OutboxRow).where(OutboxRow.id == message_id)
        row = (query.for_update("FOR UPDATE") if self._locks else query).first()
        return read(row) if row else None

    def by_key(self, dedupe_key: str) -> OutboxMessage | None:
        """Return the message of a dedupe key."""
        row = self._scope.select(OutboxRow).where(OutboxRow.dedupe_key == dedupe_key).first()
        return read(row) if row else None

    def known_keys(self, dedupe_keys: Sequence[str]) -> set[str]:
        """Return which of some dedupe keys are there."""
        found: set[str] = set()
        for start in range(0, len(dedupe_keys), _KEYS_AT_ONCE):
            some = OutboxRow.dedupe_key.in_(dedupe_keys[start : start + _KEYS_AT_ONCE])
            rows = self._scope.select(OutboxRow, OutboxRow.dedupe_key).where(some).tuples()
            found |= {str(row[0]) for row in rows}
        return found

    def page(self, states: Collection[State], before_id: int, limit: int) -> list[OutboxMessage]:
        """Return messages, newest first, in some states (none is all), older than one of them (0 is the end)."""
        query = self._scope.select(OutboxRow).order_by(OutboxRow.id.desc()).limit(limit)
        query = query.where(OutboxRow.state.in_([state.value for state in states])) if states else query
        query = query.where(OutboxRow.id < before_id) if before_id else query
        return [read(row) for row in query]

    def of_customer(self, customer_id: int, before_id: int, limit: int) -> list[OutboxMessage]:
        """Return a customer's messages, newest first."""
        query = self._scope.select(OutboxRow).where(OutboxRow.customer_id == customer_id)
        query = query.where(OutboxRow.id < before_id) if before_id else query
        return [read(row) for row in query.order_by(OutboxRow.id.desc()).limit(limit)]

    def contents(self, message_ids: Sequence[int]) -> dict[int, Content]:
        """Return what some messages say; of a group's message only once it was taken to be sent."""
        rows = self._scope.select(RenderedRow).where(RenderedRow.outbox_id.in_(list(message_ids)))
        return {row.outbox_id: content(row) for row in rows}

    def subjects(self, message_ids: Sequence[int]) -> dict[int, str]:
        """Return the subjects of some messages."""
        ours = RenderedRow.outbox_id.in_(list(message_ids))
        rows = self._scope.select(RenderedRow, RenderedRow.outbox_id, RenderedRow.subject).where(ours)
        return {row[0]: row[1] for row in rows.tuples()}

    def attempts(self, message_id: int) -> list[Attempt]:
        """Return what was tried, first to last."""
        rows = self._scope.select(SendAttemptRow).where(SendAttemptRow.outbox_id == message_id)
        return [
            Attempt(r.n, r.phase, r.started_at, r.ended_at, r.reply_class, r.code, r.reply, r.worker)
            for r in rows.order_by(SendAttemptRow.n)
        ]

    def any_open(self, customer_id: int) -> bool:
        """Whether it is not settled of any message to a customer whether it goes out; automatic ones may wait."""
        waiting = (OutboxRow.customer_id == customer_id) & OutboxRow.state.in_([state.value for state in OPEN])
        return self._scope.select(OutboxRow, OutboxRow.id).where(waiting, ~_ANSWER).first() is not None

    def unsettled(self, channel: Channel, since: int, limit: int) -> list[OutboxMessage]:
        """Return messages that a provider took since a moment and has told nothing final of, oldest first."""
        taken = (OutboxRow.channel == channel.value) & (OutboxRow.state == State.SENT.value)
        taken &= (OutboxRow.provider_id != "") & (OutboxRow.updated_at >= since)
        return [read(row) for row in self._scope.select(OutboxRow).where(taken).order_by(OutboxRow.id).limit(limit)]

    def waiting_answers(self, customer_ids: Sequence[int]) -> dict[int, int]:
        """Return how many automatic e-mails wait to go to each of some customers who have any."""
        ours = OutboxRow.customer_id.in_(list(customer_ids))
        return Counter(
            row[0] for row in self._scope.select(OutboxRow, OutboxRow.customer_id).where(ours, _ANSWER).tuples()
        )

    def cancel_answers(self, customer_ids: Sequence[int], now: int) -> None:
        """Cancel automatic e-mails that wait to go to some customers."""
        gone = {"state": State.CANCELLED.value, "updated_at": now}
        ours = OutboxRow.customer_id.in_(list(customer_ids))
        self._scope.update(OutboxRow, gone).where(ours, _ANSWER).execute()

    def move(self, message: OutboxMessage, state: State, now: int, **values: object) -> bool:
        """Bring a message into another state; False if it is no longer where a message can come from there."""
        changed = {"state": state.value, "updated_at": now, "lease_token": "", "lease_until": 0, **values}
        ours = (OutboxRow.id == message.id) & OutboxRow.state.in_(
            [one.value for one in before(state) & {message.state}]
        )
        return int(self._scope.update(OutboxRow, changed).where(ours).execute()) == 1

    def hasten(self, message: OutboxMessage, now: int) -> None:
        """Let a waiting message be due at once."""
        ours = (OutboxRow.id == message.id) & (OutboxRow.state == State.READY.value)
        self._scope.update(OutboxRow, {"not_before": now, "updated_at": now}).where(ours).execute()

    def release(self, now: int) -> int:
        """Let everything go that was put on hold, and return how many; what is too old expires when it is taken."""
        waiting = {"state": State.READY.value, "not_before": now, "updated_at": now, "last_class": ""}
        held = self._scope.update(OutboxRow, waiting).where(OutboxRow.state == State.HELD.value)
        return int(held.execute())


def _columns(message: OutboxMessage) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(message, name) for name in _NAMES}
    return {**row, **{name: str(row[name]) for name in _READ}}


def rendered(message: OutboxMessage, content: Content) -> dict[str, object]:
    """Return the row of what a message says."""
    return {
        "outbox_id": message.id,
        "customer_id": message.customer_id,
        "subject": content.subject,
        "body_text": content.text,
        "body_html": content.html,
        "sender": "",
        "attachments": json.dumps([astuple(one) for one in content.attachments]) if content.attachments else "",
        "automatic": content.automatic,
        "segments": content.segments,
    }


def content(row: RenderedRow) -> Content:
    """Return what a row says."""
    files = tuple(FileMark(*one) for one in json.loads(row.attachments or "[]"))
    return Content(row.subject, row.body_text, row.body_html, row.automatic, row.segments, row.sender, files)
