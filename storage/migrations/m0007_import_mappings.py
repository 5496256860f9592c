"""Mappings of columns to fields, saved under a name for the next file of the same kind (N03)."""

from storage.engine import Engine
from storage.policies import guard_list_table

_TABLE = (
    "CREATE TABLE import_mappings (list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), id BIGINT NOT NULL,"
    " account_id BIGINT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, columns TEXT NOT NULL,"
    " saved_at BIGINT NOT NULL, PRIMARY KEY (list_id, id), UNIQUE (list_id, name_key))"
)


def import_mappings(engine: Engine) -> None:
    """Make the table; it holds names of columns, and nothing of any customer."""
    engine.database.execute_sql(_TABLE)
    guard_list_table(engine, "import_mappings")
