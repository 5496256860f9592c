"""kill -9 of a worker at every step of a delivery, counted where the mail arrives (N04, R1, D18).

The worker is the real program in a process of its own. Left to itself, nothing is sent twice and nothing is lost: every
message arrived once, or is in doubt and says so, at most one a connection. Where the owner chose to resend, all arrive.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from oclient_tui.composition import open_house
from oclient_tui.config.settings import Settings
from oclient_tui.gateways.passwords import ArgonPasswords
from tests.factories import Clock, World
from tests.mail.post import Post
from tests.mail.sink import DROP, Sink
from tests.storage.backdoor import sql

ROOT = Path(__file__).parents[2]
STEPS = ("GREETING", "MAIL", "RCPT", "DATA", "DOT")
IN_DOUBT = {"DATA", "DOT"}
"""Where the program has written that the content goes out."""


class Killer:
    """Kills the worker when the server has heard a verb for the n-th time; before it answers, or just after."""

    def __init__(self, verb: str, nth: int, *, answers: bool) -> None:
        self._verb, self._left, self._answers = verb, nth, answers
        self._lock = threading.Lock()
        self._pid = 0
        self._met = threading.Event()
        self.killed = False

    def meet(self, pid: int) -> None:
        """Learn whom to kill; no verb is answered before."""
        self._pid = pid
        self._met.set()

    def __call__(self, verb: str, _: str) -> str | None:
        self._met.wait(30)
        with self._lock:
            if verb != self._verb or self.killed:
                return None
            self._left -= 1
            if self._left:
                return None
            self.killed = True
        if not self._answers:
            os.kill(self._pid, signal.SIGKILL)
            return DROP
        threading.Timer(0.002, os.kill, (self._pid, signal.SIGKILL)).start()
        return None


def _worker(url: str, folder: Path, port: int, lanes: int) -> "subprocess.Popen[bytes]":
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    environment |= {"OCLIENT_DB": url, "OCLIENT_SECRET_FILE": str(folder / "key"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"OCLIENT_ALLOW_HOSTS": f"127.0.0.1:{port}", "XDG_DATA_HOME": str(folder / "data")}
    words = ("worker", "--until-empty", "--concurrency", str(lanes))
    return subprocess.Popen([sys.executable, "-m", "oclient_tui", *words], env=environment, cwd=folder,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip


def _killed_once(post: Post, url: str, folder: Path, killer: Killer, lanes: int) -> None:
    """Let a worker run until it is killed, and another one finish once the dead one's leases are over."""
    post.sink.script = killer
    with _worker(url, folder, post.sink.port, lanes) as worker:
        killer.meet(worker.pid)
        _, complaint = worker.communicate(timeout=60)
    assert worker.returncode == -signal.SIGKILL, (worker.returncode, complaint.decode())
    post.sink.script = lambda _, __: None
    _later(url)
    post.work(lanes)


def _later(url: str) -> None:
    """Let all leases and waits be over: the worker in its own process has a clock of its own."""
    sql(url, "UPDATE outbox SET lease_until = 0, not_before = 0 WHERE state IN ('ready', 'leased', 'sending')")
    sql(url, "UPDATE gateway_buckets SET open_at = 0")


def _judged(post: Post, names: list[str], where: str, *, at_most: int) -> None:
    """Fail for a message that was sent twice or lost, or for more in doubt than there were connections."""
    received, states = post.sink.received, post.states()
    doubles = {name for name in names if received[f"{name}@example.com"] > 1}
    assert not doubles, f"{where}: sent twice: {doubles}"
    doubt = {name for name in names if states[name] == "unknown"}
    lost = {name for name in names if not received[f"{name}@example.com"]} - doubt
    assert not lost, f"{where}: lost: {lost}"
    assert len(doubt) <= at_most, f"{where}: {len(doubt)} in doubt"
    assert {states[name] for name in set(names) - doubt} == {"sent"}, f"{where}: {states}"


@pytest.mark.parametrize("answers", [False, True], ids=["before the answer", "after the answer"])
def test_a_killed_worker_doubles_and_loses_nothing(post: Post, url: str, tmp_path: Path, answers: bool) -> None:
    steps = STEPS if not answers else ("DOT",)
    for verb in steps:
        names = [f"{verb.lower()}{number}" for number in range(3)]
        for name in names:
            post.write(name)
        _killed_once(post, url, tmp_path, Killer(verb, 1 if verb == "GREETING" else 2, answers=answers), 1)
        _judged(post, names, verb, at_most=1 if verb in IN_DOUBT else 0)
    if answers:
        return
    post.set("unknown.single", "resend")
    post.write("again")
    _killed_once(post, url, tmp_path, Killer("DOT", 1, answers=False), 1)
    assert post.states()["again"] == "sent"
    assert post.sink.received["again@example.com"] == 2, "what the owner chose: rather twice than not at all"
    assert len({mail["Message-ID"] for mail in map(post.sink.parsed, (-1, -2))}) == 1


@pytest.mark.soak
@pytest.mark.parametrize("verb", STEPS)
def test_a_thousand_recipients_and_a_worker_killed_ten_times(url: str, tmp_path: Path, verb: str) -> None:  # N04
    with closing(_Stand(url, tmp_path)) as stand:
        names = [f"n{number}" for number in range(1000)]
        for name in names:
            stand.post.write(name)
        for turn in range(10):
            nth = 1 if verb == "GREETING" else 7 + 11 * turn
            _killed_once_only(stand.post, url, tmp_path, Killer(verb, nth, answers=bool(turn % 2)))
        stand.post.work(4)
        _judged(stand.post, names, verb, at_most=40)


def _killed_once_only(post: Post, url: str, folder: Path, killer: Killer) -> None:
    post.sink.script = killer
    with _worker(url, folder, post.sink.port, 4) as worker:
        killer.meet(worker.pid)
        worker.communicate(timeout=120)
    post.sink.script = lambda _, __: None
    _later(url)


class _Stand:
    """A world with a sink, made without fixtures of one test's size."""

    def __init__(self, url: str, folder: Path) -> None:
        self.sink, clock = Sink(), Clock()
        settings = Settings(url, None, folder / "b", folder / "s.json", None, secret_file=folder / "key",
                            allow_hosts=frozenset({("127.0.0.1", self.sink.port)}))  # fmt: skip
        self.house = open_house(settings, passwords=ArgonPasswords(cheapest=True), clock=clock)
        self.post = Post.of(World.build(self.house), self.sink, clock)

    def close(self) -> None:
        self.house.close()
        self.sink.close()
