"""Assignments that began or ended, and requests for them that were answered."""

from collections.abc import Mapping
from typing import Any

from oclient_tui.domain.undo import AT_ONCE, Obstacle, Part, PartKind
from oclient_tui.services.undo.turn import Turn

Way = list[tuple[PartKind, Mapping[str, Any]]]
Assignment = tuple[int, int, int, int]
"""Customer, account, by whom and when it was assigned."""


def assigned(turn: Turn, part: Part) -> Way:
    """End assignments that are still those of the step."""
    rows: list[Assignment] = [tuple(item) for item in part.body["items"]]
    # One's own go last: they may be what makes the rows visible.
    for some in _in_parts(sorted(rows, key=lambda row: row[1] == turn.work.me.id)):
        standing = turn.held(sorted({row[0] for row in some}))
        there = turn.work.unit.assignments.rows(list(standing))
        turn.meets([row[0] for row in some if row[0] in standing and row not in there], Obstacle.CHANGED)
        if not turn.stopped:
            for account in dict.fromkeys(row[1] for row in some):
                turn.work.unit.assignments.unassign([row[0] for row in some if row[1] == account], account)
    turn.touches(row[0] for row in rows)
    return [(PartKind.UNASSIGNED, part.body)]


def unassigned(turn: Turn, part: Part) -> Way:
    """Let ended assignments stand again, just as they were; only customers that one sees without them."""
    rows: list[Assignment] = [tuple(item) for item in part.body["items"]]
    for some in _in_parts(rows):
        standing = turn.held(sorted({row[0] for row in some}))
        there = {(row[0], row[1]) for row in turn.work.unit.assignments.rows(list(standing))}
        turn.meets([row[0] for row in some if not turn.stayed(row[1], row[3])], Obstacle.PERSON)
        turn.meets([row[0] for row in some if row[:2] in there], Obstacle.CHANGED)
        if not turn.stopped:
            turn.work.unit.assignments.put_back(some)
    turn.touches(row[0] for row in rows)
    return [(PartKind.ASSIGNED, part.body)]


def _in_parts(rows: list[Assignment]) -> list[list[Assignment]]:
    return [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]


def answered(turn: Turn, part: Part) -> Way:
    """Open requests again."""
    items = part.body["items"]
    standing = turn.held(sorted({item["customer_id"] for item in items}))
    gone = [item for item in items if not turn.stayed(item["row"]["account_id"], item["row"]["at"])]
    turn.meets([item["customer_id"] for item in gone], Obstacle.PERSON)
    open_ = {(request.account_id, request.customer_id) for request in turn.work.unit.requests.all()}
    asked = [item["customer_id"] for item in items if (item["row"]["account_id"], item["customer_id"]) in open_]
    turn.meets(asked, Obstacle.CHANGED)
    if not turn.stopped:
        for item in items:
            turn.work.unit.requests.reopen(item["customer_id"], item["row"])
    turn.touches(standing)
    return [(PartKind.ASKED, part.body)]


def asked(turn: Turn, part: Part) -> Way:
    """Close requests that were opened again."""
    items = part.body["items"]
    standing = turn.held(sorted({item["customer_id"] for item in items}))
    for item in items:
        found = item["customer_id"] in standing
        if found and not turn.looks and turn.work.unit.requests.take(item["row"]["id"]) is None:
            turn.meets([item["customer_id"]], Obstacle.CHANGED)
    turn.touches(standing)
    return [(PartKind.ANSWERED, part.body)]
