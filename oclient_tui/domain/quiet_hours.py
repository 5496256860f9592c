"""When nothing is sent to groups: from one time of day to another, in the list's own time zone (N20)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def is_quiet(hours: str, zone: str, now: int) -> bool:
    """Whether a moment lies in quiet hours such as 21:00-08:00, whose end is not quiet any more; '' is never."""
    if not hours:
        return False
    start, _, end = hours.partition("-")
    clock = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).strftime("%H:%M")
    return start <= clock < end if start < end else clock >= start or clock < end
