"""Pausing, resuming, cancelling and approving a campaign; each acts within one message (N22)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.campaigns import Approval, Campaign, Wanted, no_campaign
from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.outbox import Kind, expiry_ms
from oclient_tui.services.messages.campaigns.freezing import frozen
from oclient_tui.services.usecase import Aftermath, UseCase, Work


@dataclass
class PauseCampaign(UseCase[Campaign], needs=Permission.GROUP_SEND, writes=True):
    """Let nothing more of a campaign go out until it is resumed."""

    list_id: int
    campaign_id: int

    def run(self, work: Work) -> Campaign:
        """Return it; raise NotFound, or Refused where it is not running."""
        campaign = _held(work, self.campaign_id)
        if campaign.wanted is not Wanted.RUN:
            raise Refused(tr("This campaign is not running, so there is nothing to pause."))
        return _changed(work, campaign, "CampaignPaused", Wanted.PAUSE)


@dataclass
class ResumeCampaign(UseCase[Campaign], needs=Permission.GROUP_SEND, writes=True):
    """Let a paused campaign go on, or finish freezing the recipients of one that was interrupted."""

    list_id: int
    campaign_id: int

    def run(self, work: Work) -> Campaign:
        """Return it; raise NotFound, or Refused where it is not paused or waits for somebody's approval."""
        campaign = _held(work, self.campaign_id)
        if campaign.wanted is Wanted.PREPARE:
            if campaign.account_id != work.me.id:
                raise Refused(tr("Its recipients are what its author sees: only the author can go on choosing them."))
            return campaign
        if campaign.approval is Approval.WANTED:
            raise Refused(tr("This campaign waits for a second person to approve it."))
        if campaign.wanted is not Wanted.PAUSE:
            raise Refused(tr("This campaign is not paused."))
        work.unit.campaigns.prolong(campaign.id, work.now + expiry_ms(Kind.CAMPAIGN))
        return _changed(work, campaign, "CampaignResumed", Wanted.RUN)

    def conclude(self, answer: Campaign, after: Aftermath) -> Campaign:
        """Freeze the rest of the recipients, if any are left."""
        return frozen(answer, after)


@dataclass
class CancelCampaign(UseCase[Campaign], needs=Permission.GROUP_SEND, writes=True):
    """Send nothing more of a campaign, for good."""

    list_id: int
    campaign_id: int

    def run(self, work: Work) -> Campaign:
        """Return it; raise NotFound, or Refused where it was cancelled already."""
        campaign = _held(work, self.campaign_id)
        if campaign.wanted is Wanted.CANCEL:
            raise Refused(tr("This campaign was cancelled already."))
        work.unit.campaigns.cancel_waiting(campaign.id, work.now)
        return _changed(work, campaign, "CampaignCancelled", Wanted.CANCEL)


@dataclass
class ApproveCampaign(UseCase[Campaign], needs=Permission.GROUP_SEND, writes=True):
    """Agree, as a second person, to a message to many (N22). Whoever sees every customer meets others' campaigns."""

    list_id: int
    campaign_id: int

    def run(self, work: Work) -> Campaign:
        """Return it, running; raise NotFound, or Refused for one's own and where nothing waits for it."""
        campaign = _held(work, self.campaign_id)
        if campaign.wanted is not Wanted.PAUSE or campaign.approval is not Approval.WANTED:
            raise Refused(tr("This campaign does not wait for an approval."))
        if campaign.account_id == work.me.id:
            raise Refused(tr("A second person must approve it: nobody approves a campaign of their own."))
        work.unit.campaigns.prolong(campaign.id, work.now + expiry_ms(Kind.CAMPAIGN))
        given = {"approval": Approval.GIVEN.value, "approved_by": work.me.id, "approved_at": work.now}
        return _changed(work, campaign, "CampaignApproved", Wanted.RUN, **given)


def _held(work: Work, campaign_id: int) -> Campaign:
    found = work.unit.campaigns.hold(campaign_id)
    if found is None:
        raise no_campaign()
    return found


def _changed(work: Work, campaign: Campaign, action: str, wanted: Wanted, **values: object) -> Campaign:
    work.unit.campaigns.change(campaign.id, wanted=wanted.value, **values)
    told: dict[str, object] = {"campaign": str(campaign.id)}
    work.record(Event(action, before=told | {"wanted": campaign.wanted.value}, after=told | {"wanted": wanted.value}))
    return _held(work, campaign.id)
