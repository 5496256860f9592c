"""Customers that were added or deleted: taken away again, or put back with everything that hung on them (D21)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from oclient_tui.domain.duplicates import digests
from oclient_tui.domain.undo import AT_ONCE, Obstacle, Part, PartKind, ids_of
from oclient_tui.services.customers.duplicates import refusal
from oclient_tui.services.messages.deleting import end_messages
from oclient_tui.services.undo.turn import Turn
from storage.repositories.row_images import CLASHES, KEYS, WORDS, Image, hanging

_LABELS = frozenset({"customer_categories", "customer_interests", "customer_measurements", "customer_tags"})
_MOVING = frozenset({KEYS, CLASHES, WORDS, "version_floors"})
"""What may be otherwise without anybody having changed the customer."""

_PEOPLE = {"assignments": "assigned_at", "assignment_requests": "at"}
"""Tables that name people, and the column that says since when."""


def added(turn: Turn, part: Part) -> list[tuple[PartKind, Mapping[str, Any]]]:
    """Remove customers as they were added; a changed one, or one that something was hung on, stands in the way."""
    ids = ids_of(part.body["ids"])
    assigned, consents = int(part.body["assigned"]), int(part.body["consents"])
    gone: list[tuple[PartKind, Mapping[str, Any]]] = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        standing = turn.held(some)
        turn.meets([one for one, found in standing.items() if found.version != 1], Obstacle.CHANGED)
        people, given, grown = _hung(turn, some)
        turn.meets(grown, Obstacle.GREW)
        if not turn.stopped:
            end_messages(turn.work, some)
        assigned, consents = assigned - people, consents - given
        gone += _removed(turn, list(standing))
    if assigned or consents:
        turn.meets(ids[:1], Obstacle.GREW)
    return gone


def _hung(turn: Turn, ids: Sequence[int]) -> tuple[int, int, list[int]]:
    """Return how many assignments of the step's own moment and consents there are, and on whom something else hangs.

    An automatic e-mail that still waits is nothing that hangs on a customer.
    """
    counts = turn.work.unit.images.counts(ids, [name for name in hanging() if name not in _LABELS | _MOVING])
    people, fresh = turn.work.unit.images.assigned_at(ids, turn.step.at)
    consents = sum(counts.pop("consent_events", {}).values())
    counts.pop("assignments", None)
    answers = turn.work.unit.outbox.waiting_answers(ids)
    for name in ("outbox", "rendered"):
        more = {one: count for one, count in counts.pop(name, {}).items() if count > answers.get(one, 0)}
        counts[name] = more
    grown = {one for of_table in counts.values() for one in of_table} | set(fresh)
    return people, consents, sorted(grown)


def returned(turn: Turn, part: Part) -> list[tuple[PartKind, Mapping[str, Any]]]:
    """Remove customers that were put back, as they were put back."""
    marks = {int(one): mark for one, mark in part.body["marks"]}
    standing = turn.held(list(marks))
    images = turn.work.unit.images.read_all(list(standing))
    turn.meets([one for one, image in images.items() if _mark(image) != marks[one]], Obstacle.CHANGED)
    return _removed(turn, list(standing), images)


def _removed(
    turn: Turn, ids: Sequence[int], images: Mapping[int, Image] | None = None
) -> list[tuple[PartKind, Mapping[str, Any]]]:
    turn.touches(ids)
    if turn.stopped or not ids:
        return []
    kept = images or turn.work.unit.images.read_all(ids)
    turn.work.unit.images.remove(ids)
    return [(PartKind.REMOVED, {"items": [{"id": one, "image": kept[one]} for one in ids]})]


def removed(turn: Turn, part: Part) -> list[tuple[PartKind, Mapping[str, Any]]]:
    """Put customers back with every row; refused where a person, an entry or a column of theirs is gone."""
    images: dict[int, Image] = {item["id"]: item["image"] for item in part.body["items"]}
    unit = turn.work.unit
    turn.touches(images)
    turn.meets(unit.customers.standing(list(images), holding=False), Obstacle.CHANGED)
    turn.meets(unit.images.unknown(images), Obstacle.FIELD)
    turn.meets(_without_people(turn, images), Obstacle.PERSON)
    turn.meets(unit.images.without_entries(images), Obstacle.ENTRY)
    if turn.stopped:
        return []
    unit.images.insert(images, turn.language)
    _claim(turn, images)
    seen = unit.customers.standing(list(images), holding=False)
    turn.meets([one for one in images if one not in seen], Obstacle.GONE)
    return [(PartKind.RETURNED, {"marks": [[one, _mark(image)] for one, image in images.items()]})]


def _without_people(turn: Turn, images: Mapping[int, Image]) -> list[int]:
    return [
        one
        for one, image in images.items()
        for name, since in _PEOPLE.items()
        if any(not turn.stayed(row["account_id"], row[since]) for row in image.get(name, ()))
    ]


def _claim(turn: Turn, images: Mapping[int, Image]) -> None:
    """Take the keys back by the rules in force; raise Duplicate where another has one that had none of them before."""
    if not turn.rules:
        return
    turn.check_duplicates()
    unit, list_id = turn.work.unit, turn.work.here.list_id
    for one, customer in unit.images.customers(images).items():
        wanted = digests(list_id, turn.rules, customer)
        image = images[one]
        held = {row["digest"]: bool(row["inherited"]) for row in image.get(KEYS, ())}
        clashed = [row["digest"] for row in image.get(CLASHES, ())]
        with unit.putting_back():
            free = unit.duplicates.regain(one, wanted, {"held": held, "clashed": clashed})
        if not free:
            raise refusal(turn.work, one, wanted)


def _mark(image: Image) -> str:
    """Return a digest of all that somebody could have changed on a customer."""
    kept = {name: rows for name, rows in image.items() if name not in _MOVING}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
