"""The words of `oclient accounts`: the operator's."""

import sys

import click

from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, read_password, read_text, table
from oclient_tui.doors.cli.keys import shown
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.sharing.accounts import (
    AddAccount,
    AddKey,
    DisableAccount,
    ListAccounts,
    ListKeys,
    RemoveKey,
    ResetPassword,
    TransferList,
)

accounts = Noun("accounts", help=tr("The operator's hand on accounts."))
keys = Noun("keys", help=tr("Public keys of an account."))
accounts.add_command(keys)
EMAIL = click.argument("email", metavar="EMAIL")
STDIN = click.option("--password-stdin", is_flag=True, cls=Flag, help=tr("Read the password from stdin."))


@accounts.command("add", help=tr("Add an account; with an empty password it signs in by key only."))
@EMAIL
@click.option("--name", default="", metavar="NAME", cls=Flag, help=tr("The person's name."))
@STDIN
@command
def add(call: Call, email: str, name: str, password_stdin: bool) -> None:
    """Add an account."""
    asked = password_stdin or sys.stdin.isatty()
    password = read_password(call, from_stdin=password_stdin, email=email) if asked else ""
    account = call.operator.do(AddAccount(email, name, password or None))
    call.answer({"id": str(account.id), "email": account.email}, [str(account.id)])
    if not password:
        call.say(tr("No password was set. Set one with: oclient accounts password {email}"), email=account.email)


@accounts.command("list", help=tr("Show all accounts."))
@command
def list_(call: Call) -> None:
    """Show all accounts."""
    found = call.operator.do(ListAccounts())
    rows = [{"id": str(a.id), "email": a.email, "name": a.name, "disabled": a.disabled} for a in found]
    call.answer(rows, table([[str(cell) for cell in row.values()] for row in rows]))


@accounts.command("password", help=tr("Set somebody's password; their sessions end."))
@EMAIL
@STDIN
@command
def password(call: Call, email: str, password_stdin: bool) -> None:
    """Set a password."""
    new = read_password(call, from_stdin=password_stdin, email=email)
    call.operator.do(ResetPassword(email, new))
    call.answer({"changed": email}, [])


@accounts.command("disable", help=tr("Close an account; its sessions end."))
@EMAIL
@command
def disable(call: Call, email: str) -> None:
    """Close an account."""
    call.operator.do(DisableAccount(email))
    call.answer({"disabled": email}, [])


@accounts.command("transfer", help=tr("Give a list whose owner is gone to somebody else."))
@click.argument("reference", metavar="LIST")
@EMAIL
@command
def transfer(call: Call, reference: str, email: str) -> None:
    """Transfer a list."""
    found = call.operator.do(TransferList(reference, email))
    call.answer({"id": str(found.id), "owner": email}, [])


@keys.command("add", help=tr("Add a public key from a file, or from stdin."))
@EMAIL
@click.argument("file", default="-", metavar="[FILE|-]")
@command
def add_key(call: Call, email: str, file: str) -> None:
    """Add a key."""
    key = call.operator.do(AddKey(email, read_text(file)))
    call.answer(shown(key), [key.fingerprint])


@keys.command("list", help=tr("Show an account's keys."))
@EMAIL
@command
def list_keys(call: Call, email: str) -> None:
    """Show the keys."""
    found = [shown(key) for key in call.operator.do(ListKeys(email))]
    call.answer(found, table([list(row.values()) for row in found]))


@keys.command("remove", help=tr("Remove a key; the account's sessions end."))
@EMAIL
@click.argument("fingerprint", metavar="FINGERPRINT")
@command
def remove_key(call: Call, email: str, fingerprint: str) -> None:
    """Remove a key."""
    call.operator.do(RemoveKey(email, fingerprint))
    call.answer({"removed": fingerprint}, [])
