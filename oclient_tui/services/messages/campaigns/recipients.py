"""Who of some customers is written to, where, and why the others are not: one reason each (N05, C6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from oclient_tui.domain.audiences import Addressee, Audience
from oclient_tui.domain.campaigns import Campaign
from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.exclusions import Exclusion, exclusion
from oclient_tui.domain.outbox import Channel, Purpose
from oclient_tui.domain.sms import nameless
from oclient_tui.services.customers.filtering import read_filter
from oclient_tui.services.messages.eligibility import normal, suppressed
from oclient_tui.services.messages.gateways import sms_gateway
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import Work

AT_ONCE = 500
LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Recipient:
    """A customer who is written to, and where."""

    customer_id: int
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A customer who is not written to, and why."""

    customer_id: int
    name: str
    reason: Exclusion


@dataclass(frozen=True, slots=True)
class Sorted:
    """Some customers, sorted; whether two have one address is asked by whoever knows the others."""

    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOut, ...]


def consent_kind(channel: Channel, purpose: Purpose) -> str:
    """Return the consent that a message needs; '' where it needs none (C6)."""
    return channel.value if purpose is Purpose.MARKETING else ""


def next_batch(work: Work, audience: Audience, after: int, upto: int) -> list[Addressee]:
    """Return the next visible customers of an audience above an id; raise Invalid and NotFound as a filter does."""
    if audience.ids:
        waiting = [one for one in audience.ids if one > after]
        for start in range(0, len(waiting), AT_ONCE):
            found = work.unit.addressees.among(waiting[start : start + AT_ONCE])
            if found:
                return found
        return []
    node, context = read_filter(work, audience.filter or "", "", audience.set)
    return work.unit.addressees.matching(node, context, after, upto, AT_ONCE)


def batches(work: Work, audience: Audience) -> Iterator[list[Addressee]]:
    """Yield all visible customers of an audience that are not taken out of it, within this transaction."""
    after = 0
    while found := next_batch(work, audience, after, LAST):
        yield meant(audience, found)
        after = found[-1].id


def meant(audience: Audience, found: Iterable[Addressee]) -> list[Addressee]:
    """Return those who were not taken out by hand."""
    return [one for one in found if one.id not in audience.but]


def sort_out(work: Work, channel: Channel, purpose: Purpose, addressees: Sequence[Addressee]) -> Sorted:
    """Return who of some customers is written to."""
    addresses = _addresses(work, channel, addressees)
    reasons = suppressed(work, work.here.list_id, channel, [one for one in addresses.values() if one])
    ids = [one.id for one in addressees]
    kind = consent_kind(channel, purpose)
    consents = work.unit.consents.standing(ids, kind) if kind else frozenset[int]()
    recipients: list[Recipient] = []
    left_out: list[LeftOut] = []
    for one in addressees:
        address = addresses[one.id]
        reason = exclusion(
            active=one.active, ignored=one.ignored, restricted=one.restricted, address=address, purpose=purpose,
            consents=one.id in consents, suppressed=reasons.get(normal(address)),
        )  # fmt: skip
        if reason is None:
            recipients.append(Recipient(one.id, one.name, address))
        else:
            left_out.append(LeftOut(one.id, one.name, reason))
    return Sorted(tuple(recipients), tuple(left_out))


def sorted_for(work: Work, campaign: Campaign, addressees: Sequence[Addressee]) -> Sorted:
    """Return who of some customers gets a campaign's message."""
    return sort_out(work, campaign.channel, campaign.purpose, meant(campaign.audience, addressees))


def _addresses(work: Work, channel: Channel, addressees: Sequence[Addressee]) -> dict[int, str]:
    """Return where each is written to: the first address; '' where there is none that can be reached (O29, O30)."""
    if channel is Channel.EMAIL:
        return {one.id: next(iter(one.emails), "") for one in addressees}
    region, sender = current_list(work).region, sms_gateway(work, with_password=False).sender
    return {one.id: _number(work, next(iter(one.phones), ""), region, sender) for one in addressees}


def _number(work: Work, text: str, region: str, sender: str) -> str:
    try:
        number = work.tools.contacts.phone(text, region) if text else ""
    except Invalid:
        return ""
    return "" if nameless(sender, number) else number
