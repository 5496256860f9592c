"""The people of a list: roles, rights, removal (D4, O04)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission, Role, rights_after
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import NotFound, Refused, tr
from oclient_tui.domain.members import Member, grantable, invited_role
from oclient_tui.services.usecase import UseCase, Work

NOBODY = tr("Nobody with that address is on this list.")


def member_of(work: Work, email: str) -> Member:
    """Return the person with an address; raise NotFound."""
    member = work.unit.members.by_email(email)
    if member is None:
        raise NotFound(NOBODY)
    return member


def _not_owner(member: Member) -> Member:
    if member.role is Role.OWNER:
        raise Refused(tr("The owner's own place on the list cannot be changed."))
    return member


def _shown(member: Member) -> dict[str, object]:
    return {"role": member.role.value, "rights": sorted(member.rights)}


def _changed(work: Work, member: Member, role: Role, rights: frozenset[Permission]) -> Member:
    after = Member(member.account_id, member.email, member.name, role, rights, member.joined_at)
    if (role, rights) != (member.role, member.rights):
        work.unit.members.change(member.account_id, role, rights)
        work.record(Event("MemberChanged", str(member.account_id), before=_shown(member), after=_shown(after)))
    return after


@dataclass
class ListMembers(UseCase[list[Member]], needs=Permission.VIEW):
    """Show who is on the list; rights only to those who may change or see everything."""

    list_id: int

    def run(self, work: Work) -> list[Member]:
        """Return the people by address; to members without the rights of others."""
        found = work.unit.members.all()
        if work.here.role is not Role.MEMBER:
            return found
        own = work.me.id
        return [
            m if m.account_id == own else Member(m.account_id, m.email, m.name, m.role, frozenset(), m.joined_at)
            for m in found
        ]


@dataclass
class ChangeRole(UseCase[Member], needs=Permission.ROLES, writes=True):
    """Make a member an admin or an admin a member; rights the new role cannot hold fall away."""

    list_id: int
    email: str
    role: str

    def run(self, work: Work) -> Member:
        """Change it; it holds from that person's next action on."""
        role, member = invited_role(self.role), _not_owner(member_of(work, self.email))
        return _changed(work, member, role, rights_after(role, member.rights))


@dataclass
class GrantRight(UseCase[Member], needs=Permission.ROLES, writes=True):
    """Grant one right on top of the role."""

    list_id: int
    email: str
    right: str

    def run(self, work: Work) -> Member:
        """Grant it; raise for a right the role cannot hold."""
        member = _not_owner(member_of(work, self.email))
        return _changed(work, member, member.role, member.rights | grantable(member.role, (self.right,)))


@dataclass
class RevokeRight(UseCase[Member], needs=Permission.ROLES, writes=True):
    """Take a granted right back."""

    list_id: int
    email: str
    right: str

    def run(self, work: Work) -> Member:
        """Take it back; it ends with that person's next action."""
        member = _not_owner(member_of(work, self.email))
        return _changed(work, member, member.role, member.rights - grantable(member.role, (self.right,)))


@dataclass
class RemoveMember(UseCase[None], needs=Permission.ROLES, writes=True):
    """Take somebody off the list; their assignments end, what they added stays."""

    list_id: int
    email: str

    def run(self, work: Work) -> None:
        """Remove; it holds from that person's next action on."""
        member = _not_owner(member_of(work, self.email))
        work.unit.sets.forget(member.account_id)
        work.unit.members.remove(member.account_id)
        work.record(Event("MemberRemoved", str(member.account_id), before=_shown(member)))
