"""What a campaign's messages say, filled in when they are taken to be sent, and kept from then on (O28, S34)."""

from collections.abc import Mapping, Sequence

from oclient_tui.domain.campaigns import Campaign
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.outbox import Channel, Content, OutboxMessage
from oclient_tui.domain.sms import measured
from oclient_tui.domain.templates import merge_fields
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import Work


def filled_in(work: Work, messages: Sequence[OutboxMessage]) -> Mapping[int, Content]:
    """Return what those messages say that say nothing yet, and keep it; those that cannot be filled in are missing."""
    campaigns = work.unit.campaigns.several(sorted({one.campaign_id for one in messages if one.campaign_id}))
    customers = work.unit.customers.several([one.customer_id for one in messages])
    made = {
        one.id: content
        for one in messages
        if (campaign := campaigns.get(one.campaign_id or 0)) and (customer := customers.get(one.customer_id))
        and (content := _content(work, campaign, customer))
    }  # fmt: skip
    work.unit.deliveries.freeze([(one, made[one.id]) for one in messages if one.id in made])
    return made


def _content(work: Work, campaign: Campaign, customer: Customer) -> Content | None:
    author = work.unit.accounts.by_id(campaign.account_id)
    if author is None:
        return None
    try:
        said = work.tools.templates.compile(campaign.source).render(
            merge_fields(customer, author, current_list(work).name)
        )
    except Invalid:
        return None
    if campaign.channel is Channel.SMS:
        return Content("", said.text, segments=measured(said.text).segments)
    return Content(said.subject, said.text, said.html)
