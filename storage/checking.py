"""Compares what is stored twice: search words and duplicate keys against the customers that they are made of."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import peewee

from oclient_tui.domain.duplicates import Rules
from oclient_tui.domain.module import Module
from oclient_tui.domain.search import document
from storage.duplicate_staging import staging
from storage.engine import Engine
from storage.repositories.customer_rows import SEARCHED
from storage.repositories.duplicates import DuplicateRepository
from storage.scope import Scope
from storage.tables.records import columns, table_name

_AT_ONCE = 5_000
_UNEQUAL = (
    "SELECT count(*) FROM (SELECT digest, customer_id FROM found_keys EXCEPT SELECT * FROM {stored}) a",
    "SELECT count(*) FROM (SELECT * FROM {stored} EXCEPT SELECT digest, customer_id FROM found_keys) b",
)
_STORED = (
    "(SELECT digest, customer_id FROM duplicate_keys WHERE list_id = {list:d}"
    " UNION SELECT digest, customer_id FROM duplicate_clashes WHERE list_id = {list:d}) AS kept"
)
_UNINDEXED = (
    "SELECT 1 FROM customer_words w WHERE w.words <> '' AND w.number NOT IN (SELECT doc FROM temp.found_words) LIMIT 1"
)
_WORDS = (
    "SELECT c.id, {texts}, c.emails, c.phones, w.words, (SELECT json_group_array(t.tag) FROM customer_tags t"
    " WHERE t.list_id = c.list_id AND t.customer_id = c.id) FROM customers c"
    " LEFT JOIN customer_words w ON w.customer_id = c.id AND w.list_id = c.list_id"
    " WHERE c.list_id = ? AND c.id > ? ORDER BY c.id LIMIT ?"
)


class Checker:
    """Looks at one database in the open transaction; finds, and mends nothing."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope
        self._run: Callable[..., Any] = engine.database.execute_sql

    def search_index_broken(self) -> bool:
        """Whether SQLite's own check of the search index fails, or a customer's words are not in it.

        Its own check does not compare with the words that lie outside the index, as ours do. A server checks its
        indexes by its own tools.
        """
        if self._engine.name != "sqlite":
            return False
        self._run("CREATE VIRTUAL TABLE temp.found_words USING fts5vocab (main, customer_search, instance)")
        try:
            self._run("INSERT INTO customer_search (customer_search) VALUES ('integrity-check')")
            return self._run(_UNINDEXED).fetchone() is not None
        except (peewee.DatabaseError, sqlite3.DatabaseError):
            return True
        finally:
            self._run("DROP TABLE temp.found_words")

    def misindexed(self) -> int:
        """Return how many customers of the list stand in the index under other words than their own.

        Only where the words can be read: a server shows them to nobody.
        """
        if self._engine.name != "sqlite":
            return 0
        list_id = self._scope.list_id
        return sum(
            words != document(list_id, [*texts, *_lines(emails), *json.loads(tags)], _lines(phones))
            for texts, emails, phones, words, tags in self._indexed(list_id)
        )

    def _indexed(self, list_id: int) -> Iterator[tuple[tuple[str, ...], str, str, str | None, str]]:
        sql, last = _WORDS.format(texts=", ".join(f"c.{name}" for name in SEARCHED)), 0
        while rows := self._run(sql, (list_id, last, _AT_ONCE)).fetchall():
            for row in rows:
                yield tuple(map(str, row[1 : len(SEARCHED) + 1])), row[-4], row[-3], row[-2], row[-1]
            last = rows[-1][0]

    def miskeyed(self, rules: Rules) -> int:
        """Return how many duplicate keys of the list are missing or too many, under the rules in force."""
        stored = _STORED.format(list=self._scope.list_id)
        with staging(self._engine) as table:
            for found in DuplicateRepository(self._engine, self._scope).keys_of_all(rules):
                table.add(found)
            return sum(int(self._run(sql.format(stored=stored)).fetchone()[0]) for sql in _UNEQUAL)

    def missing_columns(self, module: Module) -> list[str]:
        """Return which columns the module's table lacks."""
        have: set[str] = set()
        with suppress(peewee.DatabaseError):
            have = {column.name for column in self._engine.database.get_columns(table_name(module))}
        return [column.name for column in columns(module) if column.name not in have]


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []
