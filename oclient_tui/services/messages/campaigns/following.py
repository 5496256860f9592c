"""How far campaigns came: counted from their messages, as far as the person sees them (N04, D33)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.campaigns import Campaign, Progress, no_campaign, progress
from oclient_tui.domain.outbox import MINUTE_MS
from oclient_tui.services.usecase import UseCase, Work

MOST = 500


@dataclass(frozen=True, slots=True)
class Followed:
    """A campaign, who began and approved it, and how it stands."""

    campaign: Campaign
    progress: Progress
    author: str
    approved_by: str = ""


@dataclass
class ShowCampaign(UseCase[Followed], needs=Permission.VIEW):
    """Tell how a campaign of one's own stands, or of anybody's for those who see every customer."""

    list_id: int
    campaign_id: int

    def run(self, work: Work) -> Followed:
        """Return it; raise NotFound."""
        found = work.unit.campaigns.get(self.campaign_id)
        if found is None:
            raise no_campaign()
        return _followed(work, [found])[0]


@dataclass
class ListCampaigns(UseCase[list[Followed]], needs=Permission.VIEW):
    """Tell how campaigns stand, newest first; `before` is the id of the last one shown."""

    list_id: int
    before: int = 0
    limit: int = 50

    def run(self, work: Work) -> list[Followed]:
        """Return them."""
        return _followed(work, work.unit.campaigns.page(self.before, min(max(self.limit, 1), MOST)))


def _followed(work: Work, campaigns: list[Campaign]) -> list[Followed]:
    people = {one.account_id for one in campaigns} | {one.approved_by for one in campaigns if one.approved_by}
    emails = work.unit.accounts.emails({one for one in people if one})
    return [
        Followed(one, _progress(work, one), emails.get(one.account_id, ""), emails.get(one.approved_by or 0, ""))
        for one in campaigns
    ]


def _progress(work: Work, campaign: Campaign) -> Progress:
    of = work.unit.campaigns
    lately = of.tried_since(campaign.id, work.now - MINUTE_MS)
    return progress(campaign, of.states(campaign.id), lately, work.now)
