"""The words of `oclient audit`."""

import json

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.privacy.auditing import AuditLine, ListAudit, VerifyAudit

audit = Noun("audit", help=tr("Who did what, and the proof of it."))
LIST = click.argument("reference", metavar="LIST")


def _shown(line: AuditLine) -> dict[str, object]:
    entry = line.entry
    values: dict[str, object] = json.loads(line.values.text) if line.values else {}
    return {
        "seq": entry.seq,
        "at": moment(entry.at),
        "actor": line.actor or str(entry.actor),
        "door": entry.door,
        "action": entry.action,
        "subject": entry.subject,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "before": values.get("before"),
        "after": values.get("after"),
    }


@audit.command("list", help=tr("Show the audit, newest first."))
@LIST
@click.option("--limit", type=int, default=50, metavar="N", cls=Flag, help=tr("Entries, up to 1000."))
@click.option("--before", type=int, default=0, metavar="SEQ", cls=Flag, help=tr("Entries before this one."))
@command
def list_(call: Call, reference: str, limit: int, before: int) -> None:
    """Show the audit."""
    found = [_shown(line) for line in call.session.do(ListAudit(call.list_id(reference), limit, before))]
    keys = ("seq", "at", "actor", "door", "action", "subject", "outcome", "reason")
    call.answer(found, table([[str(row[key]) for key in keys] for row in found]))


@audit.command("verify", help=tr("Prove the chain; names the first entry that does not hold."))
@LIST
@command
def verify(call: Call, reference: str) -> int:
    """Prove the chain."""
    verdict = call.session.do(VerifyAudit(call.list_id(reference)))
    broken = verdict.broken_at is not None
    shown = {
        "ok": not broken,
        "entries": verdict.entries,
        "broken_at": verdict.broken_at,
        "problem": verdict.problem,
        "erased": list(verdict.erased),
    }
    good = translate(tr("The chain of {entries} entries holds.")).format(entries=verdict.entries)
    bad = translate(tr("Entry {seq} does not hold: {problem}.")).format(
        seq=verdict.broken_at, problem=translate(verdict.problem)
    )
    call.answer(shown, [bad if broken else good])
    return 1 if broken else 0
