"""What a campaign would come to: to whom it goes, and a reason for everybody else (N05)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.campaigns import Brief, all_reasons
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.outbox import campaign_key
from oclient_tui.services.messages.campaigns.recipients import LeftOut, Recipient, batches, sort_out
from oclient_tui.services.messages.campaigns.wording import gateway_named, wording
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import UseCase, Work

ROWS_TOLD = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """How many get it and how many do not; the first of either by name. Nothing was stored."""

    recipients: int
    excluded: Mapping[str, int]
    first: tuple[Recipient, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def matched(self) -> int:
        """How many customers were chosen."""
        return self.recipients + sum(self.excluded.values())


@dataclass
class PlanCampaign(UseCase[Plan], needs=Permission.GROUP_SEND):
    """Tell who would get a message; with `worded` whether what it says can be sent as well."""

    list_id: int
    brief: Brief
    worded: bool = True

    def prepare(self, tools: Tools) -> None:
        """Load the compiler."""
        if self.worded:
            tools.templates.load()

    def run(self, work: Work) -> Plan:
        """Return it; raise Invalid, NotFound, and Refused where the list sends nothing on that channel."""
        self.brief.audience.check()
        gateway_named(work, self.brief.channel)
        if self.worded:
            wording(work, self.brief)
        return _planned(work, self.brief)


def _planned(work: Work, brief: Brief) -> Plan:
    """Return the plan; addresses are remembered by their digests alone, so that very many take little room."""
    counts, met, number = Counter[str](), set[int](), 0
    first: list[Recipient] = []
    left_out: list[LeftOut] = []
    for addressees in batches(work, brief.audience):
        found = sort_out(work, brief.channel, brief.purpose, addressees)
        again: list[LeftOut] = []
        for one in found.recipients:
            key = hash(campaign_key(0, one.address))
            if key in met:
                again.append(LeftOut(one.customer_id, one.name, Exclusion.SAME_ADDRESS))
                continue
            met.add(key)
            number += 1
            if len(first) < ROWS_TOLD:
                first.append(one)
        out = [*found.left_out, *again]
        counts.update(one.reason.value for one in out)
        left_out += out[: ROWS_TOLD - len(left_out)]
    return Plan(number, all_reasons(counts), tuple(first), tuple(left_out))
