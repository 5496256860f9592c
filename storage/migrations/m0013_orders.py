"""Indexes for the orders of a list of customers besides the name: a page by city costs what a page by name does (P6).

Each holds what a page and a seek look at, so that passing over half a million rows reads nothing else of them.
"""

from storage.engine import Engine

_ORDERED = {"updated": "updated_at", "company": "company_key", "city": "city_key", "email": "emails"}


def orders(engine: Engine) -> None:
    """Make the indexes; `created` needs none, since ids grow with time.

    SQLite is told about them at once: where it knows figures of the other indexes alone, it guesses that a new one
    narrows better, and sorts a million rows for a page.
    """
    for order, column in _ORDERED.items():
        engine.database.execute_sql(f"CREATE INDEX customers_by_{order} ON customers (list_id, {column}, id, active)")
    if engine.name == "sqlite":
        engine.database.execute_sql("ANALYZE customers")
