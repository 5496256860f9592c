"""The words `oclient sign-in`, `sign-out`, `whoami` and `password`."""

import click

from oclient_tui.domain.errors import SignInNeeded, tr
from oclient_tui.doors.cli.call import Call, command, given_password, read_password, source, table
from oclient_tui.doors.cli.words import Flag, Verb
from oclient_tui.services.sharing.own_account import ChangeOwnPassword, WhoAmI

STDIN = click.option("--password-stdin", is_flag=True, cls=Flag, help=tr("Read the password from stdin."))


@click.command("sign-in", cls=Verb, help=tr("Sign in, and stay signed in for 12 hours."))
@click.argument("email", required=False, metavar="[EMAIL]")
@STDIN
@command
def sign_in(call: Call, email: str | None, password_stdin: bool) -> None:
    """Sign in."""
    who = email or call.acting
    if who is None:
        raise SignInNeeded(tr("Say who: oclient sign-in EMAIL"))
    given = None if password_stdin else given_password()
    password = given or read_password(call, from_stdin=password_stdin, email=who, new=False)
    account = call.house.gate.by_password(who, password, source())
    call.kept.keep(account.email, call.house.gate.keep(account))
    call.answer({"email": account.email}, [account.email])


@click.command("sign-out", cls=Verb, help=tr("End the kept sign-in."))
@command
def sign_out(call: Call) -> None:
    """Sign out."""
    who = call.acting
    token = call.kept.token(who) if who else None
    if who and token:
        call.house.gate.end(token)
        call.kept.forget(who)
    call.answer({"signed_out": token is not None}, [])


@click.command("whoami", cls=Verb, help=tr("Show who is signed in."))
@command
def whoami(call: Call) -> None:
    """Show the acting account."""
    account = call.session.do(WhoAmI())
    shown = {"id": str(account.id), "email": account.email, "name": account.name}
    call.answer(shown, table([list(pair) for pair in shown.items()]))


@click.command("password", cls=Verb, help=tr("Change your own password; every session ends."))
@STDIN
@command
def password(call: Call, password_stdin: bool) -> None:
    """Change the own password: the present one proves the person, whether or not a sign-in is kept."""
    who = call.acting
    if who is None:
        raise SignInNeeded(tr("Nobody is signed in. Use: oclient sign-in EMAIL"))
    present = given_password() or read_password(call, from_stdin=password_stdin, email=who, new=False)
    account = call.house.gate.by_password(who, present, source())
    new = read_password(call, from_stdin=password_stdin, email=who)
    call.house.person(account, "cli").do(ChangeOwnPassword(new))
    call.kept.forget(who)
    call.answer({"changed": True}, [])
