"""Customer sets as saved filters (D15)."""

from storage.engine import Engine
from storage.policies import guard_own_table

_TABLE = (
    "CREATE TABLE customer_sets (list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), id BIGINT NOT NULL,"
    " account_id BIGINT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, line TEXT NOT NULL,"
    " shared BOOLEAN NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (list_id, id),"
    " UNIQUE (list_id, account_id, name_key))",
    # Everybody's sets by one name are one set; a person's own comes first.
    "CREATE UNIQUE INDEX customer_sets_shared ON customer_sets (list_id, name_key) WHERE shared",
)


def sets(engine: Engine) -> None:
    """Make the table."""
    for statement in _TABLE:
        engine.database.execute_sql(statement)
    guard_own_table(engine, "customer_sets")
