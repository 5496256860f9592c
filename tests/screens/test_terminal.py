"""The program on a terminal of its own: what it writes there, where it refuses to begin, and how it ends (E7, D27)."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.factories import PASSWORD, World
from tests.screens import hostile
from tests.screens.dealing import deal, fill

PROGRAM = "from oclient_tui.__main__ import main; raise SystemExit(main())"
WAIT_S = 30


class Terminal:
    """A pseudo terminal with the program in it."""

    def __init__(
        self,
        code: str,
        environment: Mapping[str, str],
        size: tuple[int, int] = (36, 120),
        argv: Sequence[str] = (),
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        kept = {name: os.environ[name] for name in os.environ if name.startswith("XDG_") or name == "PATH"}
        self._process = subprocess.Popen(
            argv or [sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave,
            env={**kept, "LANG": "C.UTF-8", "TERM": "xterm-256color", **environment}, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.written = b""
        self._mark = 0

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        try:
            data = os.read(self._master, 65_536) if ready else b""
        except OSError:
            return False
        self.written += data
        return bool(data)

    @property
    def text(self) -> str:
        """What was written so far, without sequences."""
        return re.sub(r"\x1b\[[0-9;:?<>=]*[A-Za-z]", "", self.written.decode("utf-8", "replace"))

    def until(self, wanted: str) -> None:
        """Read until something was written since the last keys."""
        end = time.monotonic() + WAIT_S
        while wanted not in self.text[self._mark :]:
            assert time.monotonic() < end, f"{wanted!r} never came; the end of what came: {self.text[-2_000:]!r}"
            self._read(0.2)

    def send(self, keys: str) -> None:
        """Type, and read until the program has drawn what follows."""
        self._mark = len(self.text)
        os.write(self._master, keys.encode())
        while self._read(0.4):
            pass

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        end = time.monotonic() + WAIT_S
        while self._process.poll() is None:
            assert time.monotonic() < end, f"it never ended: {self.text[-2_000:]!r}"
            self._read(0.1)
        while self._read(0.1):
            pass
        os.close(self._master)
        return self._process.returncode

    def kill(self) -> None:
        """End what is still there."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def signed_in(terminal: Terminal) -> None:
    terminal.until("E-mail")
    terminal.send("ola@example.com\r")
    terminal.send(f"{PASSWORD}\r")
    terminal.until("You are")


def test_hostile_text_on_a_terminal_is_text(world: World, url: str) -> None:  # T1-T4
    fill(world, 30)
    assert deal(url)["customers.company"]
    terminal = Terminal(PROGRAM, {"OCLIENT_DB": url})
    try:
        signed_in(terminal)
        begun = len(terminal.written)
        terminal.send("\r")
        terminal.until("Name ↑")
        for key in ("j", "\r"):
            terminal.send(key)
        terminal.until("Who sees this")
        drawn = terminal.written[begun:].decode("utf-8", "replace").replace("\r\n", "\n")  # the tty adds the \r
        terminal.send("\x11")
        assert terminal.ended() == 0
    finally:
        terminal.kill()
    assert hostile.foreign(drawn) == []
    assert len(hostile.marks_in(drawn)) > 30, "hostile strings were hardly shown"
    data = terminal.written.decode("utf-8", "replace")
    assert "38;2;" not in data, "OpenSSH sends no COLORTERM: there are 256 colours, and none is rounded"
    assert "38;5;" in data


def test_a_bug_says_a_number_and_the_log_has_the_trace_without_values(world: World, url: str) -> None:  # E7
    assert world.id
    planted = (
        "from screens.entry import lists\n"
        "def broken(self):\n"
        "    secret = 's3cr' + 'et-value'\n"
        "    raise ValueError(secret)\n"
        "lists.ListsScreen.action_add = broken\n"
    )
    terminal = Terminal(planted + PROGRAM, {"OCLIENT_DB": url})
    try:
        signed_in(terminal)
        terminal.send("a")
        assert terminal.ended() == 1
    finally:
        terminal.kill()
    found = re.search(r"Report this number: ([0-9A-F]{6})", terminal.text)
    assert found, terminal.text[-2_000:]
    (log,) = Path(os.environ["XDG_STATE_HOME"]).rglob("errors.log")
    told = log.read_text("utf-8")
    assert found[1] in told
    assert "ValueError" in told
    for stream in (told, terminal.text):
        assert "s3cret-value" not in stream


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_that_shows_nothing_is_told_so(kind: str, tmp_path: Path) -> None:
    terminal = Terminal(PROGRAM, {"OCLIENT_DB": str(tmp_path / "none.db"), "TERM": kind})
    try:
        assert terminal.ended() == 78
    finally:
        terminal.kill()
    assert "Use the commands; see: oclient --help" in terminal.text
