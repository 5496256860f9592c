"""Into the outbox, in the transaction of whatever causes a message: the one way in for every kind (O25, O27)."""

from collections.abc import Sequence
from dataclasses import dataclass

from oclient_tui.domain.gateways import Gateway
from oclient_tui.domain.outbox import (
    Content,
    Kind,
    OutboxMessage,
    Purpose,
    State,
    expiry_ms,
    message_id,
    priority_of,
)
from oclient_tui.services.usecase import Work


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be put in. Whoever puts it in has asked whether its recipient may be written to.

    Without content it belongs to a campaign, and gets its content when it is taken to be sent. `dedupe_key` comes from
    domain/outbox.py: of two with the same key the second is not put in.
    """

    customer_id: int
    recipient: str
    kind: Kind
    purpose: Purpose
    dedupe_key: str
    content: Content | None = None
    consent_kind: str = ""
    campaign_id: int | None = None
    state: State = State.READY
    not_before: int = 0


def enqueue(work: Work, gateway: Gateway, letters: Sequence[Letter]) -> list[OutboxMessage]:
    """Put messages into the outbox and return those that were put; what has a key that is there already is left out."""
    made = [_message(work, gateway, letter) for letter in letters]
    new = [one for one in made if work.unit.outbox.add([one])] if len(made) == 1 else _many(work, made)
    contents = {letter.dedupe_key: letter.content for letter in letters}
    work.unit.outbox.freeze((one, content) for one in new if (content := contents[one.dedupe_key]) is not None)
    return new


def put_in(work: Work, gateway: Gateway, letters: Sequence[Letter]) -> int:
    """Put messages of a campaign in, which have no content yet, and return how many were."""
    return work.unit.outbox.add(_message(work, gateway, letter) for letter in letters)


def _many(work: Work, made: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    known = work.unit.outbox.known_keys([one.dedupe_key for one in made])
    new = list({one.dedupe_key: one for one in made if one.dedupe_key not in known}.values())
    work.unit.outbox.add(new)
    return new


def _message(work: Work, gateway: Gateway, letter: Letter) -> OutboxMessage:
    number, start = work.tools.ids.next(), max(work.now, letter.not_before)
    return OutboxMessage(
        id=number,
        customer_id=letter.customer_id,
        channel=gateway.channel,
        kind=letter.kind,
        purpose=letter.purpose,
        recipient=letter.recipient,
        dedupe_key=letter.dedupe_key,
        message_id=message_id(number, gateway.domain) if gateway.domain else "",
        state=letter.state,
        created_at=work.now,
        created_by=work.me.id,
        not_before=start,
        expires_at=start + expiry_ms(letter.kind),
        campaign_id=letter.campaign_id,
        consent_kind=letter.consent_kind,
        priority=priority_of(letter.kind),
        updated_at=work.now,
    )
