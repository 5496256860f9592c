"""Customer sets: filters kept under a name, for oneself or shared with the list (D15).

A set is read anew each time with the eyes of whoever asks: it never shows anybody a customer that the list hides from
them, and `assigned:me` means the person who looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission, Role
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Denied, Invalid, tr
from oclient_tui.domain.sets import CustomerSet, set_filter, set_name
from oclient_tui.services.customers.filtering import chosen_set, read_filter
from oclient_tui.services.usecase import UseCase, Work


@dataclass(frozen=True, slots=True)
class ListedSet:
    """A set with its author, and what is wrong with its filter by now; empty when it works (O33)."""

    set: CustomerSet
    author: str
    fault: str
    values: Mapping[str, object]


@dataclass
class CreateSet(UseCase[CustomerSet], needs=Permission.VIEW, writes=True):
    """Keep a filter line under a name, for oneself."""

    list_id: int
    name: str
    filter: str

    def run(self, work: Work) -> CustomerSet:
        """Store it; raise Invalid for a bad name or filter, Refused for a name that one has already."""
        line = set_filter(self.filter)
        read_filter(work, line)
        made = CustomerSet(work.tools.ids.next(), set_name(self.name), line, work.me.id, False, work.now)
        work.unit.sets.add(made)
        work.record(Event("SetCreated", str(made.id), after={"name": made.name, "filter": made.filter}))
        return made


@dataclass
class ListSets(UseCase[list[ListedSet]], needs=Permission.VIEW):
    """Show one's own sets and the shared ones."""

    list_id: int

    def run(self, work: Work) -> list[ListedSet]:
        """Return them by name."""
        people = {member.account_id: member.email for member in work.unit.members.all()}
        return [_listed(work, found, people) for found in work.unit.sets.all(work.here.account_id)]


def _listed(work: Work, found: CustomerSet, people: Mapping[int, str]) -> ListedSet:
    author = people.get(found.account_id, "")
    try:
        read_filter(work, found.filter)
    except Invalid as error:
        return ListedSet(found, author, error.message, error.values)
    return ListedSet(found, author, "", {})


@dataclass
class ShareSet(UseCase[CustomerSet], needs=Permission.VIEW, writes=True):
    """Share a set of one's own with everybody on the list, or take it back."""

    list_id: int
    name: str
    shared: bool = True

    def run(self, work: Work) -> CustomerSet:
        """Store it; raise NotFound, Denied for another's set, Refused if another shared one has that name."""
        found = chosen_set(work, self.name)
        if found.account_id != work.here.account_id:
            raise Denied(tr("Only its author shares a set or takes it back."))
        if found.shared is not self.shared:
            work.unit.sets.share(found, shared=self.shared)
            before, after = {"shared": found.shared}, {"shared": self.shared}
            work.record(Event("SetShared", str(found.id), before=before, after=after))
        return replace(found, shared=self.shared)


@dataclass
class RemoveSet(UseCase[None], needs=Permission.VIEW, writes=True):
    """Remove a set of one's own; the list's owner removes shared ones too. The customers in it stay."""

    list_id: int
    name: str

    def run(self, work: Work) -> None:
        """Remove it; raise NotFound, or Denied for a set that another shared."""
        found = chosen_set(work, self.name)
        if found.account_id != work.here.account_id and work.here.role is not Role.OWNER:
            raise Denied(tr("Only its author and the list's owner remove a shared set."))
        work.unit.sets.remove(found.id)
        work.record(Event("SetRemoved", str(found.id), before={"name": found.name, "filter": found.filter}))
