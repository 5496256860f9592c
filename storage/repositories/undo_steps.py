"""The journal of undo: what one person did on one list, newest last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from oclient_tui.domain.undo import Part, PartKind, StepState, UndoStep, packed, unpacked
from storage.scope import Scope
from storage.tables.undo import UndoImageRow, UndoStepRow


class UndoStepRepository:
    """The steps of one person."""

    def __init__(self, scope: Scope, account_id: int) -> None:
        self._scope = scope
        self._account_id = account_id

    def add(self, step: UndoStep, *, forgetting: int, most: int) -> None:
        """Store a step: what was taken back before is no longer redone, and what is old or too many is forgotten.

        Steps of others are forgotten by their age too, as far as one reaches them.
        """
        mine = UndoStepRow.account_id == self._account_id
        numbers = self._scope.inside(UndoStepRow, UndoStepRow.id).where(mine).order_by(UndoStepRow.id.desc())
        kept = [row[0] for row in numbers.where(UndoStepRow.state == StepState.DONE.value).limit(most - 1).tuples()]
        stale = mine & ((UndoStepRow.state == StepState.UNDONE.value) | (UndoStepRow.id < (kept or [0])[-1]))
        self._scope.delete(UndoStepRow).where((UndoStepRow.at < forgetting) | stale).execute()
        row = {name: getattr(step, name) for name in UndoStep.__slots__}
        self._scope.insert(UndoStepRow, {**row, "state": step.state.value}).execute()

    def counted(self, step_id: int, rows: int) -> None:
        """Write down how much a step touched."""
        self._scope.update(UndoStepRow, {"rows": rows}).where(UndoStepRow.id == step_id).execute()

    def add_part(self, step_id: int, part: Part) -> None:
        """Store one more part of a step."""
        row: dict[str, object] = {"step_id": step_id, "seq": part.seq, "account_id": self._account_id}
        self._scope.insert(UndoImageRow, {**row, "kind": part.kind.value, "body": packed(part.body)}).execute()

    def parts(self, step_id: int, *, backwards: bool) -> Iterator[Part]:
        """Yield the parts of a step one by one: a large step is never in memory as a whole."""
        of_step = self._scope.select(UndoImageRow, UndoImageRow.seq).where(UndoImageRow.step_id == step_id)
        order = UndoImageRow.seq.desc() if backwards else UndoImageRow.seq
        for (seq,) in list(of_step.order_by(order).tuples()):
            row = self._scope.select(UndoImageRow).where(self._place(step_id, int(seq))).get()
            yield Part(row.seq, PartKind(row.kind), unpacked(bytes(row.body)))

    def replace_part(self, step_id: int, part: Part, by: Sequence[tuple[PartKind, Mapping[str, Any]]]) -> None:
        """Store what it takes to go the other way again, in as many parts as it takes."""
        self._scope.delete(UndoImageRow).where(self._place(step_id, part.seq)).execute()
        for seq, (kind, body) in enumerate(by, start=part.seq):
            self.add_part(step_id, Part(seq, kind, body))

    def turn(self, step: UndoStep, state: StepState) -> UndoStep:
        """Mark a step as taken back, or as standing again."""
        self._scope.update(UndoStepRow, {"state": state.value}).where(UndoStepRow.id == step.id).execute()
        return replace(step, state=state)

    def all(self, since: int) -> list[UndoStep]:
        """Return the steps since a moment, newest first."""
        mine = (UndoStepRow.account_id == self._account_id) & (UndoStepRow.at >= since)
        rows = self._scope.select(UndoStepRow).where(mine).order_by(UndoStepRow.id.desc())
        return [_step(row) for row in rows]

    def forget(self, step_id: int) -> None:
        """Forget one step of this person, with all its parts."""
        mine = UndoStepRow.account_id == self._account_id
        self._scope.delete(UndoStepRow).where(mine, UndoStepRow.id == step_id).execute()

    def forget_before(self, moment: int) -> None:
        """Forget older steps, of everybody as far as one reaches them."""
        self._scope.delete(UndoStepRow).where(UndoStepRow.at < moment).execute()

    @staticmethod
    def _place(step_id: int, seq: int) -> Any:
        return (UndoImageRow.step_id == step_id) & (UndoImageRow.seq == seq)


def _step(row: UndoStepRow) -> UndoStep:
    found = {name: getattr(row, name) for name in UndoStep.__slots__}
    return UndoStep(**{**found, "state": StepState(row.state)})
