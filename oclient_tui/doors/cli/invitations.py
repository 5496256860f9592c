"""The words of `oclient invitations`."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import DOOR, Call, command, moment, read_password, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.sharing.invitations import AcceptInvitation, MyInvitations, RejectInvitation

invitations = Noun("invitations", help=tr("Invitations to you: list, accept, reject."))
TOKEN = click.argument("token", metavar="TOKEN|ID")


@invitations.command("list", help=tr("Show what you are invited to."))
@command
def list_(call: Call) -> None:
    """Show open invitations."""
    found = call.session.do(MyInvitations())
    shown = [
        {"id": str(i.id), "list": i.list_name, "role": i.role.value, "expires": moment(i.expires_at)} for i in found
    ]
    call.answer(shown, table([list(row.values()) for row in shown]))


@invitations.command(
    "accept", help=tr("Join the list: as the invited account, or with a password that makes your account.")
)
@TOKEN
@click.option("--name", default="", metavar="NAME", cls=Flag, help=tr("Your name, for a new account."))
@click.option("--password-stdin", is_flag=True, cls=Flag, help=tr("Read the new account's password from stdin."))
@command
def accept(call: Call, token: str, name: str, password_stdin: bool) -> None:
    """Accept an invitation."""
    if call.acting is not None and not password_stdin:
        found = call.session.do(AcceptInvitation(token))
    else:
        password = read_password(call, from_stdin=password_stdin, email=name or "–")
        found = call.house.visitor(DOOR).do(AcceptInvitation(token, name, password))
    shown = {"list": str(found.list_id), "name": found.list_name, "role": found.role.value, "email": found.email}
    call.answer(shown, [found.list_name])


@invitations.command("reject", help=tr("Decline."))
@TOKEN
@command
def reject(call: Call, token: str) -> None:
    """Reject an invitation."""
    session = call.session if call.acting is not None else call.house.visitor(DOOR)
    found = session.do(RejectInvitation(token))
    call.answer({"rejected": str(found.id)}, [])
