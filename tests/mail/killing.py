"""Workers in processes of their own that are killed, for tests that count what arrives all the same (N04, D18)."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

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


def worker_process(url: str, folder: Path, port: int, lanes: int) -> "subprocess.Popen[bytes]":
    """Start the real program as a worker that ends when nothing is due."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    environment |= {"OCLIENT_DB": url, "OCLIENT_SECRET_FILE": str(folder / "key"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"OCLIENT_ALLOW_HOSTS": f"127.0.0.1:{port}", "XDG_DATA_HOME": str(folder / "data")}
    words = ("worker", "--until-empty", "--concurrency", str(lanes))
    return subprocess.Popen([sys.executable, "-m", "oclient_tui", *words], env=environment, cwd=folder,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip


def killed_and_followed(post: Post, url: str, folder: Path, killer: Killer, lanes: int) -> None:
    """Let a worker run until it is killed, and another one finish once the dead one's leases are over."""
    post.sink.script = killer
    with worker_process(url, folder, post.sink.port, lanes) as worker:
        killer.meet(worker.pid)
        _, complaint = worker.communicate(timeout=60)
    assert worker.returncode == -signal.SIGKILL, (worker.returncode, complaint.decode())
    post.sink.script = lambda _, __: None
    later(url)
    post.work(lanes)


def later(url: str) -> None:
    """Let all leases and waits be over: the worker in its own process has a clock of its own."""
    sql(url, "UPDATE outbox SET lease_until = 0, not_before = 0 WHERE state IN ('ready', 'leased', 'sending')")
    sql(url, "UPDATE gateway_buckets SET open_at = 0")


def judged(post: Post, names: list[str], where: str, *, at_most: int) -> None:
    """Fail for a message that was sent twice or lost, or for more in doubt than there were connections."""
    received, states = post.sink.received, post.states()
    doubles = {name for name in names if received[f"{name}@example.com"] > 1}
    assert not doubles, f"{where}: sent twice: {doubles}"
    doubt = {name for name in names if states[name] == "unknown"}
    lost = {name for name in names if not received[f"{name}@example.com"]} - doubt
    assert not lost, f"{where}: lost: {lost}"
    assert len(doubt) <= at_most, f"{where}: {len(doubt)} in doubt"
    assert {states[name] for name in set(names) - doubt} == {"sent"}, f"{where}: {states}"


def killed_once(post: Post, url: str, folder: Path, killer: Killer) -> None:
    """Let a worker of four lanes run until it is killed, or done."""
    post.sink.script = killer
    with worker_process(url, folder, post.sink.port, 4) as worker:
        killer.meet(worker.pid)
        worker.communicate(timeout=120)
    post.sink.script = lambda _, __: None
    later(url)


class Stand:
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
