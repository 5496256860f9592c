"""Identifiers: 63 bits, ordered by time, made by the program on any host (D1)."""

import threading
from collections.abc import Callable

EPOCH_MS = 1_735_689_600_000
"""2025-01-01T00:00:00Z; 41 bits of milliseconds reach to 2094."""

_SPREAD_BITS = 22
_SPREAD = 1 << _SPREAD_BITS
_TEXT_LIMIT = 19
MISSING = 0
"""The id that no record has: what a malformed id is read as."""


class IdMaker:
    """Makes ids: the milliseconds above, a random start and then small random steps below.

    The steps keep two hosts that share a millisecond apart, and keep a reader from counting records.
    """

    def __init__(self, clock_ms: Callable[[], int], random_below: Callable[[int], int]) -> None:
        self._clock_ms = clock_ms
        self._random_below = random_below
        self._lock = threading.Lock()
        self._last = 0
        self._moment = -1

    def next(self) -> int:
        """Return an id greater than every id this maker gave before."""
        with self._lock:
            moment = self._clock_ms()
            step = self._last + 1 + self._random_below(16)
            if moment == self._moment:  # one random start a millisecond is enough
                self._last = step
            else:
                start = ((moment - EPOCH_MS) << _SPREAD_BITS) + self._random_below(_SPREAD // 2)
                self._moment, self._last = moment, max(start, step)
            return self._last


def read_id(text: str) -> int:
    """Return the id that a person typed; a malformed one reads as MISSING, which is found nowhere (D1)."""
    if text.isascii() and text.isdigit() and len(text) <= _TEXT_LIMIT:
        number = int(text)
        if number < 1 << 63:
            return number
    return MISSING
