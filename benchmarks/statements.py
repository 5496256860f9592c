"""What a use case asks of the database: written down once, then sent again by itself to time that part alone."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from oclient_tui.composition import House


@dataclass(frozen=True)
class Statement:
    """One statement and its values."""

    sql: str
    values: tuple[Any, ...]


def sent_by(house: House, work: Callable[[], object]) -> list[Statement]:
    """Return the statements that `work` sends."""
    database: Any = house.store.engine.database
    sent: list[Statement] = []
    through = database.execute_sql

    def note(sql: str, params: Any = None, *rest: Any) -> Any:
        sent.append(Statement(sql, tuple(params or ())))
        return through(sql, params, *rest)

    database.execute_sql = note
    try:
        work()
    finally:
        del database.execute_sql
    return [statement for statement in sent if not _opens(statement.sql)]


def _opens(sql: str) -> bool:
    return sql.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK"))


def replay(house: House, statements: Sequence[Statement]) -> list[float]:
    """Send statements in one transaction through the driver alone; return the milliseconds of each."""
    database: Any = house.store.engine.database
    database.connect(reuse_if_open=True)
    connection = database.connection()
    cursor = connection.cursor()
    cursor.execute("BEGIN")
    taken = []
    for statement in statements:
        started = time.perf_counter()
        cursor.execute(statement.sql, statement.values)
        cursor.fetchall()
        taken.append((time.perf_counter() - started) * 1000)
    cursor.execute("ROLLBACK")
    return taken
