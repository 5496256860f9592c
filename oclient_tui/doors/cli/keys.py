"""The words of `oclient keys`."""

import click

from oclient_tui.domain.accounts import PublicKey
from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, read_text, table
from oclient_tui.doors.cli.words import Noun
from oclient_tui.services.sharing.own_account import AddOwnKey, ListOwnKeys, RemoveOwnKey

keys = Noun("keys", help=tr("Your own public SSH keys."))


def shown(key: PublicKey) -> dict[str, str]:
    """Return a key as it is shown."""
    return {"fingerprint": key.fingerprint, "type": key.kind, "comment": key.comment}


@keys.command("add", help=tr("Add a public key from a file, or from stdin."))
@click.argument("file", default="-", metavar="[FILE|-]")
@command
def add(call: Call, file: str) -> None:
    """Add a key."""
    session = call.session
    key = session.do(AddOwnKey(read_text(file)))
    call.answer(shown(key), [key.fingerprint])


@keys.command("list", help=tr("Show your keys."))
@command
def list_(call: Call) -> None:
    """Show the keys."""
    found = [shown(key) for key in call.session.do(ListOwnKeys())]
    call.answer(found, table([list(row.values()) for row in found]))


@keys.command("remove", help=tr("Remove a key; every session ends."))
@click.argument("fingerprint", metavar="FINGERPRINT")
@command
def remove(call: Call, fingerprint: str) -> None:
    """Remove a key."""
    call.session.do(RemoveOwnKey(fingerprint))
    call.answer({"removed": fingerprint}, [])
