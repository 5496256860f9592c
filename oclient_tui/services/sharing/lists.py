"""Lists: creating, finding, leaving (O01-O06)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Access, Permission, Role
from oclient_tui.domain.audit import Event
from oclient_tui.domain.duplicates import parse_rules, rules_text
from oclient_tui.domain.errors import Invalid, NotFound, Refused, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.lists import BusinessType, CustomerList, Membership, list_name
from oclient_tui.services.session import NO_LIST
from oclient_tui.services.usecase import UseCase, Work

REGIONS = {"pl": "PL", "en": "GB"}
"""The phone region a list of a language starts with."""


@dataclass
class CreateList(UseCase[CustomerList], needs=Permission.ACCOUNT, writes=True):
    """Make a list from a business type; whoever makes it owns it."""

    name: str
    business_type: BusinessType
    language: str = "en"

    def run(self, work: Work) -> CustomerList:
        """Store the list, its owner and what the type brings."""
        kind = self.business_type
        found = CustomerList(
            id=work.tools.ids.next(),
            name=list_name(self.name),
            business_type=kind.key,
            owner_id=work.me.id,
            assigned_only=kind.assigned_only,
            region=REGIONS[self.language],
            language=self.language,
            created_at=work.now,
            version=1,
        )
        owner = Access(found.id, work.me.id, Role.OWNER, frozenset(), found.assigned_only)
        work.unit.see_with(owner)
        work.access = owner
        work.unit.lists.add(found, _kept_for_later(kind))
        work.unit.members.add(work.me.id, Role.OWNER, frozenset(), work.now)
        for name in kind.categories:
            work.unit.categories.add(work.tools.ids.next(), name)
        work.record(Event("ListCreated", str(found.id), after={"name": found.name, "type": kind.key}))
        return found


def _kept_for_later(kind: BusinessType) -> dict[str, str]:
    stored = {f"modules.{module}": "on" for module in kind.modules}
    stored |= {
        "duplicates.rules": rules_text(parse_rules(kind.duplicate_rules)),
        "sale_types": "\n".join(kind.sale_types),
    }
    stored |= {"interests": "\n".join(kind.interests)}
    return {key: value for key, value in stored.items() if value}


@dataclass
class MyLists(UseCase[list[Membership]], needs=Permission.ACCOUNT):
    """Show the lists one is on."""

    def run(self, work: Work) -> list[Membership]:
        """Return them by name, each with one's role."""
        return work.unit.lists.of(work.me.id)


@dataclass
class FindList(UseCase[CustomerList], needs=Permission.ACCOUNT):
    """Find a list one is on by its id or by a name that only one of them has."""

    reference: str

    def run(self, work: Work) -> CustomerList:
        """Return it; raise NotFound, or Invalid when the name fits several."""
        wanted = read_id(self.reference)
        for membership in work.unit.lists.of(work.me.id) if wanted else ():
            if membership.list.id == wanted:
                return membership.list
        fitting = work.unit.lists.named(work.me.id, self.reference.strip())
        if not fitting:
            raise NotFound(NO_LIST)
        if len(fitting) > 1:
            raise Invalid(tr("Several of your lists have that name. Use the id; see: oclient lists list"))
        return fitting[0]


@dataclass
class ShowList(UseCase[Membership], needs=Permission.VIEW):
    """Show what everybody on a list may know of it."""

    list_id: int

    def run(self, work: Work) -> Membership:
        """Return it with one's role."""
        found = work.unit.lists.get()
        if found is None:
            raise NotFound(NO_LIST)
        return Membership(found, work.here.role.value)


@dataclass
class LeaveList(UseCase[None], needs=Permission.VIEW, writes=True):
    """Leave a list; one's assignments end, the records stay."""

    list_id: int

    def run(self, work: Work) -> None:
        """Leave; raise Refused for the owner, without whom the list would be nobody's."""
        if work.here.role is Role.OWNER:
            raise Refused(tr("The owner cannot leave the list."))
        work.record(Event("MemberLeft", str(work.me.id)))
        work.unit.members.remove(work.me.id)
