"""The words of `oclient settings`."""

import sys
from getpass import getpass

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.settings_file import written
from oclient_tui.doors.cli.call import Call, command, read_text, table
from oclient_tui.doors.cli.duplicates import tell
from oclient_tui.doors.cli.words import Noun
from oclient_tui.services.customers.rehearsing import RehearseSetting
from oclient_tui.services.sharing.changing import Change
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from oclient_tui.services.sharing.settings_file import ApplySettings, DumpSettings, PlanSettings

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
    secret = key in known_settings() and known_settings()[key].secret
    list_id = call.list_id(reference)
    text = _typed(key, value, secret=secret)
    found = call.session.do(ChangeSetting(list_id, key, text))
    if secret and value and value != "-":
        call.say(
            tr("A secret here stands in the list of processes and in the shell's history. Better give - as VALUE.")
        )
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


def _typed(key: str, value: str, *, secret: bool) -> str:
    """Return the value of the command line, of stdin for -, or for a secret what is typed unseen on the terminal."""
    if value != "-":
        return value
    if secret and sys.stdin.isatty():
        return getpass(f"{key}: ")
    return read_text("-").rstrip("\r\n")


@settings.command("dump", help=tr("Print the settings as TOML, to keep, compare or apply; secrets are left out."))
@click.argument("reference", metavar="LIST")
@command
def dump(call: Call, reference: str) -> None:
    """Print the settings as one text."""
    found = call.session.do(DumpSettings(call.list_id(reference)))
    text = written(found, known_settings(), translate)
    call.answer({"settings": text}, text.splitlines())


@settings.command("plan", help=tr("Show what applying a file of settings would change; - reads stdin."))
@click.argument("reference", metavar="LIST")
@click.argument("file", metavar="FILE|-")
@command
def plan(call: Call, reference: str, file: str) -> None:
    """Show what a file would change."""
    list_id = call.list_id(reference)
    _tell(call, call.session.do(PlanSettings(list_id, read_text(file), call.environment)))


@settings.command("apply", help=tr("Give the settings the values of a file, all or none; - reads stdin."))
@click.argument("reference", metavar="LIST")
@click.argument("file", metavar="FILE|-")
@command
def apply(call: Call, reference: str, file: str) -> None:
    """Apply a file."""
    list_id = call.list_id(reference)
    _tell(call, call.session.do(ApplySettings(list_id, read_text(file), call.environment)))


def _tell(call: Call, changes: list[Change]) -> None:
    """Answer with each change before and after."""
    shown = [{"key": change.key, "before": change.before, "after": change.after} for change in changes]
    lines = [f"{change.key}: {_quoted(change.before)} → {_quoted(change.after)}" for change in changes]
    call.answer({"changes": shown}, lines or [translate(tr("no changes"))])


def _quoted(value: str) -> str:
    return value or '""'
