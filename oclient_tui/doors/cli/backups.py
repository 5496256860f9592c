"""The words `oclient backup` and `oclient restore`: the operator's."""

import sys
from pathlib import Path

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Refused, tr
from oclient_tui.doors.cli.call import DOOR, Call, command
from oclient_tui.doors.cli.words import Flag, Verb


@click.command("backup", cls=Verb, help=tr("Copy the database to a file, while others work."))
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, cls=Flag, help=tr("Replace a file that is there."))
@command
def backup(call: Call, file: str, force: bool) -> None:
    """Make a backup."""
    done = call.house.back_up(Path(file).expanduser().absolute(), DOOR, over=force)
    text = translate(tr("{rows} rows, schema {schema}: {file}")).format(
        rows=done.rows, schema=done.schema, file=done.file
    )
    call.answer({"file": str(done.file), "schema": done.schema, "rows": done.rows}, [text])
    call.say(
        tr("The key that opens stored secrets is not in it. Keep {key} apart from the backup, but keep it."),
        key=call.settings.secret_file,
    )


@click.command("restore", cls=Verb, help=tr("Put a backup in the database's place; what is there is kept as a copy."))
@click.argument("file", metavar="FILE")
@click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask."))
@click.option(
    "--without-ledger", is_flag=True, cls=Flag, help=tr("Without the key: what only the ledger names returns.")
)
@command
def restore(call: Call, file: str, yes: bool, without_ledger: bool) -> None:
    """Put a backup back."""
    if not yes and not sys.stdin.isatty():
        raise Refused(tr("A restore replaces the whole database. Say --yes. Nothing was changed."))
    call.confirm(tr("Replace the whole database by this backup? All sign-ins end."), yes=yes)
    done = call.house.restore(Path(file).expanduser().absolute(), DOOR, without_ledger=without_ledger)
    text = translate(
        tr("{rows} rows, schema {schema}. Lists and customers removed again: {lists}, {customers}. All sign-ins ended.")
    ).format(rows=done.rows, schema=done.schema, lists=done.lists_removed, customers=done.customers_removed)
    kept = [str(path) for path in done.kept]
    value = {"rows": done.rows, "schema": done.schema, "lists_removed": done.lists_removed}
    value |= {"customers_removed": done.customers_removed}
    call.answer({**value, "kept": kept}, [text, *kept])
