"""Search behind one face: FTS5 on SQLite, tsvector on PostgreSQL (architecture §5)."""

from collections.abc import Iterable
from typing import Any

import peewee

from storage.engine import Engine
from storage.scope import Scope

ALL_MATCHES = 1 << 62


class SearchIndex:
    """The words of one list's customers."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope

    def put(self, customer_id: int, document: str) -> None:
        """Index a customer under the words of `document`, in place of those before."""
        self.put_many([(customer_id, document)])

    def put_many(self, documents: Iterable[tuple[int, str]]) -> None:
        """Index several customers."""
        run: Any = self._engine.database.execute_sql
        for customer_id, document in documents:
            if self._engine.name == "postgresql":
                run("SELECT oclient_index(%s, %s)", (customer_id, document.split()))
            else:
                run(
                    "INSERT INTO customer_words (customer_id, list_id, words) VALUES (?, ?, ?)"
                    " ON CONFLICT (customer_id) DO UPDATE SET words = excluded.words",
                    (customer_id, self._scope.list_id, document),
                )

    def matching(self, words: list[str], most: int = ALL_MATCHES) -> Any:
        """Return a subselect of the customers' ids that have a word beginning with each of `words`.

        `words` come marked from domain.search.query and hold letters and digits only, so they need no quoting beyond
        the engines' own. On PostgreSQL the function that answers narrows to what the account may see by itself.
        """
        if not words:
            return peewee.SQL("(SELECT 0 WHERE 1 = 0)")
        if self._engine.name == "postgresql":
            wanted = " & ".join(f"'{word}':*" for word in words)
            return peewee.SQL("(SELECT oclient_search(%s, %s))", (wanted, most))
        wanted = " AND ".join(f'"{word}"*' for word in words)
        return peewee.SQL("(SELECT rowid FROM customer_search WHERE customer_search MATCH ?)", (wanted,))

    def candidates(self, words: list[str], most: int) -> list[int]:
        """Return up to `most` visible ids, found before any sorting (D23)."""
        if not words:
            return []
        if self._engine.name == "postgresql":
            wanted = " & ".join(f"'{word}':*" for word in words)
            found = self._engine.database.execute_sql("SELECT oclient_search(%s, %s)", (wanted, most))
            return [int(row[0]) for row in found.fetchall()]
        wanted = " AND ".join(f'"{word}"*' for word in words)
        sql, values = "SELECT rowid FROM customer_search WHERE customer_search MATCH ?", [wanted]
        return self._sqlite_candidates(sql, values, most)

    def _sqlite_candidates(self, sql: str, values: list[Any], most: int) -> list[int]:
        access = self._scope.access
        if self._scope.restricted and access is not None:
            sql += (
                " AND EXISTS (SELECT 1 FROM assignments a WHERE a.list_id = ? AND a.account_id = ?"
                " AND a.customer_id = customer_search.rowid)"
            )
            values += [self._scope.list_id, access.account_id]
        found = self._engine.database.execute_sql(sql + " LIMIT ?", (*values, most))
        return [int(row[0]) for row in found.fetchall()]
