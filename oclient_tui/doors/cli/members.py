"""The words of `oclient members`."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.domain.members import Member
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.sharing.invitations import InviteMember, ListInvitations, RevokeInvitation
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, ListMembers, RemoveMember, RevokeRight

members = Noun("members", help=tr("The people of a list: invite, roles, rights."))
LIST = click.argument("reference", metavar="LIST")
EMAIL = click.argument("email", metavar="EMAIL")
RIGHT = click.argument("right", metavar="RIGHT")


def _shown(member: Member) -> dict[str, object]:
    rights = sorted(right.value for right in member.rights)
    return {"email": member.email, "name": member.name, "role": member.role.value, "rights": rights}


def _answer(call: Call, member: Member) -> None:
    call.answer(_shown(member), [])


@members.command("list", help=tr("Show who is on the list."))
@LIST
@command
def list_(call: Call, reference: str) -> None:
    """Show the people."""
    found = call.session.do(ListMembers(call.list_id(reference)))
    rows = [[m.email, m.name, m.role.value, " ".join(sorted(m.rights))] for m in found]
    call.answer([_shown(member) for member in found], table(rows))


@members.command("invite", help=tr("Invite somebody; the token is shown this once."))
@LIST
@EMAIL
@click.option("--role", default="member", metavar="ROLE", cls=Flag, help=tr("member or admin"))
@click.option("--grant", "grants", multiple=True, metavar="RIGHT", cls=Flag, help=tr("A right on top of the role."))
@command
def invite(call: Call, reference: str, email: str, role: str, grants: tuple[str, ...]) -> None:
    """Invite somebody."""
    offer = call.session.do(InviteMember(call.list_id(reference), email, role, grants))
    found = offer.invitation
    shown = {"token": offer.token, "id": str(found.id), "email": found.email, "expires": moment(found.expires_at)}
    call.answer(shown, [offer.token])
    call.say(tr("They join with: oclient invitations accept TOKEN"))


@members.command("invitations", help=tr("Show the list's invitations."))
@LIST
@command
def invitations(call: Call, reference: str) -> None:
    """Show the invitations."""
    found = call.session.do(ListInvitations(call.list_id(reference)))
    shown = [
        {
            "id": str(i.id),
            "email": i.email,
            "role": i.role.value,
            "state": i.state.value,
            "expires": moment(i.expires_at),
        }
        for i in found
    ]
    call.answer(shown, table([list(row.values()) for row in shown]))


@members.command("uninvite", help=tr("Take an open invitation back."))
@LIST
@EMAIL
@command
def uninvite(call: Call, reference: str, email: str) -> None:
    """Take an invitation back."""
    call.session.do(RevokeInvitation(call.list_id(reference), email))
    call.answer({"revoked": email}, [])


@members.command("role", help=tr("Make somebody a member or an admin."))
@LIST
@EMAIL
@click.argument("role", metavar="ROLE")
@command
def role_(call: Call, reference: str, email: str, role: str) -> None:
    """Change a role."""
    _answer(call, call.session.do(ChangeRole(call.list_id(reference), email, role)))


@members.command("grant", help=tr("Grant somebody a right."))
@LIST
@EMAIL
@RIGHT
@command
def grant(call: Call, reference: str, email: str, right: str) -> None:
    """Grant a right."""
    _answer(call, call.session.do(GrantRight(call.list_id(reference), email, right)))


@members.command("revoke", help=tr("Take a right back."))
@LIST
@EMAIL
@RIGHT
@command
def revoke(call: Call, reference: str, email: str, right: str) -> None:
    """Take a right back."""
    _answer(call, call.session.do(RevokeRight(call.list_id(reference), email, right)))


@members.command("remove", help=tr("Take somebody off the list; what they added stays."))
@LIST
@EMAIL
@click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask."))
@command
def remove(call: Call, reference: str, email: str, yes: bool) -> None:
    """Take somebody off the list."""
    list_id = call.list_id(reference)
    call.confirm(tr("Take {email} off the list?"), yes=yes, email=email)
    call.session.do(RemoveMember(list_id, email))
    call.answer({"removed": email}, [])
