"""Whether the list has a customer already, asked before it is saved (N01, O20, A4).

The verdict is the one that saving would give, by the same keys, and it costs what a refused save costs: each match
that is told of counts as a refused duplicate. An answer of "nobody" leaves no record behind as adding would, so asks
have an hourly limit of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.customers import Customer, filled
from oclient_tui.domain.duplicates import digests
from oclient_tui.services.customers.duplicates import rules_in_force
from oclient_tui.services.customers.probing import check_refused, count_check
from oclient_tui.services.customers.reading import Typed, read, seen
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import UseCase, Work


@dataclass(frozen=True, slots=True)
class Match:
    """A customer that the list has already; every hidden one is the same: without id and name (N01)."""

    id: int | None = None
    name: str = ""
    active: bool = True


@dataclass
class CheckNewCustomer(UseCase[Match | None], needs=Permission.ADD, writes=True):
    """Look whether adding what was typed would be refused as a duplicate."""

    list_id: int
    typed: Typed

    def run(self, work: Work) -> Match | None:
        """Return the match; raise Invalid for a bad value, Throttled past the hourly limits. A name is not needed."""
        rules = rules_in_force(work)
        found = _match(work, digests(self.list_id, rules, _wanted(work, Customer(0), self.typed)), besides=0)
        self.probed = 1 if found else 0
        return found


@dataclass
class CheckEditedCustomer(UseCase[Match | None], needs=Permission.EDIT, writes=True):
    """Look whether an edit would be refused as a duplicate: only by what the customer would newly share (O22)."""

    list_id: int
    customer_id: int
    typed: Typed

    def run(self, work: Work) -> Match | None:
        """Return the match; raise NotFound, and what checking a new customer raises."""
        rules, current = rules_in_force(work), seen(work, self.customer_id)
        wanted = digests(self.list_id, rules, _wanted(work, current, self.typed))
        gained = wanted - digests(self.list_id, rules, current)
        found = _match(work, gained, besides=current.id)
        self.probed = 1 if found else 0
        return found


def _wanted(work: Work, customer: Customer, typed: Typed) -> Customer:
    return filled(customer, read(typed, work.tools.contacts, current_list(work).region))


def _match(work: Work, gained: Collection[bytes], *, besides: int) -> Match | None:
    """Return who has one of the keys. Whether hidden or visible, the statements are the same (A4)."""
    if not gained:
        return None
    check_refused(work)
    count_check(work)
    taken = list(work.unit.duplicates.holders(gained))
    visible = work.unit.duplicates.visible_with(gained, besides=besides)
    if not taken:
        return None
    return Match(visible.id, visible.name, visible.active) if visible else Match()
