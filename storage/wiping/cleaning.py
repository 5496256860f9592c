"""What is left of removed rows in the files: the measured sequence of SQLite, and VACUUM on a server (W1)."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from oclient_tui.domain.errors import tr
from storage.engine import Engine
from storage.sqlite import BUSY_TIMEOUT_S
from storage.wiping.schema import Schema, quoted

READERS_S = 5.0
"""How long somebody who reads just now is waited for, at each step."""

Progress = Callable[[str], None]


def readers_left(engine: Engine) -> bool:
    """Whether nobody reads an older state of the file, which would keep removed rows in its log.

    A server has no such file: its readers keep old rows from being cleaned, and lock nobody out.
    """
    if engine.name == "postgresql":
        return True
    with _patient(engine):
        return _checkpointed(engine)


def clean(engine: Engine, progress: Progress) -> bool:
    """Clean the files; False where somebody who reads did not let it be done to the end."""
    return _clean_server(engine, progress) if engine.name == "postgresql" else _clean_file(engine, progress)


def _clean_file(engine: Engine, progress: Progress) -> bool:
    run: Any = engine.database.execute_sql
    with _patient(engine):
        progress(tr("Cleaning the search index …"))
        run("INSERT INTO customer_search (customer_search) VALUES ('optimize')")
        if not _checkpointed(engine):
            return False
        if run("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
            run("ANALYZE")
        progress(tr("Writing the file anew …"))
        run("VACUUM")
        # VACUUM writes into the log: until the log is back in the file, the file is as it was.
        return _checkpointed(engine)


def _checkpointed(engine: Engine) -> bool:
    """Bring the whole log into the file and cut it to nothing; False while somebody reads from either."""
    run: Any = engine.database.execute_sql
    busy, *_ = run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


@contextmanager
def _patient(engine: Engine) -> Generator[None]:
    run: Any = engine.database.execute_sql
    run(f"PRAGMA busy_timeout = {int(READERS_S * 1000)}").fetchone()
    try:
        yield
    finally:
        run(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}").fetchone()


def _clean_server(engine: Engine, progress: Progress) -> bool:
    """Let the server free the rows' places and take its statistics anew; tables of others it passes over itself."""
    run: Any = engine.database.execute_sql
    progress(tr("Cleaning the tables …"))
    for table in Schema.of(engine).of_lists:
        run(f"VACUUM (ANALYZE) {quoted(table)}")
    return True
