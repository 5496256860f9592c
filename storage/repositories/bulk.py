"""Storing very many customers: keys claimed and rows stored in batches (N03, P1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.text import sort_key
from storage.engine import Engine
from storage.repositories.assignments import AssignmentRepository
from storage.repositories.customer_values import Links
from storage.repositories.customers import CustomerRepository
from storage.repositories.duplicates import DuplicateRepository


@dataclass(frozen=True, slots=True)
class Incoming:
    """A new customer on its way in, with what it is known by; `accounts` are assigned besides the author."""

    customer: Customer
    links: Links
    digests: frozenset[bytes]
    accounts: tuple[int, ...] = ()


class BulkRepository:
    """Many new customers of one list: `claim`, then `add` what was claimed, again and again, then `finish`."""

    def __init__(
        self,
        engine: Engine,
        customers: CustomerRepository,
        assignments: AssignmentRepository,
        duplicates: DuplicateRepository,
    ) -> None:
        self._engine = engine
        self._customers = customers
        self._assignments = assignments
        self._duplicates = duplicates
        self._claimed: dict[bytes, int] = {}

    def claim(self, rows: Sequence[Incoming]) -> dict[int, frozenset[int]]:
        """Take the keys of every row that is free, in order; nothing of a refused row is kept.

        Return, for each refused row by its customer's id, the customers that hold one of its keys: those that the
        person sees, and those claimed before. Nothing at all is named where only hidden records hold them (N01). What
        was claimed must be added before anything else is written.
        """
        refused: dict[int, frozenset[int]] = {}
        held = self._holders({digest for row in rows for digest in row.digests} - self._claimed.keys())
        for row in rows:
            named = [held[digest] for digest in row.digests if digest in held]
            named += [frozenset({self._claimed[digest]}) for digest in row.digests if digest in self._claimed]
            if named:
                refused[row.customer.id] = frozenset[int]().union(*named)
            else:
                self._claimed |= dict.fromkeys(row.digests, row.customer.id)
        return refused

    def add(self, rows: Sequence[Incoming], language: str, now: int) -> None:
        """Store claimed rows with their labels, measurements, words and assignments; the author is always assigned."""
        for row in rows:
            customer, author = row.customer, row.customer.created_by
            self._customers.add(customer, language)
            self._assignments.assign_author(customer.id, author, sort_key(customer.sorting_name, language), now)
            if row.digests:
                self._duplicates.claim(customer.id, row.digests)
            self._customers.complete(customer, row.links)
            for account in set(row.accounts) - {author}:
                self._assignments.assign([customer.id], account, author, now)
        self._claimed.clear()

    def finish(self) -> None:
        """Do what was put off, once, at the end."""

    def _holders(self, digests: Collection[bytes]) -> dict[bytes, frozenset[int]]:
        found: dict[bytes, set[int]] = {}
        for digest, customer_id in self._duplicates.holders(digests):
            found.setdefault(digest, set()).update([customer_id] if customer_id else [])
        return {digest: frozenset(ids) for digest, ids in found.items()}
