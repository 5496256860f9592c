"""Many new customers as rows of their tables, ready to be stored by the thousand (P1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.measurements import thousandths
from oclient_tui.domain.text import fold
from storage.repositories import customer_rows
from storage.repositories.customer_values import Links

_Row = tuple[Any, ...]
_SORT_KEY = customer_rows.COLUMNS.index("sort_key")

CUSTOMERS = ("list_id", *customer_rows.COLUMNS)
ASSIGNMENTS = ("list_id", "account_id", "sort_key", "customer_id", "assigned_by", "assigned_at")
KEYS = ("list_id", "digest", "customer_id")
LABELS = {
    "customer_categories": ("list_id", "category_id", "customer_id"),
    "customer_interests": ("list_id", "entry_id", "customer_id"),
    "customer_measurements": ("list_id", "entry_id", "customer_id", "thousandths"),
    "customer_tags": ("list_id", "tag_key", "customer_id", "tag"),
}
"""What hangs on a customer: tables and their columns."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A new customer on its way in, with what it is known by; `accounts` are assigned besides the author."""

    customer: Customer
    links: Links
    digests: frozenset[bytes]
    accounts: tuple[int, ...] = ()

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody who is assigned, the author first (X02)."""
        return tuple(dict.fromkeys((self.customer.created_by, *self.accounts)))


@dataclass(frozen=True, slots=True)
class Words:
    """What one customer is found by, and who is assigned to it."""

    customer_id: int
    document: str
    sort_key: str
    active: bool
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows by table."""

    customers: list[_Row]
    assignments: list[_Row]
    keys: list[_Row]
    words: list[Words]
    labels: dict[str, list[_Row]] = field(default_factory=dict[str, list[_Row]])


def batch(rows: Sequence[Incoming], list_id: int, language: str, now: int) -> Batch:
    """Return the rows of new customers."""
    stored: list[_Row] = [(list_id, *customer_rows.stored(row.customer, language)) for row in rows]
    keyed = [(row, row.customer.id, line[1 + _SORT_KEY]) for row, line in zip(rows, stored, strict=True)]
    return Batch(
        stored,
        [(list_id, one, key, number, row.customer.created_by, now) for row, number, key in keyed for one in row.people],
        # In one order for everybody, so that two who want the same keys never wait for each other.
        sorted((list_id, digest, number) for row, number, _ in keyed for digest in row.digests),
        [
            Words(number, customer_rows.searched(row.customer, list_id), key, row.customer.active, row.people)
            for row, number, key in keyed
        ],
        _labels(rows, list_id),
    )


def _labels(rows: Iterable[Incoming], list_id: int) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {table: [] for table in LABELS}
    for row in rows:
        links, tags, number = row.links, row.customer.tags, row.customer.id
        if not (tags or links.categories or links.interests or links.measurements):
            continue
        found["customer_categories"] += [(list_id, entry, number) for entry in links.categories]
        found["customer_interests"] += [(list_id, entry, number) for entry in links.interests]
        amounts = links.measurements.items()
        found["customer_measurements"] += [(list_id, entry, number, thousandths(amount)) for entry, amount in amounts]
        named = {fold(tag): tag for tag in tags}
        found["customer_tags"] += [(list_id, key, number, tag) for key, tag in named.items()]
    return {table: sorted(lines) for table, lines in found.items() if lines}
