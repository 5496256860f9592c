"""The suppression list: whom the list does not write to, whatever else holds (O24, E23)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Invalid, NotFound, tr
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.suppressions import Suppression
from oclient_tui.domain.text import one_line
from oclient_tui.services.messages.eligibility import digest, normal
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import UseCase, Work

ASKED = "asked"
DETAIL_LIMIT = 200


def _address(work: Work, channel: str, text: str) -> tuple[Channel, str]:
    if channel not in list(Channel):
        raise Invalid(tr("Messages go by {accepted}, not “{value}”."), accepted=", ".join(Channel), value=channel[:40])
    if channel == Channel.SMS:
        return Channel.SMS, work.tools.contacts.phone(text, current_list(work).region)
    return Channel.EMAIL, normal(work.tools.contacts.email(text))


@dataclass
class ListSuppressed(UseCase[list[Suppression]], needs=Permission.SUPPRESSION):
    """Show whom the list does not write to."""

    list_id: int
    limit: int = 1000

    def run(self, work: Work) -> list[Suppression]:
        """Return the addresses; of an erased one only the digest is left."""
        return list(work.unit.suppressions.page(("", ""), min(max(self.limit, 1), 100_000)))


@dataclass
class SuppressAddress(UseCase[bool], needs=Permission.SUPPRESSION, writes=True):
    """Write to an address no more. It holds for customers that come later as well."""

    list_id: int
    address: str
    channel: str = Channel.EMAIL.value
    detail: str = ""

    def run(self, work: Work) -> bool:
        """Return whether it is new on the list; raise Invalid for what is no address."""
        channel, address = _address(work, self.channel, self.address)
        key, detail = digest(work.tools, self.list_id, channel, address), one_line(self.detail)[:DETAIL_LIMIT]
        new = work.unit.suppressions.add(Suppression(channel, key, address, ASKED, detail, work.me.id, work.now))
        if new:
            work.record(Event("AddressSuppressed", after={"channel": channel.value, "address": address}))
        return new


@dataclass
class AllowAddress(UseCase[None], needs=Permission.SUPPRESSION, writes=True):
    """Write to an address again; the audit keeps the reason."""

    list_id: int
    address: str
    channel: str = Channel.EMAIL.value
    reason: str = ""

    def run(self, work: Work) -> None:
        """Take it off the list; raise NotFound where it is not on it."""
        channel, address = _address(work, self.channel, self.address)
        if not work.unit.suppressions.remove(channel, digest(work.tools, self.list_id, channel, address), address):
            raise NotFound(tr("That address is not on the suppression list."))
        reason = one_line(self.reason)[:DETAIL_LIMIT]
        before, after = {"channel": channel.value, "address": address}, {"reason": reason} if reason else {}
        work.record(Event("AddressAllowed", before=before, after=after))
