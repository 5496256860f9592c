"""Search behind one face: FTS5 on SQLite, an inverted index behind functions on PostgreSQL (architecture §5)."""

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
                run("SELECT oclient_index(%s, %s)", (customer_id, document))
            else:
                run(
                    "INSERT INTO customer_words (customer_id, list_id, words) VALUES (?, ?, ?)"
                    " ON CONFLICT (customer_id) DO UPDATE SET words = excluded.words",
                    (customer_id, self._scope.list_id, document),
                )

    def matching(self, words: list[str], most: int = ALL_MATCHES) -> Any:
        """Return a subselect of the ids of visible customers that have a word beginning with each of `words`.

        `words` come marked from domain.search.query and hold letters and digits only, so they need no quoting beyond
        the engines' own. At most `most` are found, taken after visibility and before any sorting (D23); on PostgreSQL
        the function that answers narrows to what the account may see by itself.
        """
        if not words:
            return peewee.SQL("(SELECT 0 WHERE 1 = 0)")
        if self._engine.name == "postgresql":
            return peewee.SQL("(SELECT oclient_search(%s::text[], %s))", (words, most))
        return self._on_sqlite(" AND ".join(f'"{word}"*' for word in words), most)

    def _on_sqlite(self, wanted: str, most: int) -> Any:
        # CROSS JOIN keeps the order: the matches first, one by one, until there are enough.
        sql = (
            "(SELECT w.customer_id FROM customer_search CROSS JOIN customer_words w ON w.number = customer_search.rowid"
            " WHERE customer_search MATCH ? AND w.list_id = ?"
        )
        access = self._scope.access
        if not self._scope.restricted or access is None:
            return peewee.SQL(f"{sql} LIMIT ?)", (wanted, self._scope.list_id, most))
        sql += (
            " AND EXISTS (SELECT 1 FROM assignments a WHERE a.list_id = w.list_id AND a.account_id = ?"
            " AND a.customer_id = w.customer_id)"
        )
        wanted = f'"{_account_word(access.account_id)}" AND {wanted}'
        return peewee.SQL(f"{sql} LIMIT ?)", (wanted, self._scope.list_id, access.account_id, most))


def _account_word(account_id: int) -> str:
    """Return the word that documents assigned to an account have; search_0001 writes it in SQL."""
    return "".join(chr(0xE000 + (account_id >> shift & 0xFFF)) for shift in (24, 12, 0))
