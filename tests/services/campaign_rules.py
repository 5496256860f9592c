"""What the machine does with campaigns: no list here has a mail server, so none is ever begun (O26, C2).

What is told and refused is compared; to whom campaigns go, and what becomes of them, is for tests/mail.
"""

from hypothesis import strategies as st

from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Brief
from oclient_tui.domain.errors import Invalid, NotFound, Refused
from oclient_tui.domain.outbox import Channel
from oclient_tui.services.messages.campaigns.following import ListCampaigns, ShowCampaign
from oclient_tui.services.messages.campaigns.planning import PlanCampaign
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.messages.campaigns.steering import (
    ApproveCampaign,
    CancelCampaign,
    PauseCampaign,
    ResumeCampaign,
)
from tests.services.machine import RECORD, WHERE, WHO, Ground, plays
from tests.services.model import Refusal

NO_GATEWAY, NOBODY, NO_CAMPAIGN = (
    Refusal(Refused, "gateway"),
    Refusal(Invalid, "audience"),
    Refusal(NotFound, "campaign"),
)


class CampaignRules(Ground):
    """Messages to many."""

    @plays(PlanCampaign, StartCampaign, who=WHO, where=WHERE, number=RECORD, nobody=st.booleans())
    def write_to_many(self, who: str, where: int, number: int, nobody: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer = self.customer_id(listing, number, who)
        audience = Audience() if nobody else Audience((customer,))
        brief = Brief(Channel.EMAIL, audience, title="S", text="T")
        refusal = self.model.gate(who, listing, "group_send") or (NOBODY if nobody else NO_GATEWAY)
        self.play(who, PlanCampaign(listing.id, brief), refusal, listing)
        self.play(who, StartCampaign(listing.id, brief), refusal, listing)

    @plays(ListCampaigns, ShowCampaign, who=WHO, where=WHERE, number=RECORD)
    def follow_campaigns(self, who: str, where: int, number: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer, gate = self.customer_id(listing, number, who), self.model.gate(who, listing, "view")
        done = self.play(who, ListCampaigns(listing.id), gate, listing)
        if done is not None:
            self.expect("Campaigns", done.value, [])
        self.play(who, ShowCampaign(listing.id, customer), gate or NO_CAMPAIGN, listing)

    @plays(PauseCampaign, ResumeCampaign, CancelCampaign, ApproveCampaign, who=WHO, where=WHERE, number=RECORD)
    def steer_no_campaign(self, who: str, where: int, number: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "group_send") or NO_CAMPAIGN
        for case in (PauseCampaign, ResumeCampaign, CancelCampaign, ApproveCampaign):
            self.play(who, case(listing.id, customer), refusal, listing)
