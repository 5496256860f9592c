"""Freezing a campaign's recipients: each customer of the audience becomes a message, or is counted with a reason (N05).

As many transactions as it takes; each holds the campaign, looks at the next customers and notes how far it came, so
that whoever takes it up later, or at the same time, meets nobody twice.
"""

from collections import Counter

from oclient_tui.domain.audit import Event
from oclient_tui.domain.campaigns import Approval, Campaign, Wanted, all_reasons, no_campaign
from oclient_tui.domain.errors import Busy
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.outbox import Kind, campaign_key
from oclient_tui.services.messages.campaigns.recipients import Recipient, next_batch, sorted_for
from oclient_tui.services.messages.campaigns.wording import gateway_named
from oclient_tui.services.messages.enqueuing import Letter, put_in
from oclient_tui.services.usecase import Aftermath, Work

_TRIES = 4


def frozen(campaign: Campaign, after: Aftermath) -> Campaign:
    """Freeze what is left of a campaign's recipients, and return it as it stands then."""
    busy = 0
    while campaign.wanted is Wanted.PREPARE:
        try:
            with after.opened() as work:
                campaign = _step(work, campaign.id)
        except Busy:
            busy += 1
            if busy == _TRIES:
                raise
    return campaign


def _step(work: Work, campaign_id: int) -> Campaign:
    campaign = work.unit.campaigns.hold(campaign_id)
    if campaign is None:
        raise no_campaign()
    if campaign.wanted is not Wanted.PREPARE:
        return campaign
    found = next_batch(work, campaign.audience, campaign.reached, campaign.id)
    if not found:
        return _ready(work, campaign)
    batch = sorted_for(work, campaign, found)
    put = _enqueued(work, campaign, batch.recipients)
    counts = Counter(campaign.excluded) + Counter(one.reason.value for one in batch.left_out)
    counts[Exclusion.SAME_ADDRESS.value] += len(batch.recipients) - put
    work.unit.campaigns.change(
        campaign.id, reached=found[-1].id, recipients=campaign.recipients + put, excluded=dict(counts)
    )
    return campaign


def _enqueued(work: Work, campaign: Campaign, recipients: tuple[Recipient, ...]) -> int:
    """Put messages in and return how many: of two with one address the second is not put in."""
    letters = [
        Letter(one.customer_id, one.address, Kind.CAMPAIGN, campaign.purpose, campaign_key(campaign.id, one.address),
               consent_kind=campaign.consent_kind, campaign_id=campaign.id)
        for one in recipients
    ]  # fmt: skip
    return put_in(work, gateway_named(work, campaign.channel), letters)


def _ready(work: Work, campaign: Campaign) -> Campaign:
    """Let it run, or wait for a second person where it goes to more than the owner lets one person decide (N22)."""
    limit = work.unit.lists.setting("approve_above") or ""
    waits = bool(limit) and campaign.recipients > int(limit)
    wanted, approval = (Wanted.PAUSE, Approval.WANTED) if waits else (Wanted.RUN, Approval.NONE)
    work.unit.campaigns.change(campaign.id, wanted=wanted.value, approval=approval.value)
    told = {reason: number for reason, number in all_reasons(campaign.excluded).items() if number}
    after = {"campaign": str(campaign.id), "queued": campaign.recipients, "excluded": told, "approval": approval.value}
    work.record(Event("CampaignQueued", after=after))
    stands = work.unit.campaigns.get(campaign.id)
    if stands is None:
        raise no_campaign()
    return stands
