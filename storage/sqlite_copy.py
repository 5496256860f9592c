"""Copies of an SQLite file: whole, checked, this user's alone, with the ledger of removals inside (D30)."""

from pathlib import Path


def ledger_beside(database: Path) -> Path:
    """Return where the ledger of a database lies."""
    return database.with_name(f"{database.name}.ledger")
