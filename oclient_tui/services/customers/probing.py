"""The hourly limits on learning what a list holds, for people who do not see every record of it (A4, D2).

Every refused duplicate counts, whether the other record was visible or hidden: a limit that counted hidden ones only
would tell which they are. Past the limit nothing is tried at all: whatever went through would tell that the list does
not have it.
"""

from typing import ClassVar

from oclient_tui.domain.access import Access
from oclient_tui.domain.errors import Throttled, tr
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import Work
from storage.repositories.probes import ProbeRepository
from storage.store import Unit

HOUR_MS = 3_600_000
LIMIT = 20
"""Refused duplicates within an hour, and as many requests, of one person on one list."""

CHECKS = 300
"""Checks before saving, within an hour, of one person on one list: more than a person types, too few to search by."""

REFUSED, ASKED, CHECKED = "refused", "asked", "checked"
TOO_MANY = tr(
    "Too many of your customers were on the list already within the last hour. Try again later, or ask the owner."
)
TOO_MANY_ROWS = tr(
    "Too many rows of this file are on the list already, for somebody who does not see every record: at most {limit}"
    " within an hour. Nothing was imported. Try again later with fewer rows, or ask the owner to import the file."
)
TOO_MANY_REQUESTS = tr("You sent many requests within the last hour. Try again later.")
TOO_MANY_CHECKS = tr("You checked many customers within the last hour. Saving tells whether the list has this one.")


class TooManyDuplicates(Throttled):
    """A file holds more duplicates than are left of the hour: all that is left is spent, or one could halve the file.

    Told to people who do not see every record, about a whole file; no row of it is told of (A4, C1).
    """

    audited = True
    probes: ClassVar[int] = LIMIT

    def __init__(self) -> None:
        super().__init__(TOO_MANY_ROWS, limit=LIMIT)


def check_refused(work: Work) -> None:
    """Raise Throttled for somebody who had too many refusals, before anything is looked up."""
    if left_of_the_hour(work) == 0:
        raise Throttled(TOO_MANY)


def left_of_the_hour(work: Work) -> int | None:
    """Return how many refused duplicates are left; None for somebody who sees every record."""
    return None if work.here.sees_all else _left(work.unit.probes(work.me.id), REFUSED, work.now)


def count_within(work: Work, number: int) -> None:
    """Count refused duplicates of a transaction that is to commit; they were found to be within the limit."""
    if work.here.sees_all:
        return
    for _ in range(number):
        forgetting = work.now - HOUR_MS
        work.unit.probes(work.me.id).add(work.tools.ids.next(), REFUSED, work.now, forgetting=forgetting)


def count_request(work: Work) -> None:
    """Count a request, whatever it may find; raise Throttled past the limit."""
    _count(work, ASKED, LIMIT, TOO_MANY_REQUESTS)


def count_check(work: Work) -> None:
    """Count a check before saving, whatever it may find; raise Throttled past the limit."""
    _count(work, CHECKED, CHECKS, TOO_MANY_CHECKS)


def _count(work: Work, kind: str, limit: int, too_many: str) -> None:
    if work.here.sees_all:
        return
    probes = work.unit.probes(work.me.id)
    if not _left(probes, kind, work.now, limit):
        raise Throttled(too_many)
    probes.add(work.tools.ids.next(), kind, work.now, forgetting=work.now - HOUR_MS)


def count_refusals(unit: Unit, tools: Tools, access: Access, number: int) -> Throttled | None:
    """Count refusals after their rollback; return what to tell in their place past the limit.

    `access` was read for writing, so that one person's refusals are counted one after the other: many tries at the same
    moment learn no more than many in a row.
    """
    if access.sees_all:
        return None
    probes, now = unit.probes(access.account_id), tools.now_ms()
    left = _left(probes, REFUSED, now)
    for _ in range(min(left, number)):
        probes.add(tools.ids.next(), REFUSED, now, forgetting=now - HOUR_MS)
    return Throttled(TOO_MANY) if number > left else None


def _left(probes: ProbeRepository, kind: str, now: int, limit: int = LIMIT) -> int:
    return max(limit - probes.since(kind, now - HOUR_MS), 0)
