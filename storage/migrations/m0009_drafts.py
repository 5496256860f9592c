"""What was typed into a form and not saved yet, for the eyes of who typed it (N15)."""

from storage.engine import Engine
from storage.policies import guard_account_table

_TABLES = (
    "CREATE TABLE drafts (list_id BIGINT NOT NULL, account_id BIGINT NOT NULL, form TEXT NOT NULL, about BIGINT,"
    " body TEXT NOT NULL, kept_at BIGINT NOT NULL, PRIMARY KEY (list_id, account_id, form),"
    " FOREIGN KEY (list_id, account_id) REFERENCES members (list_id, account_id) ON DELETE CASCADE,"
    " FOREIGN KEY (list_id, about) REFERENCES customers (list_id, id) ON DELETE CASCADE)",
    "CREATE INDEX drafts_about ON drafts (list_id, about)",
)


def drafts(engine: Engine) -> None:
    """Make the table; a draft goes with the membership, and with the customer that it is about."""
    for statement in _TABLES:
        engine.database.execute_sql(statement)
    guard_account_table(engine, "drafts")
