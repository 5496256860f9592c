"""A campaign begins: what it says and whom it is for are stored, then its recipients are frozen (N04, N05, N22).

Freezing goes batch by batch, each a transaction that notes how far it came: killed in between, it is taken up there,
and nobody is met twice. Nothing goes out before the last batch.
"""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.campaigns import Brief, Campaign
from oclient_tui.domain.errors import Refused, tr
from oclient_tui.services.customers.filtering import read_filter
from oclient_tui.services.messages.campaigns.freezing import frozen
from oclient_tui.services.messages.campaigns.recipients import consent_kind
from oclient_tui.services.messages.campaigns.wording import gateway_named, wording
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import Aftermath, UseCase, Work


@dataclass
class StartCampaign(UseCase[Campaign], needs=Permission.GROUP_SEND, writes=True):
    """Write to many. `key` is made once by whoever asks: asked twice with it, one campaign is begun, and finished."""

    list_id: int
    brief: Brief
    key: str = ""

    def prepare(self, tools: Tools) -> None:
        """Load the compiler."""
        tools.templates.load()

    def run(self, work: Work) -> Campaign:
        """Store it; raise Invalid, NotFound, and Refused where the list sends nothing on that channel."""
        brief = self.brief
        brief.audience.check()
        gateway_named(work, brief.channel)
        said = wording(work, brief)
        if not brief.audience.ids:
            read_filter(work, brief.audience.filter or "", "", brief.audience.set)
        made = Campaign(
            id=work.tools.ids.next(),
            channel=brief.channel,
            purpose=brief.purpose,
            consent_kind=consent_kind(brief.channel, brief.purpose),
            source=said.source,
            audience=brief.audience,
            dedupe_key=f"{work.me.id}:{self.key or work.tools.token(16)}",
            account_id=work.me.id,
            created_at=work.now,
            template_id=said.template_id,
            template_version=said.version,
        )
        if not work.unit.campaigns.add(made):
            return _there(work, made.dedupe_key)
        work.record(Event("CampaignStarted", after={**_told(made), "purpose": made.purpose.value}))
        return made

    def conclude(self, answer: Campaign, after: Aftermath) -> Campaign:
        """Freeze the recipients, and return the campaign as it stands then."""
        return frozen(answer, after)


def _there(work: Work, key: str) -> Campaign:
    found = work.unit.campaigns.by_key(key)
    if found is None:
        raise Refused(tr("This message was sent already."))
    return found


def _told(campaign: Campaign) -> dict[str, object]:
    return {"campaign": str(campaign.id), "channel": campaign.channel.value}
