"""Wiping a list: the mark that closes it, the stubs that stay, and on PostgreSQL who may remove (D5, D9).

A row that nobody else may remove, such as an entry of the audit, is removed by the tables' own user, as the actor
`wipe`: the policies let that actor read and remove rows of one list only, and only while the account named in the
transaction has it closed. The role of people, oclient_app, gets no right that it had not before.
"""

from typing import Any

from storage.engine import Engine
from storage.policies import let_wipe

_TABLES = (
    "ALTER TABLE customer_lists ADD COLUMN closed_at BIGINT",
    "ALTER TABLE customer_lists ADD COLUMN closed_by BIGINT",
    "CREATE TABLE wipes (id BIGINT NOT NULL PRIMARY KEY, subject BIGINT NOT NULL,"
    " account_id BIGINT NOT NULL REFERENCES accounts (id), at BIGINT NOT NULL, counts TEXT NOT NULL,"
    " sealed TEXT NOT NULL, digest TEXT NOT NULL)",
    "CREATE INDEX wipes_account ON wipes (account_id, id)",
)

# With the eyes of `lookup`, as the questions of row_security_0001.
_CLOSING = """
CREATE FUNCTION oclient_closing() RETURNS BOOLEAN LANGUAGE plpgsql STABLE AS $$
DECLARE actor TEXT := oclient_actor(); answer BOOLEAN;
BEGIN
    PERFORM set_config('app.actor', 'lookup', true);
    SELECT EXISTS (SELECT 1 FROM customer_lists l WHERE l.list_id = oclient_list()
        AND l.closed_at IS NOT NULL AND l.closed_by = oclient_account()) INTO answer;
    PERFORM set_config('app.actor', actor, true);
    RETURN answer;
END $$
"""
_OWN = "oclient_actor() = 'person' AND account_id = oclient_account()"
_OPERATOR = "oclient_actor() = 'operator'"
_GUARDED = (
    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'list_id'"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity"
    " AND NOT a.attisdropped ORDER BY 1"
)


def wipes(engine: Engine) -> None:
    """Add the mark and the stubs, and let the wipe through the policies of every table of a list."""
    run: Any = engine.database.execute_sql
    for statement in _TABLES:
        run(statement)
    if engine.name != "postgresql":
        return
    run(_CLOSING)
    run("ALTER TABLE wipes ENABLE ROW LEVEL SECURITY")
    run("ALTER TABLE wipes FORCE ROW LEVEL SECURITY")
    run("GRANT SELECT, INSERT, UPDATE ON wipes TO oclient_app")
    for name, rule in (("person", _OWN), ("operator", _OPERATOR)):
        run(f"CREATE POLICY oclient_{name} ON wipes FOR ALL USING ({rule}) WITH CHECK ({rule})")
    for (table,) in run(_GUARDED).fetchall():
        let_wipe(engine, table)
