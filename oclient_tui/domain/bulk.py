"""What a bulk run comes to: planned, done, or refused as a whole (N03)."""

from dataclasses import dataclass

from oclient_tui.domain.errors import OClientError, Refused, tr

ROWS_TOLD = 1000
"""Refused customers that are told with their reasons; all are counted."""

SOME_REFUSED = tr(
    "Nothing was changed: {refused} of {matched} customers cannot be changed so. "
    "Correct them, narrow the filter, or say --partly to change the others."
)
NOBODY_CHOSEN = tr("Say which customers: --filter or --set; for all of them: --filter 'active:any'")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A customer that a bulk run cannot change, and why."""

    customer_id: int
    name: str
    reason: OClientError


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many customers matched, were or would be changed, are so already, and cannot be changed."""

    matched: int
    changed: int
    unchanged: int
    refused: int
    rows: tuple[RefusedRow, ...]


class BulkRefused(Refused):
    """Some customers cannot be changed, so none was (N03)."""

    reason = "bulk_refused"

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(SOME_REFUSED, refused=outcome.refused, matched=outcome.matched)
        self.outcome = outcome
