"""What a use case writes down so that it can be taken back (D8, N03).

A use case opens its step once with `step` and then says what it did, in the order in which it did it. Before-images are
taken by `look` and `deleting`, before anything is changed. Nothing is written for a person who has nothing to take
back, nor where the list keeps no journal (`undo.days` is 0).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from oclient_tui.domain.access import Permission
from oclient_tui.domain.undo import (
    APART,
    AT_ONCE,
    DAY_MS,
    IDS_AT_ONCE,
    STEPS_KEPT,
    Part,
    PartKind,
    Recorder,
    StepState,
    UndoStep,
    steps_of,
)
from oclient_tui.services.usecase import Work
from storage.repositories.requests import AssignmentRequest
from storage.repositories.row_images import Image

DAYS = "undo.days"
"""The setting that says for how many days steps can be taken back."""

UNSET = "30"

_LIMITS = {PartKind.ADDED: IDS_AT_ONCE, PartKind.ASSIGNED: 20 * AT_ONCE, PartKind.UNASSIGNED: 20 * AT_ONCE}


def forgetting(work: Work) -> int:
    """Return the moment before which steps are forgotten."""
    return work.now - int(work.unit.lists.setting(DAYS) or UNSET) * DAY_MS


def step(work: Work, *, needs: Permission, action: str, subject: str = "") -> None:
    """Open the step of the running use case; `needs` is asked for again when it is taken back."""
    if int(work.unit.lists.setting(DAYS) or UNSET):
        number = work.tools.ids.next()
        work.step = Recorder(UndoStep(number, work.me.id, action, subject, needs.value, work.now, StepState.DONE, 0))


def added(work: Work, customer_ids: Sequence[int], *, assigned: int | None = None, consents: int = 0) -> None:
    """Note customers that were added, and how many assignments and consents came with all of them together."""
    if work.step is not None:
        people = len(customer_ids) if assigned is None else assigned
        _note(work, PartKind.ADDED, [(number, 0, 0) for number in customer_ids[:-1]])
        _note(work, PartKind.ADDED, [(customer_ids[-1], people, consents)] if customer_ids else [])


def look(work: Work, customer_ids: Sequence[int], fields: Iterable[str]) -> dict[int, Image]:
    """Return images of visible customers whose `fields` are about to change; {} where nothing is kept."""
    if work.step is None:
        return {}
    tables = {table for name in fields for start, table in _BEHIND.items() if name.startswith(start)}
    return work.unit.images.read(customer_ids, tables)


_BEHIND = {
    "categories": "customer_categories",
    "interests": "customer_interests",
    "measurement": "customer_measurements",
    "tags": "customer_tags",
}
"""Where the values of fields stand that have no column of their own."""


def edited(work: Work, images: Mapping[int, Image], fields: Iterable[str], versions: Mapping[int, int]) -> None:
    """Note that customers now have these versions; the images are what `look` returned for the same fields."""
    recorder = work.step
    if recorder is None:
        return
    tables = sorted({table for name in fields for start, table in _BEHIND.items() if name.startswith(start)})
    if recorder.edited & set(images):  # a second edit of the same customer goes back before the first
        _store(work, recorder, PartKind.EDITED)
    recorder.edited |= set(images)
    items = [
        {"id": one, "version": versions[one], "tables": tables, "image": image, "keys": recorder.keys.pop(one, {})}
        for one, image in images.items()
    ]
    _note(work, PartKind.EDITED, items)


def releasing(work: Work, customer_id: int, digests: Iterable[bytes]) -> None:
    """Note the keys of duplicate control that a customer is about to give up."""
    if work.step is not None:
        work.step.keys[customer_id] = work.unit.duplicates.held(customer_id, digests)


def released(work: Work, held: Mapping[int, Mapping[str, Any]]) -> None:
    """Note keys that several customers gave up."""
    if work.step is not None:
        work.step.keys.update(held)


def deleting(work: Work, customer_ids: Sequence[int]) -> None:
    """Keep every row that hangs on customers which are about to be deleted."""
    if work.step is not None:
        for start in range(0, len(customer_ids), AT_ONCE):
            images = work.unit.images.read_all(customer_ids[start : start + AT_ONCE])
            _note(work, PartKind.REMOVED, [{"id": one, "image": image} for one, image in images.items()])


def assigned(work: Work, account_id: int, customer_ids: Iterable[int]) -> None:
    """Note customers that were assigned to somebody just now."""
    _note(work, PartKind.ASSIGNED, [[one, account_id, work.me.id, work.now] for one in customer_ids])


def unassigned(work: Work, account_id: int, gone: Iterable[tuple[int, int, int]]) -> None:
    """Note assignments that ended: customer, by whom and when it was assigned."""
    _note(work, PartKind.UNASSIGNED, [[one, account_id, by, at] for one, by, at in gone])


def answered(work: Work, request: AssignmentRequest) -> None:
    """Note a request that was closed."""
    row = {"id": request.id, "account_id": request.account_id, "at": request.at}
    _note(work, PartKind.ANSWERED, [{"customer_id": request.customer_id, "row": row}])


def record_changed(
    work: Work, place: tuple[str, int, int], before: Mapping[str, Any] | None, version: int | None
) -> None:
    """Note a record of a module: where it is (module, customer, record), as it was, and its version now.

    `before` comes from `record_before`, None for a record that was added; `version` is None for one that was removed.
    """
    module, customer_id, record_id = place
    item = {"module": module, "customer_id": customer_id, "id": record_id, "version": version}
    _note(work, PartKind.RECORDS, [{**item, "was": dict(before) if before else None}])


def keep(work: Work) -> None:
    """Store what is left of the step at the end of the transaction."""
    recorder = work.step
    if recorder is None:
        return
    for kind in list(recorder.waiting):
        _store(work, recorder, kind)
    if recorder.stored:
        work.unit.undo_steps(work.me.id).counted(recorder.step.id, recorder.rows)


def _note(work: Work, kind: PartKind, items: Sequence[Any]) -> None:
    recorder = work.step
    if recorder is None or not items:
        return
    for other in [waiting for waiting in recorder.waiting if waiting is not kind]:
        _store(work, recorder, other)  # parts stand in the order in which things were done
    recorder.rows += len(items)
    recorder.waiting.setdefault(kind, []).extend(items)
    if len(recorder.waiting[kind]) >= _LIMITS.get(kind, AT_ONCE):
        _store(work, recorder, kind)


def _store(work: Work, recorder: Recorder, kind: PartKind) -> None:
    items = recorder.waiting.pop(kind, [])
    if kind is PartKind.EDITED:
        recorder.edited = set()
    if not items:
        return
    steps = work.unit.undo_steps(work.me.id)
    if not recorder.stored:
        steps.add(replace(recorder.step, rows=0), forgetting=forgetting(work), most=STEPS_KEPT)
        recorder.stored = True
    recorder.seq += APART
    steps.add_part(recorder.step.id, Part(recorder.seq, kind, _body(kind, items)))


def _body(kind: PartKind, items: list[Any]) -> dict[str, Any]:
    if kind is not PartKind.ADDED:
        return {"items": items}
    ids = steps_of([number for number, _, _ in items])
    return {"ids": ids, "assigned": sum(item[1] for item in items), "consents": sum(item[2] for item in items)}
