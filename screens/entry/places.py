"""A list as a line of the lists screen: what one is there, how many customers one sees, how many people, what waits."""

from dataclasses import dataclass, field

from oclient_tui.config.business_types import business_types
from oclient_tui.config.language import spoken, translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import Membership
from screens.figures import figure
from screens.widgets.lines import Cell, Column

ROLES = {"owner": tr("owner"), "admin": tr("admin"), "member": tr("member")}
COLUMNS = (
    Column("name", tr("List"), 0),
    Column("type", tr("Type"), 19),
    Column("role", tr("You are"), 12),
    Column("seen", tr("You see"), 9, right=True),
    Column("people", tr("People"), 7, right=True),
    Column("note", "", 23),
)
_WIDE_ONLY = frozenset({"type", "note"})
_NARROW = 100


@dataclass
class Facts:
    """What is counted after the lists are drawn, by list; whatever is missing is still on its way."""

    seen: dict[int, int] = field(default_factory=dict[int, int])
    people: dict[int, int] = field(default_factory=dict[int, int])
    asked: dict[int, int] = field(default_factory=dict[int, int])
    """Requests to be assigned a customer, where one is the owner."""


def columns(width: int) -> tuple[Column, ...]:
    """Return the columns that fit."""
    return COLUMNS if width >= _NARROW else tuple(one for one in COLUMNS if one.key not in _WIDE_ONLY)


def cells(row: Membership, facts: Facts, width: int) -> list[Cell]:
    """Return what stands in each column."""
    found = row.list
    texts = {
        "name": Cell(found.name, "text"),
        "type": Cell(type_in_words(found.business_type)),
        "role": Cell(translate(ROLES[row.role])),
        "seen": Cell(_number(facts.seen.get(found.id)), "text"),
        "people": Cell(_number(facts.people.get(found.id))),
        "note": _note(row, facts),
    }
    return [texts[column.key] for column in columns(width)]


def type_in_words(key: str) -> str:
    """Return a business type's title; its key where this program has no such type any more."""
    return next((kind.title for kind in business_types(spoken()) if kind.key == key), key)


def _number(known: int | None) -> str:
    return "…" if known is None else figure(known)


def _note(row: Membership, facts: Facts) -> Cell:
    asked = facts.asked.get(row.list.id, 0)
    if asked:
        return Cell(translate(tr("● requests: {number}")).format(number=asked), "accent")
    if facts.seen.get(row.list.id) == 0:
        return Cell(translate(tr("empty, start here")) if row.role == "owner" else translate(tr("nothing yet")))
    if row.list.assigned_only and row.role == "member":
        return Cell(translate(tr("yours only")))
    return Cell("")
