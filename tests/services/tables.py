"""A look at the raw tables, past every lock: what a refused operation must leave as it was (A2, D7)."""

import sqlite3
from collections.abc import Mapping
from typing import Any, Protocol

import psycopg

_FREE = ("audit_", "attempts", "duplicate_probes")
"""Tables that a refusal may write to: the audit, and the attempts and probes that throttling counts."""


class Tables(Protocol):
    """The tables of one database."""

    def content(self) -> Mapping[str, object]:
        """Return the content of every table, or its digest, but for the audit's and the throttle's."""
        ...

    def heads(self) -> dict[int, int]:
        """Return the length of every audit chain."""
        ...

    def entry(self, chain: int, place: int) -> tuple[int, str, str, str]:
        """Return actor, action, outcome and reason of an audit entry."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


_HEADS = "SELECT list_id, seq FROM audit_heads"
_ENTRY = "SELECT actor, action, outcome, reason FROM audit_entries WHERE list_id = {} AND seq = {}"


class SqliteTables:
    """Reads a file beside the program."""

    def __init__(self, path: str) -> None:
        self._file = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        found = self._file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
        names: list[str] = [row[0] for row in found if not row[0].startswith(_FREE)]
        self._queries = {name: f'SELECT * FROM "{name}"' for name in names}  # noqa: S608 - names of tables

    def content(self) -> Mapping[str, object]:
        return {name: self._file.execute(query).fetchall() for name, query in self._queries.items()}

    def heads(self) -> dict[int, int]:
        return dict(self._file.execute(_HEADS).fetchall())

    def entry(self, chain: int, place: int) -> tuple[int, str, str, str]:
        found: Any = self._file.execute(_ENTRY.format("?", "?"), (chain, place)).fetchone()
        return found[0], found[1], found[2], found[3]

    def close(self) -> None:
        self._file.close()


class PostgresTables:
    """Reads a database beside the program; as the operator, whom the policies let see every row."""

    def __init__(self, url: str) -> None:
        self._server = psycopg.connect(url, autocommit=True)
        self._server.execute("SELECT set_config('app.actor', 'operator', false)")
        found = self._server.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"
        )
        names: list[str] = [row[0] for row in found if not row[0].startswith(_FREE)]
        digest = (
            "SELECT '{0}', md5(string_agg(row.text, '|' ORDER BY row.text))"
            " FROM (SELECT t::text AS text FROM {0} t) row"
        )
        self._query = " UNION ALL ".join(digest.format(name) for name in names).encode()

    def content(self) -> Mapping[str, object]:
        return dict(self._server.execute(self._query).fetchall())

    def heads(self) -> dict[int, int]:
        return dict(self._server.execute(_HEADS).fetchall())

    def entry(self, chain: int, place: int) -> tuple[int, str, str, str]:
        found: Any = self._server.execute(_ENTRY.format("%s", "%s").encode(), (chain, place)).fetchone()
        return found[0], found[1], found[2], found[3]

    def close(self) -> None:
        self._server.close()
