"""What can stand in the table of customers: columns, what each shows, and by which of them it is sorted."""

from collections.abc import Callable, Mapping, Sequence

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import tr
from screens.clock import shown_day
from screens.widgets.lines import GUTTER, Cell, Column

NAME = Column("name", tr("Name"), 0)
OTHERS = (
    Column("company", tr("Company"), 20),
    Column("city", tr("City"), 12),
    Column("phone", tr("Phone"), 16),
    Column("email", tr("E-mail"), 26),
    Column("categories", tr("Categories"), 14),
    Column("tags", tr("Tags"), 14),
    Column("who", tr("Who"), 8),
    Column("created", tr("Added"), 10),
    Column("updated", tr("Changed"), 10),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in (NAME, *OTHERS)}
STANDARD = ("city", "phone", "categories", "who")
_LEAST_NAME = 21
_GIVEN_UP_FIRST = ("updated", "created", "tags", "categories", "email", "company", "who", "phone", "city")
ORDERS = ("name", "company", "city", "email", "created", "updated")
"""Columns that a list can be sorted by, named as the services name the order."""

_FIRST_SEEN_LAST = ("created", "updated")


def chosen(keys: Sequence[str]) -> tuple[Column, ...]:
    """Return the name and the columns of these keys; unknown ones, kept by another version, are passed over."""
    return (NAME, *(BY_KEY[key] for key in keys if key in BY_KEY and key != "name"))


def fitting(columns: Sequence[Column], width: int) -> tuple[Column, ...]:
    """Return the columns that leave the name enough room, the least needed given up first."""
    kept = list(columns)
    for key in _GIVEN_UP_FIRST:
        if GUTTER + _LEAST_NAME + 1 + sum(column.width + 1 for column in kept if column.width) <= width:
            break
        kept = [column for column in kept if column.key != key]
    return tuple(kept)


def first_way(order: str) -> str:
    """Return an order the way round that is wanted first: names from a, days from the latest."""
    return f"-{order}" if order in _FIRST_SEEN_LAST else order


def _several(values: Sequence[str]) -> str:
    return f"{values[0]} +{len(values) - 1}" if len(values) > 1 else "".join(values)


def _initials(emails: Sequence[str]) -> str:
    return " ".join(email[:2].upper() for email in emails)


_SHOWN: Mapping[str, Callable[[Customer], Cell]] = {
    "name": lambda row: Cell(row.sorting_name, "text"),
    "company": lambda row: Cell(row.company, "text"),
    "city": lambda row: Cell(row.city),
    "phone": lambda row: Cell(row.phones[0] if row.phones else "", "text"),
    "email": lambda row: Cell(row.emails[0] if row.emails else "", "text"),
    "categories": lambda row: Cell(_several(row.categories)),
    "tags": lambda row: Cell(_several(row.tags)),
    "who": lambda row: Cell(_initials(row.assigned)),
    "created": lambda row: Cell(shown_day(row.created_at)[:10]),
    "updated": lambda row: Cell(shown_day(row.updated_at)[:10]),
}


def cell(row: Customer, key: str) -> Cell:
    """Return what stands in a column of a customer's row."""
    return _SHOWN[key](row)


def copied(row: Customer, keys: Sequence[str]) -> str:
    """Return a row as text for another program: whole values with tabs between."""
    whole = {"categories": ", ".join(row.categories), "tags": ", ".join(row.tags), "who": ", ".join(row.assigned)}
    return "\t".join(whole.get(key, cell(row, key).text) for key in keys)
