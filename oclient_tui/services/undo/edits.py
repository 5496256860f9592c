"""Customers that were edited: their rows change places with those of the journal (N03, N18)."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import digests
from oclient_tui.domain.undo import Obstacle, Part, PartKind
from oclient_tui.services.customers.duplicates import refusal
from oclient_tui.services.undo.turn import Turn
from storage.repositories.customers import Standing
from storage.repositories.row_images import CUSTOMERS, Image


def edited(turn: Turn, part: Part) -> list[tuple[PartKind, Mapping[str, Any]]]:
    """Give customers the values of their images; one that has another version by now stands in the way."""
    items = {int(item["id"]): item for item in part.body["items"]}
    images: dict[int, Image] = {one: item["image"] for one, item in items.items()}
    unit = turn.work.unit
    turn.touches(items)
    standing = turn.held(list(items))
    turn.meets([one for one, found in standing.items() if found.version != items[one]["version"]], Obstacle.CHANGED)
    _check_restriction(turn, standing, images)
    turn.meets(unit.images.unknown(images), Obstacle.FIELD)
    turn.meets(unit.images.without_entries(images), Obstacle.ENTRY)
    if turn.stopped:
        return []
    now = unit.images.read(
        list(items), {"customer_tags", *(table for item in items.values() for table in item["tables"])}
    )
    then = {one: _joined(now[one], item) for one, item in items.items()}
    for tables, some in _by_tables(items).items():
        unit.images.put({one: then[one] for one in some}, now, tables, turn.language)
    before, after = unit.images.customers(now), unit.images.customers(then)
    keys = _rekey(turn, items, before, after)
    swapped = [
        {**item, "version": after[one].version, "image": _only(now[one], item["tables"]), "keys": keys.get(one, {})}
        for one, item in items.items()
    ]
    unit.floors.lift({one: (one, max(before[one].version, after[one].version)) for one in items})
    return [(PartKind.EDITED, {"items": swapped})]


def _check_restriction(turn: Turn, standing: Mapping[int, Standing], images: Mapping[int, Image]) -> None:
    for one, found in standing.items():
        obstacle = turn.restriction(found.restricted, bool(images[one][CUSTOMERS][0]["restricted"]))
        if obstacle is not None:
            turn.meets([one], obstacle)


def _by_tables(items: Mapping[int, Any]) -> dict[tuple[str, ...], list[int]]:
    """Return the customers by the tables that their edit touched: no other is written."""
    found: dict[tuple[str, ...], list[int]] = {}
    for one, item in items.items():
        found.setdefault(tuple(item["tables"]), []).append(one)
    return found


def _joined(now: Image, item: Mapping[str, Any]) -> Image:
    """Return what a customer will be: the rows of the journal, and of tables it does not speak of those that are."""
    kept = {name: rows for name, rows in now.items() if name not in item["tables"] and name != CUSTOMERS}
    image: Image = item["image"]
    return {**kept, **image}


def _only(image: Image, tables: list[str]) -> Image:
    return {name: rows for name, rows in image.items() if name == CUSTOMERS or name in tables}


def _rekey(
    turn: Turn, items: Mapping[int, Any], before: Mapping[int, Customer], after: Mapping[int, Customer]
) -> dict[int, Mapping[str, Any]]:
    """Exchange keys of duplicate control, and return what was given up; raise Duplicate for one that is taken."""
    given: dict[int, Mapping[str, Any]] = {}
    if not turn.rules:
        return given
    unit, list_id = turn.work.unit, turn.work.here.list_id
    had = {one: digests(list_id, turn.rules, customer) for one, customer in before.items()}
    want = {one: digests(list_id, turn.rules, customer) for one, customer in after.items()}
    if any(want[one] - had[one] for one in items):
        turn.check_duplicates()
    # First everybody gives up, so that keys can go round among the customers of one step.
    for one in items:
        if had[one] - want[one]:
            given[one] = unit.duplicates.held(one, had[one] - want[one])
            unit.duplicates.release(one, had[one] - want[one])
    for one, item in items.items():
        gained = want[one] - had[one]
        with unit.putting_back() if gained else nullcontext():
            free = not gained or unit.duplicates.regain(one, gained, item["keys"])
        if not free:
            raise refusal(turn.work, one, gained)
    return given
