"""Consents as events: given and withdrawn, never edited (D14, E09-E11)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One giving or withdrawing: of what, with which wording, from where, by whom, when."""

    id: int
    customer_id: int
    kind: str
    given: bool
    wording: str
    source: str
    actor_id: int
    at: int
    version: int = 0
    """Of the kind's wording; 0 for a wording of one's own, or none."""
