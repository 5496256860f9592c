"""Lists: creating, finding, leaving (O01-O06)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Access, Permission, Role
from oclient_tui.domain.audit import Event
from oclient_tui.domain.catalogues import Entry
from oclient_tui.domain.errors import Invalid, NotFound, Refused, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.lists import BusinessType, CustomerList, Membership
from oclient_tui.domain.setting_values import read
from oclient_tui.domain.settings import ON, find
from oclient_tui.services.session import NO_LIST
from oclient_tui.services.sharing.changing import read_setting
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.usecase import UseCase, Work

REGIONS = {"pl": "PL", "en": "GB"}
"""The phone region a list of a language starts with."""


@dataclass
class CreateList(UseCase[CustomerList], needs=Permission.ACCOUNT, writes=True):
    """Make a list from a business type; whoever makes it owns it."""

    name: str
    business_type: BusinessType
    language: str = "en"
    region: str = ""
    """The country of phone numbers without a country code; '' takes the language's."""

    def run(self, work: Work) -> CustomerList:
        """Store the list, its owner and what the type brings."""
        kind = self.business_type
        region = find(known_settings(), "region")
        found = CustomerList(
            id=work.tools.ids.next(),
            name=read(known_settings()["name"], self.name),
            business_type=kind.key,
            owner_id=work.me.id,
            assigned_only=kind.assigned_only,
            region=read_setting(work.tools, region, self.region) if self.region else REGIONS[self.language],
            language=self.language,
            created_at=work.now,
            version=1,
        )
        owner = Access(found.id, work.me.id, Role.OWNER, frozenset(), found.assigned_only)
        work.unit.see_with(owner)
        work.access = owner
        work.unit.lists.add(found, _brought(kind))
        work.unit.members.add(work.me.id, Role.OWNER, frozenset(), work.now)
        _fill_catalogues(work, kind)
        work.record(Event("ListCreated", str(found.id), after={"name": found.name, "type": kind.key}))
        return found


def _fill_catalogues(work: Work, kind: BusinessType) -> None:
    for catalogue, choices in kind.catalogues.items():
        entries = [
            Entry(work.tools.ids.next(), choice.name, place, choice.unit, choice.code)
            for place, choice in enumerate(choices, start=1)
        ]
        work.unit.catalogue(catalogue).fill(entries)
    for choice in kind.consent_kinds:
        work.unit.wordings.add(choice.code, 1, choice.wording, work.now)


def _brought(kind: BusinessType) -> dict[str, str]:
    """Return what a business type sets; a module that it does not name is off. Raise Invalid for what is no setting."""
    chosen = {f"modules.{module}": ON for module in kind.modules} | {"duplicates.rules": kind.duplicate_rules}
    known = known_settings()
    stored = {key: read(find(known, key), value) for key, value in chosen.items()}
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
        work.unit.sets.forget(work.me.id)
        work.unit.members.remove(work.me.id)
