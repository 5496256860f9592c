"""`oclient undo` and `oclient redo`: one's own last action on a list (D21)."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.actions import told
from oclient_tui.domain.errors import Denied, Duplicate, Invalid, tr
from oclient_tui.domain.undo import OBSTACLES, Finding, StepState, UndoRefused
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.words import Flag, Verb
from oclient_tui.services.undo.undoing import ListedStep, ListSteps, RedoLast, SkipLast, UndoLast, Undone

LIST = click.argument("reference", metavar="LIST")
_SHOWN = 20
_HOW_ON = tr("To let it stand and go on to what you did before it: oclient undo LIST --skip, then undo again.")


@click.command("undo", cls=Verb, help=tr("Take back what you did last on a list, unless somebody went on since."))
@LIST
@click.option("--list", "listing", is_flag=True, cls=Flag, help=tr("Show what you can take back or do again."))
@click.option(
    "--skip", is_flag=True, cls=Flag, help=tr("Let what you did last stand for good: undo then takes what was before.")
)
@command
def undo(call: Call, reference: str, listing: bool, skip: bool) -> None:
    """Take back the last action, let it stand for good, or show the steps."""
    if listing and skip:
        raise Invalid(tr("Say --list or --skip, not both."))
    list_id = call.list_id(reference)
    if listing:
        steps = call.session.do(ListSteps(list_id))
        call.answer([_mapping(step) for step in steps], table([_row(step) for step in steps]))
        return
    if skip:
        _skip(call, list_id)
        return
    done = _turned(call, UndoLast(list_id))
    line = translate(tr("Taken back: {action} ({rows}).")).format(action=translate(told(done.action)), rows=done.rows)
    call.answer({"undone": done.action, "rows": done.rows}, [line])


def _skip(call: Call, list_id: int) -> None:
    done = call.session.do(SkipLast(list_id))
    line = translate(tr("It stands for good, and undo goes on before it: {action} ({rows})."))
    call.answer(
        {"skipped": done.action, "rows": done.rows}, [line.format(action=translate(told(done.action)), rows=done.rows)]
    )


@click.command("redo", cls=Verb, help=tr("Do again what you took back last."))
@LIST
@command
def redo(call: Call, reference: str) -> None:
    """Do the last undone action again."""
    done = _turned(call, RedoLast(call.list_id(reference)))
    line = translate(tr("Done again: {action} ({rows}).")).format(action=translate(told(done.action)), rows=done.rows)
    call.answer({"redone": done.action, "rows": done.rows}, [line])


def _turned(call: Call, case: UndoLast | RedoLast) -> Undone:
    try:
        return call.session.do(case)
    except (UndoRefused, Denied, Duplicate) as error:
        findings = error.findings if isinstance(error, UndoRefused) else ()
        for line in table([_finding(found) for found in findings[:_SHOWN]]):
            call.say("{line}", line=line)
        if isinstance(case, UndoLast):
            call.say(_HOW_ON)
        raise


def _finding(found: Finding) -> list[str]:
    return [str(found.customer_id), found.name, translate(OBSTACLES[found.obstacle])]


def _mapping(listed: ListedStep) -> dict[str, object]:
    step = listed.step
    why = [
        {"id": str(found.customer_id), "name": found.name, "reason": translate(OBSTACLES[found.obstacle])}
        for found in listed.findings
    ]
    return {
        "action": step.action,
        "subject": step.subject,
        "rows": step.rows,
        "at": moment(step.at),
        "state": step.state.value,
        "next": listed.next,
        "possible": not (listed.refusal or listed.findings),
        "why": why or [{"reason": translate(listed.refusal).format(right=step.needs)}] * bool(listed.refusal),
    }


def _row(listed: ListedStep) -> list[str]:
    step = listed.step
    if listed.refusal:
        state = translate(listed.refusal).format(right=step.needs)
    elif listed.findings:
        state = " ".join(part for part in _finding(listed.findings[0]) if part)
    elif step.state is StepState.UNDONE:
        state = translate(tr("taken back; redo does it again") if listed.next else tr("taken back"))
    else:
        state = translate(tr("undo takes it back")) if listed.next else ""
    return [moment(step.at), translate(told(step.action)), str(step.rows), state]
