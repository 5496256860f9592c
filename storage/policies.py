"""Row-level policies of the tables that came after the ground floor (D9): later migrations and card modules use these.

What stands here is part of databases that exist: a changed rule is a new migration, not an edit.
"""

from typing import Any

from storage.engine import Engine

_PERSON = "oclient_actor() = 'person' AND list_id = oclient_list()"
_VISIBLE = (
    "((SELECT oclient_sees_all()) OR EXISTS (SELECT 1 FROM assignments mine WHERE mine.list_id = oclient_list()"
    " AND mine.account_id = oclient_account() AND mine.customer_id = {table}.customer_id))"
)
_OPERATOR = "oclient_actor() = 'operator'"
_WIPE = "oclient_actor() = 'wipe' AND list_id = oclient_list() AND (SELECT oclient_closing())"
_NARROW = (
    "SELECT policyname, qual, with_check FROM pg_policies"
    " WHERE schemaname = current_schema() AND tablename = %s AND permissive = 'RESTRICTIVE'"
)


def guard_list_table(engine: Engine, table: str) -> None:
    """Let everybody on the list reach the rows of a table of that list; the permission decides the rest."""
    _guard(engine, table, _PERSON)


def guard_customer_table(engine: Engine, table: str) -> None:
    """Let a row be reached by whoever sees its customer."""
    _guard(engine, table, f"{_PERSON} AND {_VISIBLE.format(table=table)}")


def guard_own_table(engine: Engine, table: str) -> None:
    """Let a row be reached by its account, and by everybody on the list where it is shared; the owner tidies up."""
    _guard(engine, table, f"{_PERSON} AND (shared OR account_id = oclient_account() OR (SELECT oclient_owns()))")


def guard_account_table(engine: Engine, table: str) -> None:
    """Let a row be reached by its account alone, the list's owner no more than anybody else."""
    _guard(engine, table, "oclient_actor() = 'person' AND account_id = oclient_account()")


def _guard(engine: Engine, table: str, rule: str) -> None:
    """Do nothing on SQLite, which has no second lock."""
    if engine.name != "postgresql":
        return
    run: Any = engine.database.execute_sql
    run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO oclient_app")
    for name, allowed in (("person", rule), ("operator", _OPERATOR)):
        run(f"CREATE POLICY oclient_{name} ON {table} FOR ALL USING ({allowed}) WITH CHECK ({allowed})")
    # Tables older than the wipe get it from its migration, number 6.
    if run("SELECT to_regprocedure('oclient_closing()')").fetchone()[0] is not None and _of_lists(run, table):
        let_wipe(engine, table)


def _of_lists(run: Any, table: str) -> bool:
    asked = "SELECT 1 FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'list_id'"
    return run(asked, (table,)).fetchone() is not None


def let_wipe(engine: Engine, table: str) -> None:
    """Let the tables' own user remove the rows of a list that is being wiped, and let no narrower policy hide one.

    A table that gets a restrictive policy after `guard_…` calls this again, or its rows stop every wipe.
    """
    run: Any = engine.database.execute_sql
    for name, action in (("wipe_reading", "SELECT"), ("wipe", "DELETE")):
        run(f"DROP POLICY IF EXISTS oclient_{name} ON {table}")
        run(f"CREATE POLICY oclient_{name} ON {table} FOR {action} TO CURRENT_USER USING ({_WIPE})")
    for name, rule, check in run(_NARROW, (table,)).fetchall():
        checked = f" WITH CHECK ({check})" if check else ""
        run(f"ALTER POLICY {name} ON {table} USING (oclient_actor() = 'wipe' OR ({rule})){checked}")
