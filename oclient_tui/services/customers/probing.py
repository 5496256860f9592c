"""The hourly limits on learning what a list holds, for people who do not see every record of it (A4, D2).

Every refused duplicate counts, whether the other record was visible or hidden: a limit that counted hidden ones only
would tell which they are. Past the limit nothing is tried at all: whatever went through would tell that the list does
not have it.
"""

from oclient_tui.domain.access import Access
from oclient_tui.domain.errors import Throttled, tr
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import Work
from storage.repositories.probes import ProbeRepository
from storage.store import Unit

HOUR_MS = 3_600_000
LIMIT = 20
"""Refused duplicates within an hour, and as many requests, of one person on one list."""

REFUSED, ASKED = "refused", "asked"
TOO_MANY = tr(
    "Too many of your customers were on the list already within the last hour. Try again later, or ask the owner."
)
TOO_MANY_REQUESTS = tr("You sent many requests within the last hour. Try again later.")


def check_refused(work: Work) -> None:
    """Raise Throttled for somebody who had too many refusals, before anything is looked up."""
    if not work.here.sees_all and not _free(work.unit.probes(work.me.id), REFUSED, work.now):
        raise Throttled(TOO_MANY)


def count_request(work: Work) -> None:
    """Count a request, whatever it may find; raise Throttled past the limit."""
    if work.here.sees_all:
        return
    probes = work.unit.probes(work.me.id)
    if not _free(probes, ASKED, work.now):
        raise Throttled(TOO_MANY_REQUESTS)
    probes.add(work.tools.ids.next(), ASKED, work.now, forgetting=work.now - HOUR_MS)


def count_refusal(unit: Unit, tools: Tools, access: Access) -> Throttled | None:
    """Count a refusal after its rollback; return what to tell in its place past the limit.

    `access` was read for writing, so that one person's refusals are counted one after the other: many tries at the same
    moment learn no more than many in a row.
    """
    if access.sees_all:
        return None
    probes, now = unit.probes(access.account_id), tools.now_ms()
    if not _free(probes, REFUSED, now):
        return Throttled(TOO_MANY)
    probes.add(tools.ids.next(), REFUSED, now, forgetting=now - HOUR_MS)
    return None


def _free(probes: ProbeRepository, kind: str, now: int) -> bool:
    return probes.since(kind, now - HOUR_MS) < LIMIT
