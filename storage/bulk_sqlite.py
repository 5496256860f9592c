"""Many rows into SQLite on the driver's own connection: a statement a table, no object a row (P1)."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

from storage.bulk_rows import ASSIGNMENTS, CUSTOMERS, KEYS, LABELS, Batch, Words
from storage.engine import Engine, driver_errors
from storage.search import account_word

_WHILE_LOADING = (
    # Indexes are filled in random order, and a page that was put away must come back.
    ("cache_size", -65_536),
    # Pages that are read where the system keeps them would count as our memory, and here all of them are.
    ("mmap_size", 0),
)

_FTS_WHILE_LOADING = (("automerge", 16, 4), ("hashsize", 2 << 20, 1 << 20))
"""Settings of the search index, and what FTS5 has by itself: fewer and larger merges take a quarter of the time."""

_SET_FTS = "INSERT INTO customer_search (customer_search, rank) VALUES (?, ?)"
_INDEXING = ("customer_words_added", "assignments_added")
"""Triggers that put words into the search index one row at a time."""


class SqliteBulk:
    """Stores batches for one list."""

    def __init__(self, engine: Engine, list_id: int) -> None:
        self._engine = engine
        self._list_id = list_id
        self._before: dict[str, int] | None = None

    def add(self, batch: Batch) -> bool:
        """Store a batch; False if somebody has one of its keys."""
        if self._before is None:
            self._begin()
        self._insert("customers", CUSTOMERS, batch.customers)
        with self._words_by_hand():
            self._insert("assignments", ASSIGNMENTS, batch.assignments)
            self._index(batch.words)
        for table, rows in batch.labels.items():
            self._insert(table, LABELS[table], rows)
        return self._insert("duplicate_keys", KEYS, batch.keys, "INSERT OR IGNORE") == len(batch.keys)

    def _begin(self) -> None:
        self._before = {name: int(self._rows(f"PRAGMA {name}")[0][0]) for name, _ in _WHILE_LOADING}
        for name, value in _WHILE_LOADING:
            self._rows(f"PRAGMA {name} = {value}")
        for name, value, _ in _FTS_WHILE_LOADING:
            self._rows(_SET_FTS, (name, value))

    def finish(self) -> None:
        """Let the search index be as it was."""
        if self._before is not None:
            for name, _, value in _FTS_WHILE_LOADING:
                self._rows(_SET_FTS, (name, value))

    def close(self) -> None:
        """Give back the memory; also after an error, when nothing is stored."""
        if self._before is not None:
            for name, value in self._before.items():
                self._rows(f"PRAGMA {name} = {value}")
            self._before = None

    @contextmanager
    def _words_by_hand(self) -> Generator[None]:
        """Take the triggers away that index row by row, and put them back: what was stored meanwhile we index.

        It happens inside the transaction, in which nobody else writes; if it ends here, they were never gone.
        """
        made = self._rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN (?, ?)", _INDEXING)
        for name, _ in made:
            self._rows(f"DROP TRIGGER {name}")
        yield
        for _, sql in made:
            self._rows(sql)

    def _index(self, words: Sequence[Words]) -> None:
        last = int(self._rows("SELECT coalesce(max(number), 0) FROM customer_words")[0][0])
        numbered = list(enumerate(words, last + 1))
        self._insert(
            "customer_words",
            ("number", "customer_id", "list_id", "words", "sort_key", "active"),
            [(n, one.customer_id, self._list_id, one.document, one.sort_key, one.active) for n, one in numbered],
        )
        self._insert(
            "customer_search",
            ("rowid", "words"),
            ((n, " ".join((one.document, *map(account_word, one.people)))) for n, one in numbered),
        )

    def _insert(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]], how: str = "INSERT") -> int:
        places = ", ".join("?" * len(columns))
        sql = f"{how} INTO {table} ({', '.join(columns)}) VALUES ({places})"
        connection: Any = self._engine.database.connection()
        with driver_errors:
            return int(connection.executemany(sql, rows).rowcount)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> Any:
        return self._engine.database.execute_sql(sql, values).fetchall()
