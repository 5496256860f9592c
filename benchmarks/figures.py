"""Rows of a benchmark: what ours took, what the anchor beside it took, and whether the ratio meets its goal."""

import gc
import json
import math
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """One line. Times are milliseconds; without a goal the row only shows where time goes."""

    name: str
    ours: float
    anchor: float | None = None
    ratio: float | None = None
    goal: str = ""
    ok: bool | None = None
    details: dict[str, object] = field(default_factory=dict[str, object])

    @property
    def line(self) -> str:
        """Return the row as printed."""
        anchor = "–" if self.anchor is None else f"{self.anchor:.2f} ms"
        ratio = "–" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = {None: "–", True: "ok", False: "MISSED"}[self.ok]
        return f"{self.name:<46}{self.ours:>9.2f} ms {anchor:>12}{ratio:>9}  {self.goal or '–':<24}{verdict}"


HEADER = f"{'name':<46}{'ours':>12} {'anchor':>12}{'ratio':>9}  {'goal':<24}ok"


def faster(name: str, ours: float, anchor: float, times: float, at_most: float | None = None, **details: object) -> Row:
    """Return the row of a goal "so many times faster than the anchor", and perhaps "at most so many milliseconds"."""
    goal = f">= {times:g} x" + (f", <= {at_most:g} ms" if at_most else "")
    ok = anchor / ours >= times and (at_most is None or ours <= at_most)
    return Row(name, ours, anchor, anchor / ours, goal, ok, details)


def within(name: str, ours: float, anchor: float, times: float, **details: object) -> Row:
    """Return the row of a goal "at most so many times the anchor"."""
    return Row(name, ours, anchor, ours / anchor, f"<= {times:g} x", ours / anchor <= times, details)


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def in_turns(works: Sequence[Callable[[], object]], times: int) -> list[list[float]]:
    """Time several things in turns, so that a noisy moment hits all of them; the first turn only warms up."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(times + 1):
        gc.collect()
        for work, found in zip(works, taken, strict=True):
            spent = milliseconds(work)
            if turn:
                found.append(spent)
    return taken


def median(found: Iterable[float]) -> float:
    """Return the middle one."""
    return statistics.median(found)


def percentile(found: Iterable[float], share: float) -> float:
    """Return the value that `share` of all do not exceed."""
    ordered = sorted(found)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def write(rows: Sequence[Row], parameters: dict[str, object]) -> Path:
    """Keep the rows of a run as JSON."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    whole = {"parameters": parameters, "run_on": machine, "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")
    return path
