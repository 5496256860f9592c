"""Records of card modules that were added, changed or removed: as they were, their files with their bytes."""

import base64
from collections.abc import Mapping
from typing import Any

from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.module import Kind, Module
from oclient_tui.domain.records import Record
from oclient_tui.domain.undo import Obstacle, Part, PartKind
from oclient_tui.modules import registered
from oclient_tui.services.records.switches import modules_on
from oclient_tui.services.undo.turn import Turn
from oclient_tui.services.usecase import Work

Kept = dict[str, Any]
"""A record as the journal keeps it: its row, and the bytes of its files by their hashes."""


def marks(record: Record) -> list[FileMark]:
    """Return the files of a record."""
    return [value for value in record.values.values() if isinstance(value, FileMark)]


def kept(work: Work, module: Module, record: Record) -> Kept:
    """Return a visible record with the bytes of its files."""
    files = {mark.sha256: work.unit.files.get(record.customer_id, mark.sha256) for mark in marks(record)}
    found = {sha256: base64.b64encode(content).decode() for sha256, content in files.items() if content is not None}
    return {"row": work.unit.records(module).row(record.id), "files": found}


def record_before(work: Work, module: Module, record: Record) -> Kept | None:
    """Return what the journal keeps of a record that is about to change; None where nothing is kept."""
    return kept(work, module, record) if work.step is not None else None


def records(turn: Turn, part: Part, *, backwards: bool) -> list[tuple[PartKind, Mapping[str, Any]]]:
    """Let records and the journal change places, one after the other."""
    items = list(part.body["items"])
    order = range(len(items) - 1, -1, -1) if backwards else range(len(items))
    for place in order:
        items[place] = _turned(turn, items[place])
    return [(PartKind.RECORDS, {"items": items})]


def _turned(turn: Turn, item: Mapping[str, Any]) -> Mapping[str, Any]:
    customer_id, record_id, was = int(item["customer_id"]), int(item["id"]), item["was"]
    turn.touches([customer_id])
    module = _module(turn, item)
    current = turn.work.unit.records(module).get(record_id) if module else None
    if module is None or not _free(turn, item, module, current) or turn.stopped:
        return item
    now = kept(turn.work, module, current) if current else None
    repository, files = turn.work.unit.records(module), turn.work.unit.files
    if was is None:
        repository.remove(record_id)
    else:
        repository.put_back(record_id, customer_id, was["row"], exists=current is not None)
        for sha256, content in was["files"].items():
            files.put(customer_id, sha256, base64.b64decode(content))
    for mark in marks(current) if current else ():
        files.drop_unused(customer_id, mark.sha256, registered())
    versions = [current.version] if current else []
    after = int(was["row"]["version"]) if was else None
    if was and current:
        turn.work.unit.floors.lift({record_id: (customer_id, max(*versions, after or 0))})
    return {**item, "was": now, "version": after}


def _module(turn: Turn, item: Mapping[str, Any]) -> Module | None:
    """Return the module of an item that is there and switched on, or note what is wrong."""
    key, customer_id = item["module"], int(item["customer_id"])
    if key not in {module.key for module in registered()}:
        turn.meets([customer_id], Obstacle.FIELD)
        return None
    found = next((module for module in modules_on(turn.work) if module.key == key), None)
    if found is None:
        turn.meets([customer_id], Obstacle.MODULE)
    return found


def _free(turn: Turn, item: Mapping[str, Any], module: Module, current: Record | None) -> bool:
    """Whether nothing stands in the way: the customer is seen and not restricted, the record is as it was left."""
    customer_id, was = int(item["customer_id"]), item["was"]
    standing = turn.held([customer_id]).get(customer_id)
    if standing is None:
        return False
    if standing.restricted:
        return not turn.meets([customer_id], Obstacle.RESTRICTED)
    if (current.version if current else None) != item["version"]:
        return not turn.meets([customer_id], Obstacle.CHANGED)
    repository = turn.work.unit.records(module)
    if was and not repository.fits(was["row"]):
        return not turn.meets([customer_id], Obstacle.FIELD)
    chosen = [was["row"].get(field.name) for field in module.fields if field.kind is Kind.CHOICE] if was else []
    if not turn.work.unit.images.entries_exist([entry for entry in chosen if entry is not None]):
        return not turn.meets([customer_id], Obstacle.ENTRY)
    return True
