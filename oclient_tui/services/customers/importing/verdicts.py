"""What a row is told whose customer is on the list already, or stands in the file twice (O20, N01, C1)."""

from collections.abc import Collection, Mapping

from oclient_tui.domain.errors import Duplicate, OClientError, tr
from oclient_tui.domain.found import Found
from oclient_tui.services.customers.duplicates import LISTED, SEEN, SEEN_INACTIVE

SAME_LINE = tr("This is the same customer as line {line} of this file.")
SEVERAL = tr("This row fits several customers: {customers}. Which one to update is not certain.")


def duplicate(held_by: Collection[int], lines: Mapping[int, int], found: Mapping[int, Found]) -> OClientError:
    """Return the reason, from the customers that hold one of the row's keys as far as the person sees them.

    The eldest is named. Where none is seen, the words are those of every hidden record.
    """
    eldest = min(held_by, default=None)
    if eldest is None:
        return Duplicate(LISTED)
    if eldest in lines:
        return Duplicate(SAME_LINE, line=lines[eldest])
    other = found.get(eldest)
    if other is None:
        return Duplicate(LISTED)
    return Duplicate(SEEN if other.active else SEEN_INACTIVE, name=other.name, id=str(other.id))


def ambiguous(ids: Collection[int], found: Mapping[int, Found]) -> OClientError:
    """Return the reason of a row that fits several customers that the person sees."""
    named = [f"{found[one].name} ({one})" for one in sorted(ids) if one in found]
    return Duplicate(SEVERAL, customers=", ".join(named))
