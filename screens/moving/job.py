"""A long run over a file beside the screen: how far it is, and how to stop it."""

import time
from dataclasses import dataclass, field

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr


class Cancelled(Exception):
    """Somebody stopped the run: its transaction is rolled back, so that nothing was changed."""


@dataclass
class Job:
    """Told by the run's own thread, read by the screen."""

    rows: int = 0
    done: int = 0
    size: int = 0
    stopped: bool = False
    started: float = field(default_factory=time.monotonic)

    def __call__(self, rows: int, done: int = 0, size: int = 0) -> None:
        """Hear how far the run is; raise Cancelled where somebody stopped it."""
        self.rows, self.done, self.size = rows, done, size
        if self.stopped:
            raise Cancelled

    @property
    def took(self) -> float:
        """Seconds since the start."""
        return max(time.monotonic() - self.started, 0.001)

    def line(self) -> str:
        """Return rows, rate and what is left in words."""
        rate = int(self.rows / self.took)
        if not 0 < self.done < self.size:
            return translate(tr("{rows} rows, {rate} a second")).format(rows=self.rows, rate=rate)
        left = self.took * (self.size - self.done) / self.done
        words = translate(tr("{rows} rows, {rate} a second, about {left} s left"))
        return words.format(rows=self.rows, rate=rate, left=f"{left:.0f}")

    @property
    def part(self) -> float | None:
        """How much of the file was read, 0 to 1; None where that is not known."""
        return self.done / self.size if self.size else None
