"""Where rows live: SQLite by default, PostgreSQL by URL. Only this floor knows SQL."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType
from typing import cast


@contextmanager
def _unseen(*drivers: str) -> Generator[None]:
    """Hide drivers: peewee imports each one it finds; storage/postgres.py brings ours when a URL asks for it (D24)."""
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    hidden = [driver for driver in drivers if driver not in modules]
    for driver in hidden:
        modules[driver] = None  # the import system's documented "not found"
    try:
        yield
    finally:
        for driver in hidden:
            del modules[driver]


with _unseen("psycopg", "psycopg2", "pymysql", "MySQLdb"):
    import peewee as peewee
