"""The audit's chains: appended at the end of a transaction, read by the owner."""

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import peewee

from oclient_tui.domain.audit import START, Entry, Event, Values, entry_hash, values_digest, values_text
from storage.scope import Scope
from storage.tables.audit import AuditEntryRow, AuditHeadRow, AuditValuesRow

_READ_AT_ONCE = 1000


class AuditRepository:
    """One chain."""

    def __init__(self, scope: Scope, *, locks: bool) -> None:
        self._scope = scope
        self._locks = locks

    def append(self, events: Sequence[Event], *, actor: int, door: str, at: int, salt: str) -> None:
        """Add events at the end of the chain; the head is held until the transaction ends."""
        seq, previous, started = self._head(hold=True)
        for number, event in enumerate(events, start=seq + 1):
            values = Values(f"{salt}{number:x}", values_text(event))
            digest = values_digest(values) if values.text else ""
            entry = Entry(
                self._scope.list_id, number, at, actor, door, event.action, event.subject, event.outcome, event.reason,
                digest, previous, "",
            )  # fmt: skip
            entry = replace(entry, hash=entry_hash(entry))
            self._scope.insert(AuditEntryRow, _columns(entry)).execute()
            if digest:
                side = {"seq": number, "salt": values.salt, "text": values.text}
                self._scope.insert(AuditValuesRow, side).execute()
            seq, previous = number, entry.hash
        head = {"seq": seq, "hash": previous}
        if started:
            self._scope.update(AuditHeadRow, head).execute()
        else:
            self._scope.insert(AuditHeadRow, head).execute()

    def head(self) -> tuple[int, str]:
        """Return the chain's length and last hash."""
        seq, last, _ = self._head(hold=False)
        return seq, last

    def links(self) -> Iterator[tuple[Entry, Values | None]]:
        """Return the whole chain in order, with the values that still stand."""
        after = 0
        while page := self.page(after, _READ_AT_ONCE):
            yield from page
            after = page[-1][0].seq

    def page(self, after: int, limit: int) -> list[tuple[Entry, Values | None]]:
        """Return entries after a place in the chain, in order."""
        query = self._scope.select(AuditEntryRow).where(AuditEntryRow.seq > after)
        return self._with_values(query.order_by(AuditEntryRow.seq), limit)

    def newest(
        self, before: int, limit: int, *, actor: int | None = None, action: str = ""
    ) -> list[tuple[Entry, Values | None]]:
        """Return entries before a place in the chain (0 is the end), newest first: of one person, of one action."""
        query = self._scope.select(AuditEntryRow).order_by(AuditEntryRow.seq.desc())
        query = query.where(AuditEntryRow.seq < before) if before else query
        query = query.where(AuditEntryRow.actor == actor) if actor is not None else query
        return self._with_values(query.where(AuditEntryRow.action == action) if action else query, limit)

    def _with_values(self, query: Any, limit: int) -> list[tuple[Entry, Values | None]]:
        with _as_it_stands(self._scope.database):
            entries = [_entry(row) for row in query.limit(limit)]
            seqs = [entry.seq for entry in entries]
            sides = self._scope.select(AuditValuesRow).where(AuditValuesRow.seq.in_(seqs)) if seqs else ()
            values = {row.seq: Values(row.salt, row.text) for row in sides}
        return [(entry, values.get(entry.seq)) for entry in entries]

    def _head(self, *, hold: bool) -> tuple[int, str, bool]:
        query = self._scope.select(AuditHeadRow)
        if hold and self._locks:
            query = query.for_update("FOR UPDATE")
        with _as_it_stands(self._scope.database):
            row = query.first()
        return (row.seq, row.hash, True) if row else (0, START, False)


@contextmanager
def _as_it_stands(database: peewee.Database) -> Generator[None]:
    """Read bytes that are no UTF-8 as �, where SQLite would fail: verifying must come as far as the row and name it."""
    connection = database.connection()
    if not isinstance(connection, sqlite3.Connection):
        yield
        return
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        yield
    finally:
        connection.text_factory = str


def _columns(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__ if name != "list_id"}


def _entry(row: AuditEntryRow) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})
