"""How far a switch of the list reaches, told before it is turned (N21, O08)."""

from collections.abc import Mapping
from dataclasses import dataclass

from oclient_tui.domain.access import Permission, Role
from oclient_tui.modules import registered
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.usecase import UseCase, Work


@dataclass(frozen=True, slots=True)
class MemberReach:
    """A member, and how many customers are assigned to them: what they see while assigned_only is on."""

    email: str
    name: str
    customers: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Exact numbers of the whole list, inactive customers among them.

    `people` are all on the list, `covered` the customers that at least one member is assigned to, and `records` those
    of each card module, whether it is on or off.
    """

    people: int
    customers: int
    covered: int
    members: tuple[MemberReach, ...]
    records: Mapping[str, int]


@dataclass
class ShowReach(UseCase[Reach], needs=Permission.SETTINGS):
    """Count what assigned_only and the switches of modules show and hide. Only the owner asks, who sees it all."""

    list_id: int

    def run(self, work: Work) -> Reach:
        """Return the numbers; the members by address."""
        everybody = work.unit.members.all()
        members = [member for member in everybody if member.role is Role.MEMBER]
        ids = [member.account_id for member in members]
        assigned = work.unit.assignments.counts(ids)
        return Reach(
            len(everybody),
            CountCustomers(self.list_id, "active:any").run(work),
            work.unit.assignments.covered(ids),
            tuple(MemberReach(one.email, one.name, assigned.get(one.account_id, 0)) for one in members),
            {module.key: work.unit.records(module).count() for module in registered()},
        )
