"""Campaigns: how far the sorting of recipients came, and what the worker reads to fill their messages in (N05, O28)."""

from typing import Any

from storage.engine import Engine

_FILLED_IN = (
    "catalogue_entries", "customer_categories", "customer_interests", "customer_measurements", "customer_tags",
)  # fmt: skip


def campaigns(engine: Engine) -> None:
    """Add the column, and on PostgreSQL let the worker read the labels that a template may name."""
    run: Any = engine.database.execute_sql
    run("ALTER TABLE campaigns ADD COLUMN reached BIGINT NOT NULL DEFAULT 0")
    if engine.name == "postgresql":
        here = "oclient_actor() = 'worker' AND list_id = oclient_list()"
        for table in _FILLED_IN:
            run(f"CREATE POLICY oclient_worker ON {table} FOR SELECT USING ({here})")
