"""Campaigns: seen by whoever began them, and by those who see every customer of the list."""

import json
from collections.abc import Mapping
from typing import Any

import peewee

from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Approval, Campaign, Wanted
from oclient_tui.domain.outbox import Channel, Purpose, State
from oclient_tui.domain.templates import Source
from storage.scope import Scope
from storage.tables.messages import CampaignRow, OutboxRow

_WAITING = (State.READY.value, State.HELD.value)


class CampaignRepository:
    """The campaigns of one list; how far they came is counted from their visible messages."""

    def __init__(self, scope: Scope, *, locks: bool) -> None:
        self._scope = scope
        self._locks = locks

    def add(self, campaign: Campaign) -> bool:
        """Store a new one; False if its dedupe key is there."""
        return self._scope.insert_free(CampaignRow, [_columns(campaign)]) == 1

    def get(self, campaign_id: int) -> Campaign | None:
        """Return a campaign."""
        return _first(self._seen().where(CampaignRow.id == campaign_id))

    def by_key(self, dedupe_key: str) -> Campaign | None:
        """Return the campaign of a dedupe key."""
        return _first(self._seen().where(CampaignRow.dedupe_key == dedupe_key))

    def hold(self, campaign_id: int) -> Campaign | None:
        """Return a campaign that stays as it is until the transaction ends."""
        query = self._seen().where(CampaignRow.id == campaign_id)
        return _first(query.for_update("FOR UPDATE") if self._locks else query)

    def several(self, campaign_ids: list[int]) -> dict[int, Campaign]:
        """Return some campaigns."""
        return {row.id: _campaign(row) for row in self._seen().where(CampaignRow.id.in_(campaign_ids))}

    def page(self, before: int, limit: int) -> list[Campaign]:
        """Return them newest first, older than one of them (0 is the end)."""
        query = self._seen().order_by(CampaignRow.id.desc()).limit(limit)
        return [_campaign(row) for row in (query.where(CampaignRow.id < before) if before else query)]

    def change(self, campaign_id: int, **values: object) -> None:
        """Store what became of a campaign that is held."""
        given = {name: json.dumps(value) if name == "excluded" else value for name, value in values.items()}
        self._scope.update(CampaignRow, given).where(CampaignRow.id == campaign_id).execute()

    def states(self, campaign_id: int) -> Mapping[State, int]:
        """Return how many of its visible messages stand where."""
        count = peewee.fn.COUNT(OutboxRow.id)
        rows = self._scope.select(OutboxRow, OutboxRow.state, count).where(OutboxRow.campaign_id == campaign_id)
        return {State(state): number for state, number in rows.group_by(OutboxRow.state).tuples()}

    def tried_since(self, campaign_id: int, moment: int) -> int:
        """Return how many of its visible messages were last tried since a moment and are settled."""
        ours = (OutboxRow.campaign_id == campaign_id) & (OutboxRow.updated_at >= moment) & (OutboxRow.attempts > 0)
        gone = OutboxRow.state.not_in([*_WAITING, State.LEASED.value, State.SENDING.value])
        return int(self._scope.select(OutboxRow, peewee.fn.COUNT(OutboxRow.id)).where(ours, gone).scalar())

    def prolong(self, campaign_id: int, expires_at: int) -> None:
        """Give waiting messages as long to live as new ones have."""
        ours = (OutboxRow.campaign_id == campaign_id) & OutboxRow.state.in_(_WAITING)
        self._scope.update(OutboxRow, {"expires_at": expires_at}).where(ours).execute()

    def cancel_waiting(self, campaign_id: int, now: int) -> int:
        """Cancel what nobody has begun to send, and return how many."""
        gone = {"state": State.CANCELLED.value, "updated_at": now}
        ours = (OutboxRow.campaign_id == campaign_id) & OutboxRow.state.in_(_WAITING)
        return int(self._scope.update(OutboxRow, gone).where(ours).execute())

    def _seen(self) -> Any:
        query, access = self._scope.select(CampaignRow), self._scope.access
        if access is None or access.sees_all:
            return query
        return query.where(CampaignRow.account_id == access.account_id)


def _first(query: Any) -> Campaign | None:
    row = query.first()
    return _campaign(row) if row else None


def _columns(campaign: Campaign) -> dict[str, object]:
    said = campaign.source
    row: dict[str, object] = {
        "id": campaign.id, "channel": campaign.channel.value, "purpose": campaign.purpose.value,
        "consent_kind": campaign.consent_kind, "template_id": campaign.template_id,
        "template_version": campaign.template_version, "subject": said.subject, "body_text": said.text,
        "body_html": said.html, "audience": campaign.audience.written(), "excluded": json.dumps({}), "recipients": 0,
        "dedupe_key": campaign.dedupe_key, "wanted": campaign.wanted.value, "approval": campaign.approval.value,
    }  # fmt: skip
    row |= {"approved_by": None, "approved_at": None, "not_before": campaign.created_at, "expires_at": 0}
    return row | {
        "quiet_hours": "", "account_id": campaign.account_id, "created_at": campaign.created_at, "reached": 0,
    }  # fmt: skip


def _campaign(row: CampaignRow) -> Campaign:
    return Campaign(
        id=row.id,
        channel=Channel(row.channel),
        purpose=Purpose(row.purpose),
        consent_kind=row.consent_kind,
        source=Source(row.subject, row.body_text, row.body_html),
        audience=Audience.read(row.audience),
        dedupe_key=row.dedupe_key,
        account_id=row.account_id,
        created_at=row.created_at,
        template_id=row.template_id,
        template_version=row.template_version,
        wanted=Wanted(row.wanted),
        approval=Approval(row.approval),
        approved_by=row.approved_by,
        recipients=row.recipients,
        excluded=json.loads(row.excluded),
        reached=row.reached,
    )
