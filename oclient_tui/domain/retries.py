"""When a message is tried again: a schedule with jitter, the server's own hint as the least (RFC 5321, 4.5.4.1)."""

import re
from collections.abc import Callable

from oclient_tui.domain.outbox import HOUR_MS, MINUTE_MS

STEPS_MS = (
    MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 12 * HOUR_MS,
)  # fmt: skip
_CIRCUIT_MS = (30_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 15 * MINUTE_MS)
_HINT_EXTRA_MS = 10_000
_HINT_MOST_MS = 24 * HOUR_MS
_UNITS = {"s": 1000, "m": MINUTE_MS, "h": HOUR_MS}
_HINT = re.compile(r"\b([0-9]{1,5})\s*(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b([0-9]{1,2}):([0-9]{2}):([0-9]{2})\b")


def delay_ms(charged: int, hint_ms: int, random_below: Callable[[int], int]) -> int:
    """Return how long to wait after the attempt of this number, 1 for the first.

    Half to one and a half of the step, so that messages refused together do not come back together; never before the
    server's hint is over.
    """
    step = STEPS_MS[min(max(charged, 1), len(STEPS_MS)) - 1]
    return max(step // 2 + random_below(step + 1), hint_ms)


def circuit_ms(failures: int, random_below: Callable[[int], int]) -> int:
    """Return for how long a gateway that failed so often in a row is left alone."""
    step = _CIRCUIT_MS[min(max(failures, 1), len(_CIRCUIT_MS)) - 1]
    return step // 2 + random_below(step + 1)


def hint_ms(reply: str) -> int:
    """Return how long a server asks to wait, with ten seconds more for its clock; 0 where it says nothing.

    Greylisting servers write “try again in 5 minutes”, “300 seconds” or “00:04:30”. Above a day is not believed.
    """
    clock = _CLOCK.search(reply)
    if clock:
        found = (int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])) * 1000
    else:
        hint = _HINT.search(reply)
        found = int(hint[1]) * _UNITS[hint[2][0].lower()] if hint else 0
    return min(found + _HINT_EXTRA_MS, _HINT_MOST_MS) if found else 0
