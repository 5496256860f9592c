"""What people like on the screens, for their own eyes (D9)."""

from storage.engine import Engine
from storage.policies import guard_account_table

_TABLES = (
    "CREATE TABLE preferences (account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,"
    " key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (account_id, key))",
    "CREATE TABLE list_preferences (list_id BIGINT NOT NULL, account_id BIGINT NOT NULL, key TEXT NOT NULL,"
    " value TEXT NOT NULL, PRIMARY KEY (list_id, account_id, key),"
    " FOREIGN KEY (list_id, account_id) REFERENCES members (list_id, account_id) ON DELETE CASCADE)",
    "CREATE INDEX list_preferences_account ON list_preferences (account_id, list_id)",
)


def preferences(engine: Engine) -> None:
    """Make the tables; what somebody likes on a list goes with the membership."""
    for statement in _TABLES:
        engine.database.execute_sql(statement)
    for table in ("preferences", "list_preferences"):
        guard_account_table(engine, table)
