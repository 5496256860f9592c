"""What a copy of a database says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was read and found whole: its schema, its rows in all, and the ledger that it carries."""

    version: int
    rows: int
    ledger: str
