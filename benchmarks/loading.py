"""Rows into the program's own tables, past the program: what it would write, without its transaction a customer."""

import random
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import psycopg

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.text import sort_key
from storage.repositories import customer_rows

_AT_ONCE = 20_000
_LANGUAGE = "pl"
_WORDS = ("customer_id", "list_id", "words", "sort_key", "active")


class Loader(ABC):
    """Fills customers, assignments and customer_words of one list."""

    def __init__(self, list_id: int) -> None:
        self._list_id = list_id

    def load(self, customers: Iterator[Customer], shares: dict[int, float], seed: int) -> None:
        """Store customers; each account of `shares` is assigned that part of them, at random."""
        chance = random.Random(seed)  # noqa: S311 - a data set, not a secret
        self.begin()
        while some := list(islice(customers, _AT_ONCE)):
            self.store(some, [pair for one in some for pair in _assigned(one, shares, chance)])
        self.finish()

    def store(self, some: Sequence[Customer], assigned: Sequence[tuple[int, Customer]]) -> None:
        """Store some customers with their words and assignments."""
        rows = [{"id": one.id, "list_id": self._list_id, **customer_rows.columns(one, _LANGUAGE)} for one in some]
        self.insert("customers", list(rows[0]), (tuple(row.values()) for row in rows))
        words = {one.id: self._words(one, row) for one, row in zip(some, rows, strict=True)}
        self.index(words, assigned)
        columns = ["list_id", "account_id", "sort_key", "customer_id", "assigned_by", "assigned_at"]
        self.insert("assignments", columns, (self._assignment(account, one) for account, one in assigned))

    @abstractmethod
    def index(self, words: dict[int, tuple[object, ...]], assigned: Sequence[tuple[int, Customer]]) -> None:
        """Store the words that customers are found by, and are found by those who are assigned."""

    def _words(self, customer: Customer, row: dict[str, Any]) -> tuple[object, ...]:
        words = customer_rows.searched(customer, self._list_id)
        return customer.id, self._list_id, words, row["sort_key"], row["active"]

    def _assignment(self, account: int, customer: Customer) -> tuple[object, ...]:
        key = sort_key(customer.sorting_name, _LANGUAGE)
        return self._list_id, account, key, customer.id, customer.created_by, customer.created_at

    @abstractmethod
    def begin(self) -> None:
        """Make ready for many rows."""

    @abstractmethod
    def insert(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Store rows."""

    @abstractmethod
    def finish(self) -> None:
        """Make the indexes and what the query planner knows."""


def _assigned(customer: Customer, shares: dict[int, float], chance: random.Random) -> Iterator[tuple[int, Customer]]:
    return ((account, customer) for account, share in shares.items() if chance.random() < share)


class SqliteLoader(Loader):
    """Loads through executemany, with the search index and the other indexes built afterwards."""

    def __init__(self, path: str, list_id: int) -> None:
        super().__init__(list_id)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._later: list[str] = []

    def begin(self) -> None:
        """Set indexes and triggers of the filled tables aside."""
        run = self._connection.execute
        run("PRAGMA synchronous = OFF")
        run("PRAGMA cache_size = -200000")
        run("BEGIN")
        aside = run(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
            " AND tbl_name IN ('customers', 'assignments', 'customer_words')"
        ).fetchall()
        for kind, name, sql in aside:
            run(f"DROP {kind} {name}")
            self._later.append(sql)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert rows."""
        places = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of our own tables
        self._connection.executemany(sql, rows)

    def index(self, words: dict[int, tuple[object, ...]], assigned: Sequence[tuple[int, Customer]]) -> None:
        """Store the words; who is assigned is added when the index is built."""
        del assigned
        self.insert("customer_words", _WORDS, words.values())

    def finish(self) -> None:
        """Build what was set aside, and the search index from the words."""
        run = self._connection.execute
        for sql in self._later:
            run(sql)
        run("INSERT INTO customer_search (customer_search) VALUES ('rebuild')")
        run("COMMIT")
        run("ANALYZE")
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


class PostgresLoader(Loader):
    """Loads through COPY as the server's own role, with the indexes that hold no constraint built afterwards."""

    def __init__(self, url: str, list_id: int) -> None:
        super().__init__(list_id)
        self._connection = psycopg.connect(url)
        self._later: list[str] = []

    def begin(self) -> None:
        """Set indexes aside, and let references be taken on trust."""
        run = self._connection.execute
        run("SET LOCAL session_replication_role = replica")
        run("SET LOCAL maintenance_work_mem = '512MB'")
        aside = run(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename IN ('customers', 'assignments', 'customer_words')"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        ).fetchall()
        for name, sql in aside:
            run(f'DROP INDEX "{name}"'.encode())
            self._later.append(sql)

    def index(self, words: dict[int, tuple[object, ...]], assigned: Sequence[tuple[int, Customer]]) -> None:
        """Store the words for the list as a whole, account 0, and once more for each assignment."""
        self.insert("customer_words", [*_WORDS, "account_id"], ((*found, 0) for found in words.values()))
        again = ((*words[one.id], account) for account, one in assigned)
        self.insert("customer_words", [*_WORDS, "account_id"], again)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Copy rows in."""
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(sql.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        """Build the indexes, and let the server learn the tables."""
        for sql in self._later:
            self._connection.execute(sql.encode())
        self._connection.commit()
        self._connection.autocommit = True
        for table in ("customers", "assignments", "customer_words", "members"):
            self._connection.execute(f"VACUUM (ANALYZE) {table}".encode())
        self._connection.close()
