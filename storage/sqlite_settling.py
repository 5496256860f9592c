"""What happens to a restored copy before it becomes the database: removals again, no sign-in, no trace (D30, W3)."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.sqlite_takeover import Standing

_FIRST = ("duplicate_clashes", "duplicate_keys")
"""Emptied before all others: a trigger passes a key on to whoever stands among the clashes."""

_OF_CUSTOMER = "customer_id"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed again."""

    lists: int = 0
    customers: int = 0


def hold_outbox(copy: sqlite3.Connection) -> None:
    """Put every message that waits on hold, so that a restore sends nothing twice (W3).

    There is no outbox yet; the issue that brings one fills this in.
    """


class Settling:
    """A copy, opened alone, in one transaction; nothing of it stands before `commit`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ids(self) -> tuple[list[int], list[int]]:
        """Return the ids of all lists and of all customers."""
        with closing(sqlite3.connect(self._path)) as copy:
            lists = [int(row[0]) for row in copy.execute("SELECT list_id FROM customer_lists")]
            customers = [int(row[0]) for row in copy.execute("SELECT id FROM customers")]
        return lists, customers

    def settle(self, lists: Sequence[int], customers: Sequence[int], standing: Standing) -> Removed:
        """Remove lists and customers that the ledger names, end every sign-in, and leave no trace in the file."""
        with closing(sqlite3.connect(self._path, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute("BEGIN EXCLUSIVE")
            tables = _tables(copy)
            for part in _parts(lists):
                _remove_lists(copy, tables, part)
            for part in _parts(customers):
                _remove_customers(copy, tables, part)
            _end_sign_ins(copy, standing)
            hold_outbox(copy)
            if lists or customers:
                copy.execute("INSERT INTO customer_search (customer_search) VALUES ('rebuild')")
            copy.execute("COMMIT")
        return Removed(len(lists), len(customers))

    def finish(self) -> None:
        """Make it one compact file without a log beside it, as it goes into its place."""
        with closing(sqlite3.connect(self._path, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
            copy.execute("VACUUM")


def _tables(copy: sqlite3.Connection) -> Mapping[str, frozenset[str]]:
    """Return every plain table with its columns, those that must be emptied first in front."""
    found = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'customer_search%'")
    names = sorted((str(row[0]) for row in found), key=lambda name: (name not in _FIRST, name))
    return {name: frozenset(row[1] for row in copy.execute(f'PRAGMA table_info("{name}")')) for name in names}


def _remove_lists(copy: sqlite3.Connection, tables: Mapping[str, frozenset[str]], lists: Sequence[int]) -> None:
    _delete(copy, [name for name, columns in tables.items() if "list_id" in columns], "list_id", lists)


def _remove_customers(copy: sqlite3.Connection, tables: Mapping[str, frozenset[str]], ids: Sequence[int]) -> None:
    """Remove customers, what hangs on them, and what the audit says of them; its chain stays whole (D8)."""
    marks = ", ".join("?" * len(ids))
    _delete(copy, [name for name, columns in tables.items() if _OF_CUSTOMER in columns], _OF_CUSTOMER, ids)
    _delete(copy, ["customers"], "id", ids)
    said = f"SELECT list_id, seq FROM audit_entries WHERE subject IN ({marks})"  # noqa: S608 - question marks
    erase = f"DELETE FROM audit_values WHERE (list_id, seq) IN ({said})"  # noqa: S608 - the same
    copy.execute(erase, [str(number) for number in ids])


def _delete(copy: sqlite3.Connection, tables: Collection[str], column: str, values: Sequence[int]) -> None:
    marks = ", ".join("?" * len(values))
    for name in tables:
        copy.execute(f'DELETE FROM "{name}" WHERE {column} IN ({marks})', list(values))  # noqa: S608 - the schema's names


def _end_sign_ins(copy: sqlite3.Connection, standing: Standing) -> None:
    """End every session, kept or running, of before and after the backup; closed accounts stay closed (S6)."""
    copy.execute("DELETE FROM sign_ins")
    copy.execute("UPDATE accounts SET epoch = 1 + max(?, (SELECT max(epoch) FROM accounts))", (standing.epoch,))
    copy.executemany("UPDATE accounts SET disabled = 1 WHERE id = ?", [(account,) for account in standing.disabled])


def _parts(values: Sequence[int]) -> list[Sequence[int]]:
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]
