"""Turning a step: part by part, backwards to take it back and forwards to do it again, all or nothing."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Denied, tr
from oclient_tui.domain.undo import Finding, Part, PartKind, StepState, UndoRefused, UndoStep
from oclient_tui.services.undo import came_and_gone, cards, edits, people
from oclient_tui.services.undo.turn import Turn
from oclient_tui.services.usecase import Work

NO_RIGHT = tr("You have not the right any more that this took: {right}.")
IN_THE_WAY = tr("Nothing was changed, since something stands in the way: {names}.")
_NAMED = 10

_WAYS: Mapping[PartKind, Callable[[Turn, Part], list[tuple[PartKind, Mapping[str, Any]]]]] = {
    PartKind.ADDED: came_and_gone.added,
    PartKind.RETURNED: came_and_gone.returned,
    PartKind.REMOVED: came_and_gone.removed,
    PartKind.EDITED: edits.edited,
    PartKind.ASSIGNED: people.assigned,
    PartKind.UNASSIGNED: people.unassigned,
    PartKind.ANSWERED: people.answered,
    PartKind.ASKED: people.asked,
}
"""How each kind of part goes the other way, and what then stands in its place."""


def turned(work: Work, step: UndoStep) -> Turn:
    """Take a step back, or do it again; raise Denied or UndoRefused, and then the transaction must not commit."""
    check_right(work, step)
    turn, backwards = Turn(work, step), step.state is StepState.DONE
    steps = work.unit.undo_steps(work.me.id)
    for part in steps.parts(step.id, backwards=backwards):
        ways = _way(part.kind, backwards=backwards)(turn, part)
        if not turn.obstacles:
            steps.replace_part(step.id, part, ways)
    if turn.obstacles:
        raise in_the_way(turn.findings())
    steps.turn(step, StepState.UNDONE if backwards else StepState.DONE)
    return turn


def looked_at(work: Work, step: UndoStep) -> tuple[Finding, ...]:
    """Return what stands in the way of turning a step now, as far as can be told without doing it."""
    turn, backwards, met = Turn(work, step, looks=True), step.state is StepState.DONE, set[int]()
    for part in work.unit.undo_steps(work.me.id).parts(step.id, backwards=backwards):
        before = len(turn.touched)
        known = dict(turn.obstacles)
        _way(part.kind, backwards=backwards)(turn, part)
        # What an earlier part says of a customer is meant for what the later one leaves of it.
        turn.obstacles = known | {one: what for one, what in turn.obstacles.items() if one not in met}
        met |= set(turn.touched[before:])
    return turn.findings()


def check_right(work: Work, step: UndoStep) -> None:
    """Raise Denied unless the person has the right that the step took."""
    if not work.here.may(Permission(step.needs)):
        raise Denied(NO_RIGHT, right=step.needs)


def in_the_way(findings: tuple[Finding, ...]) -> UndoRefused:
    """Return the refusal, naming the first customers."""
    names = [f"{found.name} ({found.customer_id})" if found.name else str(found.customer_id) for found in findings]
    more = ", …" if len(names) > _NAMED else ""
    return UndoRefused(IN_THE_WAY, findings, names=", ".join(names[:_NAMED]) + more)


def _way(kind: PartKind, *, backwards: bool) -> Callable[[Turn, Part], list[tuple[PartKind, Mapping[str, Any]]]]:
    if kind is PartKind.RECORDS:
        return partial(cards.records, backwards=backwards)
    return _WAYS[kind]
