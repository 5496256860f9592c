"""Undo and redo of one's own last action on a list (D21, N03)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Denied, Refused, tr
from oclient_tui.domain.undo import Finding, StepState, UndoStep
from oclient_tui.services.undo.journal import forgetting
from oclient_tui.services.undo.turning import NO_RIGHT, check_right, looked_at, turned
from oclient_tui.services.usecase import UseCase, Work

NOTHING_TO_UNDO = tr("There is nothing of yours to take back on this list.")
NOTHING_TO_REDO = tr("There is nothing of yours to do again on this list: you took nothing back, or went on since.")
_NAMED_IN_AUDIT = 1000
_LOOKED_AT = 1000
"""A step that touched more is not tried when the steps are listed: that would take as long as taking it back."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or done again."""

    action: str
    subject: str
    rows: int


@dataclass(frozen=True, slots=True)
class ListedStep:
    """A step, whether it can be turned now, and what speaks against it."""

    step: UndoStep
    next: bool
    """Whether it is the one that undo, or redo, takes."""

    refusal: str
    findings: tuple[Finding, ...]


def _steps(work: Work) -> list[UndoStep]:
    """Return one's own steps, newest first; those from before one left the list and came back are not offered."""
    joined = work.unit.members.joined_at(work.me.id)
    return work.unit.undo_steps(work.me.id).all(max(joined, forgetting(work)))


def _last_done(steps: list[UndoStep]) -> UndoStep | None:
    return next((step for step in steps if step.state is StepState.DONE), None)


def _last_undone(steps: list[UndoStep]) -> UndoStep | None:
    return next((step for step in reversed(steps) if step.state is StepState.UNDONE), None)


def _turn(work: Work, step: UndoStep, event: str) -> Undone:
    touched = list(dict.fromkeys(turned(work, step).touched))
    named = [str(customer_id) for customer_id in touched[:_NAMED_IN_AUDIT]]
    after = {"action": step.action, "at": step.at, "count": step.rows, "customers": named}
    work.record(Event(event, step.subject, after=after))
    return Undone(step.action, step.subject, step.rows)


@dataclass
class UndoLast(UseCase[Undone], needs=Permission.VIEW, writes=True):
    """Take back one's own last action on the list that still stands. The right it took is asked for again."""

    list_id: int

    def run(self, work: Work) -> Undone:
        """Take it back; raise UndoRefused where others went on since, Denied without the right that it took."""
        step = _last_done(_steps(work))
        if step is None:
            raise Refused(NOTHING_TO_UNDO)
        return _turn(work, step, "Undone")


@dataclass
class RedoLast(UseCase[Undone], needs=Permission.VIEW, writes=True):
    """Do again what one took back last, unless one did something else since."""

    list_id: int

    def run(self, work: Work) -> Undone:
        """Do it again; raise as UndoLast does."""
        step = _last_undone(_steps(work))
        if step is None:
            raise Refused(NOTHING_TO_REDO)
        return _turn(work, step, "Redone")


@dataclass
class SkipLast(UseCase[Undone], needs=Permission.VIEW, writes=True):
    """Let one's own last action stand for good, so that undo takes the one before it: one in the way blocks no other.

    Nothing is looked up of the customers, so it tells nothing of them, and it takes no right: only the way back goes.
    """

    list_id: int

    def run(self, work: Work) -> Undone:
        """Forget the step that undo would take; raise Refused where there is none."""
        step = _last_done(_steps(work))
        if step is None:
            raise Refused(NOTHING_TO_UNDO)
        work.unit.undo_steps(work.me.id).forget(step.id)
        after = {"action": step.action, "at": step.at, "count": step.rows}
        work.record(Event("UndoSkipped", step.subject, after=after))
        return Undone(step.action, step.subject, step.rows)


@dataclass
class ListSteps(UseCase[list[ListedStep]], needs=Permission.VIEW):
    """Show what one did on the list and can take back, or do again."""

    list_id: int

    def run(self, work: Work) -> list[ListedStep]:
        """Return one's own steps, newest first; what stands in the way is looked up for the next ones only."""
        steps = _steps(work)
        following = {step.id for step in (_last_done(steps), _last_undone(steps)) if step}
        return [_listed(work, step, following=step.id in following) for step in steps]


def _listed(work: Work, step: UndoStep, *, following: bool) -> ListedStep:
    try:
        check_right(work, step)
    except Denied:
        return ListedStep(step, following, NO_RIGHT, ())
    findings = looked_at(work, step) if following and step.rows <= _LOOKED_AT else ()
    return ListedStep(step, following, "", findings)
