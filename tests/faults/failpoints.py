"""The real command line with a trap in it: it dies by its own SIGKILL just before its n-th step (R1).

Run as `python -m tests.faults.failpoints WORD…` with FAULT_AT=n. A step is an SQL statement, a thousand steps of SQLite
inside a long one, or a call that changes files. Without FAULT_AT it runs to the end. With FAULT_LOG it writes how many
steps there were. The clock and all chance are fixed, so that two runs on equal databases write the same rows.
"""

import os
import random
import secrets
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

FILE_CALLS = ("replace", "rename", "link", "unlink", "fsync", "ftruncate", "mkdir", "fchmod")
WITHIN_A_STATEMENT = 20_000


class Trap:
    """Counts steps and kills at one of them."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.steps = 0

    def step(self, *_: object) -> int:
        """Count one step; never return from the last."""
        self.steps += 1
        if self.steps == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)
        return 0

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a call with a step before it."""

        @wraps(call)
        def trapped(*args: Any, **given: Any) -> Any:
            self.step()
            return call(*args, **given)

        return trapped


def set_trap(trap: Trap) -> None:
    """Put the trap before everything that changes a file or a database."""
    for name in FILE_CALLS:
        setattr(os, name, trap.before(getattr(os, name)))
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def connected(*args: Any, **given: Any) -> sqlite3.Connection:
        connection = connect(*args, **given)
        connection.set_trace_callback(trap.step)
        connection.set_progress_handler(trap.step, WITHIN_A_STATEMENT)
        return connection

    setattr(sqlite3, "connect", connected)  # noqa: B010 - whatever the overloads of the original
    if os.environ.get("OCLIENT_DB", "").startswith("postgres"):
        import psycopg  # noqa: PLC0415 - the program itself must stay free of it

        for kind, names in ((psycopg.Cursor, ("execute", "executemany", "copy")), (psycopg.Connection, ("commit",))):
            for name in names:
                setattr(kind, name, trap.before(getattr(kind, name)))


def fix_chance(now: int) -> None:
    """Let the clock tick a millisecond at each look, and draw the same numbers in every run."""
    drawn, ticks = random.Random(4711), iter(range(10**9))  # noqa: S311 - on purpose the same each time
    time.time_ns = lambda: (now + next(ticks)) * 1_000_000
    setattr(secrets, "randbelow", drawn.randrange)  # noqa: B010 - the same
    secrets.token_urlsafe = lambda nbytes=None: drawn.randbytes(nbytes or 32).hex()


def main() -> None:
    """Run the command line."""
    trap = Trap(int(os.environ.get("FAULT_AT", "0")))
    fix_chance(int(os.environ["FAULT_NOW"]))
    set_trap(trap)
    from oclient_tui.doors.cli.main import run  # noqa: PLC0415 - after the trap

    code = run(sys.argv[1:])
    if log := os.environ.get("FAULT_LOG"):
        Path(log).write_text(str(trap.steps), "ascii")
    sys.exit(code)


if __name__ == "__main__":
    main()
