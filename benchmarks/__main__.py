"""`make bench`: one line a row, and JSON in benchmarks/results/."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping

from benchmarks import importing, mailing, paging, rehearsing, screening, searching, starting
from benchmarks.dataset import SEED, Dataset, dataset
from benchmarks.figures import HEADER, Row, write

ENGINES = ("sqlite", "postgresql")
JOBS: Mapping[str, Callable[[Dataset], Iterator[Row]]] = {
    "P3": searching.rows,
    "P4": paging.rows,
    "P6": screening.frames,
    "P7": screening.bytes_a_move,
    "P9": screening.starts,
    "P11": starting.rows,
    "N14": rehearsing.rows,
}

LOADS: Mapping[str, Callable[[str, int], Iterator[Row]]] = {"P1": importing.rows, "P8": mailing.rows}
"""Jobs that fill lists of their own; P1 measures P2 as well."""


def main() -> int:
    """Run what was asked for; 1 if a goal was missed."""
    asked = _asked()
    print(HEADER, flush=True)
    found: list[Row] = []
    for engine in asked.engine or ENGINES:
        for job in asked.only or (*LOADS, *JOBS):
            done = LOADS[job](engine, asked.rows) if job in LOADS else JOBS[job](dataset(engine, asked.rows))
            for row in done:
                print(row.line, flush=True)
                found.append(row)
    kept = write(found, {"rows": asked.rows, "engines": asked.engine or ENGINES, "seed": SEED})
    print(f"kept in {kept}", file=sys.stderr)
    return 1 if any(row.ok is False for row in found) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many customers (default: %(default)s)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="one engine; may be given again")
    parser.add_argument("--only", action="append", choices=(*LOADS, *JOBS), help="one row; may be given again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
