"""A stranger's hand on the database, past the program: tests look at tables with it, and damage them."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

Row = tuple[Any, ...]


def is_server(url: str) -> bool:
    """Whether the URL leads to PostgreSQL."""
    return url.startswith("postgres")


class Hand:
    """An open connection of whoever owns the database."""

    def __init__(self, connection: Any, mark: str) -> None:
        self._connection = connection
        self._mark = mark

    def sql(self, statement: str, *values: object) -> list[Row]:
        """Run one statement with `?` for values and return its rows."""
        found = self._connection.execute(statement.replace("?", self._mark), values)
        return found.fetchall() if found.description else []


@contextmanager
def backdoor(url: str) -> Generator[Hand]:
    """Open the database past the program; every statement is committed at once."""
    if is_server(url):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("SELECT set_config('app.actor', 'operator', false)")
            yield Hand(server, "%s")
    else:
        with closing(sqlite3.connect(url, timeout=10, isolation_level=None)) as file:
            yield Hand(file, "?")


def sql(url: str, statement: str, *values: object) -> list[Row]:
    """Run one statement past the program and return its rows."""
    with backdoor(url) as hand:
        return hand.sql(statement, *values)


def tables(url: str) -> list[str]:
    """Return every table that holds rows, the search index's own files left out."""
    if is_server(url):
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    else:
        listed = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'customer_search%'"
            " AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        )
    return [name for (name,) in sql(url, listed)]


def contents(url: str, *, besides: Sequence[str] = ()) -> dict[str, list[Row]]:
    """Return all rows of all tables, sorted, as a picture to compare with a later one."""
    names = [name for name in tables(url) if name not in besides]
    with backdoor(url) as hand:
        return {name: sorted(hand.sql(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
