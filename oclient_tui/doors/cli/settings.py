"""The words of `oclient settings`."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, read_text, table
from oclient_tui.doors.cli.duplicates import tell
from oclient_tui.doors.cli.words import Noun
from oclient_tui.services.customers.rehearsing import RehearseSetting
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings

settings = Noun("settings", help=tr("The owner's settings of a list."))


@settings.command("show", help=tr("Show the settings."))
@click.argument("reference", metavar="LIST")
@command
def show(call: Call, reference: str) -> None:
    """Show the settings."""
    found = call.session.do(ShowSettings(call.list_id(reference)))
    call.answer(found, table([list(pair) for pair in found.items()]))


@settings.command("set", help=tr("Change one setting; - as VALUE reads stdin."))
@click.argument("reference", metavar="LIST")
@click.argument("key", metavar="KEY")
@click.argument("value", metavar="VALUE")
@command
def set_(call: Call, reference: str, key: str, value: str) -> None:
    """Change a setting."""
    text = read_text("-").rstrip("\n") if value == "-" else value
    found = call.session.do(ChangeSetting(call.list_id(reference), key, text))
    call.answer(found, [])


@settings.command("rehearse", help=tr("Tell which customers would clash under duplicates.rules; nothing is changed."))
@click.argument("reference", metavar="LIST")
@click.argument("key", metavar="KEY")
@click.argument("value", metavar="VALUE")
@command
def rehearse(call: Call, reference: str, key: str, value: str) -> None:
    """Rehearse a setting."""
    text = read_text("-").rstrip("\n") if value == "-" else value
    tell(call, call.session.do(RehearseSetting(call.list_id(reference), key, text)))
