"""Search behind one face: FTS5 on SQLite, an inverted index behind functions on PostgreSQL (architecture §5)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import peewee

from storage.engine import Engine
from storage.scope import Scope

_AT_ONCE = 1000

_PUT = (
    "INSERT INTO customer_words (customer_id, list_id, words, sort_key, active)"
    " SELECT id, list_id, ?, sort_key, active FROM customers WHERE list_id = ? AND id = ?"
    " ON CONFLICT (customer_id) DO UPDATE SET words = excluded.words"
)

_PUT_BACK = (
    "INSERT INTO customer_words (number, customer_id, list_id, words, sort_key, active)"
    " SELECT (SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM customer_words WHERE number = ?1)), id, list_id, ?2, sort_key,"
    " active FROM customers WHERE list_id = ?3 AND id = ?4"
)


class SearchIndex:
    """The words of one list's customers."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope

    def put(self, customer_id: int, document: str) -> None:
        """Index a customer under the words of `document`, in place of those before."""
        self.put_many([(customer_id, document)])

    def put_many(self, documents: Iterable[tuple[int, str]]) -> None:
        """Index several customers, which are stored already."""
        if self._engine.name == "postgresql":
            self._put_as_set(dict(documents))
        else:
            cursor: Any = self._engine.database.cursor()
            rows = [(document, self._scope.list_id, customer_id) for customer_id, document in documents]
            cursor.executemany(_PUT, rows)

    def _put_as_set(self, documents: Mapping[int, str]) -> None:
        """Index them in one statement a batch: a call a row costs more than the writing; a set names each only once."""
        waiting = list(documents.items())
        for start in range(0, len(waiting), _AT_ONCE):
            some = waiting[start : start + _AT_ONCE]
            values = [customer_id for customer_id, _ in some], [document for _, document in some]
            self._engine.database.execute_sql("SELECT oclient_index_many(%s::bigint[], %s::text[])", values)

    def numbers(self, customer_ids: Sequence[int]) -> dict[int, int]:
        """Return the numbers by which the index knows visible customers; none on an engine that has no such numbers."""
        if self._engine.name == "postgresql":
            return {}
        places = ", ".join("?" * len(customer_ids))
        query = f"SELECT customer_id, number FROM customer_words WHERE list_id = ? AND customer_id IN ({places})"  # noqa: S608
        rows = self._engine.database.execute_sql(query, (self._scope.list_id, *customer_ids)).fetchall()
        return {int(customer_id): int(number) for customer_id, number in rows}

    def put_back(self, documents: Sequence[tuple[int, str, int | None]]) -> None:
        """Index customers that were gone, under the numbers that they had if these are free."""
        if self._engine.name == "postgresql":
            self.put_many((customer_id, document) for customer_id, document, _ in documents)
        else:
            rows = [(number, document, self._scope.list_id, one) for one, document, number in documents]
            cursor: Any = self._engine.database.cursor()
            cursor.executemany(_PUT_BACK, rows)

    def matching(self, words: list[str]) -> Any:
        """Return a subselect of the ids of all visible customers that have a word beginning with each of `words`.

        `words` come marked from domain.search.query and hold letters and digits only, so they need no quoting beyond
        the engines' own. On PostgreSQL the functions that answer narrow to what the account may see by themselves.
        """
        if not words:
            return peewee.SQL("(SELECT 0 WHERE 1 = 0)")
        if self._engine.name == "postgresql":
            return peewee.SQL("(SELECT oclient_matching(%s::text[]))", (words,))
        sql, values = self._on_sqlite(words)
        return peewee.SQL(f"(SELECT w.customer_id {sql})", values)

    def first(self, words: list[str], most: int, amount: int, *, active_only: bool) -> Any:
        """Return a subselect of the first `amount` ids by name among `most` matches, which are taken unsorted (D23)."""
        if not words:
            return self.matching(words)
        if self._engine.name == "postgresql":
            find = "(SELECT oclient_find(%s::text[], %s, %s, %s))"
            return peewee.SQL(find, (words, active_only, most, amount))
        sql, values = self._on_sqlite(words)
        candidates = f"SELECT w.customer_id, w.sort_key {sql} AND (w.active OR NOT ?) LIMIT ?"
        ordered = "SELECT customer_id FROM ({}) ORDER BY sort_key, customer_id LIMIT ?"
        return peewee.SQL(f"({ordered.format(candidates)})", (*values, active_only, most, amount))

    def _on_sqlite(self, words: list[str]) -> tuple[str, tuple[object, ...]]:
        # CROSS JOIN keeps the order: the matches first, one by one, until there are enough.
        sql = (
            "FROM customer_search CROSS JOIN customer_words w ON w.number = customer_search.rowid"
            " WHERE customer_search MATCH ? AND w.list_id = ?"
        )
        wanted = " AND ".join(f'"{word}"*' for word in words)
        access = self._scope.access
        if not self._scope.restricted or access is None:
            return sql, (wanted, self._scope.list_id)
        sql += (
            " AND EXISTS (SELECT 1 FROM assignments a WHERE a.list_id = w.list_id AND a.account_id = ?"
            " AND a.customer_id = w.customer_id)"
        )
        return sql, (f'"{account_word(access.account_id)}" AND {wanted}', self._scope.list_id, access.account_id)


def account_word(account_id: int) -> str:
    """Return the word that documents assigned to an account have; search_0001 writes it in SQL."""
    return "".join(chr(0xE000 + (account_id >> shift & 0xFFF)) for shift in (24, 12, 0))
