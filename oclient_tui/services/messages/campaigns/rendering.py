"""What a campaign's messages say, filled in when they are taken to be sent, and kept from then on (O28, S34)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from oclient_tui.domain.accounts import Account
from oclient_tui.domain.campaigns import Campaign
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.outbox import Channel, Content, OutboxMessage
from oclient_tui.domain.sms import measured
from oclient_tui.domain.templates import merge_fields
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import Work


@dataclass
class _Filling:
    """One campaign as its messages are filled in: compiled once, its author and its list read once."""

    work: Work
    campaign: Campaign

    @cached_property
    def _author(self) -> Account | None:
        return self.work.unit.accounts.by_id(self.campaign.account_id)

    @cached_property
    def _list_name(self) -> str:
        return current_list(self.work).name

    def content(self, customer: Customer) -> Content | None:
        """Return what a customer gets; None where these values make no message, or nobody sends it any more."""
        if self._author is None:
            return None
        try:
            compiled = self.work.tools.templates.compile(self.campaign.source)
            said = compiled.render(merge_fields(customer, self._author, self._list_name))
        except Invalid:
            return None
        if self.campaign.channel is Channel.SMS:
            return Content("", said.text, segments=measured(said.text).segments)
        return Content(said.subject, said.text, said.html)


def filled_in(work: Work, messages: Sequence[OutboxMessage]) -> Mapping[int, Content]:
    """Return what those messages say that say nothing yet, and keep it; those that cannot be filled in are missing."""
    campaigns = work.unit.campaigns.several(sorted({one.campaign_id for one in messages if one.campaign_id}))
    fillings = {number: _Filling(work, campaign) for number, campaign in campaigns.items()}
    customers = work.unit.customers.several([one.customer_id for one in messages])
    made = dict[int, Content]()
    for one in messages:
        filling, customer = fillings.get(one.campaign_id or 0), customers.get(one.customer_id)
        content = filling.content(customer) if filling and customer else None
        if content is not None:
            made[one.id] = content
    work.unit.deliveries.freeze([(one, made[one.id]) for one in messages if one.id in made])
    return made
