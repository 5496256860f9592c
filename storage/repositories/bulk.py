"""Storing very many customers: keys claimed and rows stored in batches (N03, P1)."""

from collections.abc import Collection, Sequence
from contextlib import suppress

import peewee

from oclient_tui.domain.errors import Busy, tr
from storage.bulk_postgres import PostgresBulk
from storage.bulk_rows import Incoming as Incoming
from storage.bulk_rows import batch
from storage.bulk_sqlite import SqliteBulk
from storage.engine import Engine
from storage.repositories.duplicates import DuplicateRepository
from storage.scope import Scope


class BulkRepository:
    """Many new customers of one list: `claim`, then `add` what was claimed, again and again, then `finish`."""

    def __init__(self, engine: Engine, scope: Scope, duplicates: DuplicateRepository) -> None:
        self._list_id = scope.list_id
        self._duplicates = duplicates
        self._claimed: dict[bytes, int] = {}
        self._engine_bulk = _bulk_of(engine, scope.list_id)

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
        """Store claimed rows with their labels, measurements, words and assignments; the author is always assigned.

        Raise Busy if somebody took one of their keys since: the whole is to be tried again.
        """
        if not rows:
            return
        if not self._engine_bulk.add(batch(rows, self._list_id, language, now)):
            raise Busy(tr("Somebody else changed the same thing just now. Try again."))
        self._claimed.clear()

    def finish(self) -> None:
        """Do what was put off, once, at the end."""
        self._engine_bulk.finish()

    def close(self) -> None:
        """Give back what was taken for speed; the transaction may have failed."""
        with suppress(peewee.PeeweeException):  # the error that ended the transaction is what counts
            self._engine_bulk.close()

    def _holders(self, digests: Collection[bytes]) -> dict[bytes, frozenset[int]]:
        found: dict[bytes, set[int]] = {}
        for digest, customer_id in self._duplicates.holders(digests):
            found.setdefault(digest, set()).update([customer_id] if customer_id else [])
        return {digest: frozenset(ids) for digest, ids in found.items()}


def _bulk_of(engine: Engine, list_id: int) -> SqliteBulk | PostgresBulk:
    return PostgresBulk(engine, list_id) if engine.name == "postgresql" else SqliteBulk(engine, list_id)
