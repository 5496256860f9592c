"""The words of `oclient db`: the operator's."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Busy, Refused, tr
from oclient_tui.doors.cli.call import Call, command
from oclient_tui.doors.cli.wiping import show_wipes
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.privacy.certifying import FinishWipes, ListWipes

db = Noun("db", help=tr("Upgrade and check the database."))


@db.command("upgrade", help=tr("Bring the database to this program's schema; it is copied first."))
@click.option("--yes", is_flag=True, cls=Flag, help=tr("On PostgreSQL: you have a backup."))
@command
def upgrade(call: Call, yes: bool) -> None:
    """Upgrade the schema."""
    done = call.house.upgrade(confirmed=yes)
    copy = str(done.backup) if done.backup else None
    text = translate(tr("Schema {before} → {after}.")).format(before=done.before, after=done.after)
    call.answer({"before": done.before, "after": done.after, "backup": copy}, [text, *([copy] if copy else [])])


@db.command("check", help=tr("Check the file, all audit chains, the search index, duplicate keys and the ledger."))
@command
def check(call: Call) -> int:
    """Check the database."""
    problems = [finding.text(translate) for finding in call.house.problems()]
    if not problems:
        problems = _still_owed(call)
    call.answer({"ok": not problems, "problems": problems}, problems or [translate(tr("All is well."))])
    return 1 if problems else 0


def _still_owed(call: Call) -> list[str]:
    """Finish wipes that were stopped before the files were clean, and return what keeps one from being finished."""
    try:
        call.operator.do(FinishWipes(call.say))
    except (Busy, Refused) as error:
        return [error.text(translate)]
    return []


@db.command("certificates", help=tr("Show every list that was wiped, with the certificates' digests."))
@command
def certificates(call: Call) -> None:
    """Show all wipes."""
    show_wipes(call, call.operator.do(ListWipes()))
