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


def guard_list_table(engine: Engine, table: str) -> None:
    """Let everybody on the list reach the rows of a table of that list; the permission decides the rest."""
    _guard(engine, table, _PERSON)


def guard_customer_table(engine: Engine, table: str) -> None:
    """Let a row be reached by whoever sees its customer."""
    _guard(engine, table, f"{_PERSON} AND {_VISIBLE.format(table=table)}")


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
