"""A program on a terminal of its own: what it writes, what it costs and what it keeps, all seen from outside."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SIZE = (36, 120)
_LONGEST_S = 120.0
_QUIET_S = 0.06


@dataclass(frozen=True)
class Answer:
    """What followed a key: bytes, milliseconds until the last of them, and milliseconds of the processor's time."""

    written: int
    wall: float
    cpu: float


class Terminal:
    """A running program and the terminal it was given; leave the `with` to end it."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self._mine, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        shown = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.started = time.perf_counter()
        self._program = subprocess.Popen(
            words, stdin=theirs, stdout=theirs, stderr=theirs, env=shown, start_new_session=True
        )
        os.close(theirs)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._mine)

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._mine], [], [], seconds)
        return os.read(self._mine, 1 << 16) if ready else b""

    def until(self, shown: str, since: float | None = None) -> Answer:
        """Wait until a text is written, and return what that took since a moment, or since the program was started."""
        begun, spent, found = since or self.started, self.cpu() if since else 0.0, b""
        while shown.encode() not in found:
            found += self._read(1.0)
            if time.perf_counter() - begun > _LONGEST_S:
                raise TimeoutError(f"{shown!r} never came; the last bytes were {found[-2000:]!r}")
        return Answer(len(found), (time.perf_counter() - begun) * 1000, self.cpu() - spent)

    def rest(self, seconds: float = 1.0) -> None:
        """Read until nothing was written for a while."""
        while self._read(seconds):
            pass

    def send(self, key: str) -> float:
        """Press a key, and return when."""
        os.write(self._mine, key.encode())
        return time.perf_counter()

    def press(self, key: str) -> Answer:
        """Press a key and take in what follows, until nothing more comes."""
        spent, written = self.cpu(), 0
        begun = last = self.send(key)
        while found := self._read(_QUIET_S if written else 1.0):
            written += len(found)
            last = time.perf_counter()
        return Answer(written, (last - begun) * 1000, self.cpu() - spent)

    def cpu(self) -> float:
        """Return the milliseconds that all threads of the program have had of the processor."""
        tasks = Path(f"/proc/{self._program.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def memory(self) -> float:
        """Return the megabytes that are the program's own; pages of files, which the system keeps, are left out."""
        status = Path(f"/proc/{self._program.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("RssAnon:"))
        return int(line.split()[1]) / 1024
