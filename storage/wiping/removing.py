"""Removes every row of one list in the open transaction, table by table, and counts them (O39, D5)."""

from collections.abc import Callable
from typing import Any

from oclient_tui.domain.errors import Refused, tr
from storage.engine import Engine
from storage.wiping.schema import Schema, any_of, quoted

_DELETE = "DELETE FROM {} WHERE list_id = {}"
_LEFT = "SELECT EXISTS (SELECT 1 FROM {} WHERE list_id = {})"
_PATIENCE = "10s"
_WORDS, _FREED = "customer_words", "customer_words_removed"
_REBUILD = "INSERT INTO customer_search (customer_search) VALUES (?)"


def wait_for_writers(engine: Engine) -> None:
    """Wait for locks for a while only, until the transaction ends; SQLite does so from the start."""
    if engine.name == "postgresql":
        engine.database.execute_sql("SELECT set_config('lock_timeout', %s, true)", (_PATIENCE,))


def remove(engine: Engine, list_id: int, account_id: int) -> dict[str, int]:
    """Remove the list's rows and return how many stood in each table; the transaction acts for the wipe meanwhile.

    Raise Refused where a row is left: a policy then hides it, and nothing of the wipe may be kept.
    """
    engine.act_for_wipe("wipe", list_id, account_id)
    tables = Schema.of(engine).of_lists
    counts = {table: _emptied(engine, table, list_id) for table in tables}
    engine.act_for_wipe("operator", list_id, account_id)
    left = [table for table in tables if _ask(engine, _LEFT, table, list_id).fetchone()[0]]
    if left:
        raise Refused(
            tr("Rows in {tables} cannot be removed. Nothing was removed; tell the operator."), tables=any_of(left)
        )
    _forget_statistics(engine)
    return {table: count for table, count in counts.items() if count}


def _emptied(engine: Engine, table: str, list_id: int) -> int:
    if table == _WORDS and engine.name == "sqlite":
        return _emptied_words(engine, list_id)
    return int(_ask(engine, _DELETE, table, list_id).rowcount)


def _emptied_words(engine: Engine, list_id: int) -> int:
    """Remove the words that customers are found by; a large part of the index goes quicker by making it anew."""
    run: Any = engine.database.execute_sql
    counted = "SELECT count(*) FILTER (WHERE list_id = ?), count(*) FILTER (WHERE list_id <> ?) FROM customer_words"
    mine, others = run(counted, (list_id, list_id)).fetchone()
    if mine < others:
        return int(_ask(engine, _DELETE, _WORDS, list_id).rowcount)
    (trigger,) = run("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (_FREED,)).fetchone()
    run(f"DROP TRIGGER {_FREED}")
    removed = int(_ask(engine, _DELETE, _WORDS, list_id).rowcount)
    run(_REBUILD, ("rebuild" if others else "delete-all",))
    run(trigger)
    return removed


def _forget_statistics(engine: Engine) -> None:
    """Forget the samples of values that some builds of SQLite keep for their planner; they are taken anew later."""
    run: Any = engine.database.execute_sql
    if engine.name == "sqlite":
        for (table,) in run("SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat3', 'sqlite_stat4')").fetchall():
            run(f"DELETE FROM {table}")  # noqa: S608 - one of two names


def _ask(engine: Engine, sql: str, table: str, list_id: int) -> Any:
    run: Callable[..., Any] = engine.database.execute_sql
    return run(sql.format(quoted(table), engine.database.param), (list_id,))
