"""Kills a command at chosen steps, each time on a fresh copy, and judges what is left (R1).

What is left must equal the database before or the one after, row for row: nothing lost, half-done or doubled. Its pages
and references must be whole, and the same command must then finish.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.storage.backdoor import Row, contents, is_server

ROOT = Path(__file__).parents[2]
FOLDERS = ("DATA", "STATE", "CONFIG", "CACHE")
NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""A process that may write little would leave half a compiled module beside the sources, for everybody after it."""

Dump = Mapping[str, list[Row]]


@dataclass(frozen=True)
class Place:
    """One installation in a folder of its own: database, backups, key and sign-in."""

    folder: Path
    server: str = ""
    shown: Path | None = None
    """Another database to look at."""

    @property
    def url(self) -> str:
        return self.server or str(self.shown or self.folder / "home" / "data" / "oclient.db")

    def environment(self, **more: str) -> dict[str, str]:
        """Return what the program is told from outside."""
        homes = {f"XDG_{name}_HOME": str(self.folder / "home" / "xdg" / name.lower()) for name in FOLDERS}
        base = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder), "PYTHONPATH": str(ROOT)}
        return {**homes, **base, **NO_BYTECODE, "OCLIENT_DB": self.url, **more}

    def run(self, *words: str, stdin: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
        """Run the real program."""
        module = "tests.faults.failpoints" if "FAULT_NOW" in more else "oclient_tui"
        return subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment(**more), input=stdin, capture_output=True, text=True, timeout=120, cwd=self.folder,
        )  # fmt: skip

    def do(self, *words: str, stdin: str = "") -> str:
        """Run a command that must succeed and return its answer."""
        done = self.run(*words, stdin=stdin)
        assert done.returncode == 0, f"oclient {' '.join(words)}: exit {done.returncode}: {done.stderr}"
        return done.stdout.strip()

    def keep(self) -> None:
        """Remember everything as it is now; the command is then run here, since a sign-in belongs to a path."""
        shutil.copytree(self.folder, self._kept)
        if self.server:
            self._copy_server(_name(self.server), f"{_name(self.server)}_kept")

    def reset(self) -> None:
        """Put everything back as it was remembered."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder)
        if self.server:
            name = self.server.partition("?")[0].rpartition("/")[2]
            self._copy_server(f"{name}_kept", name)

    def forget(self) -> None:
        """Remove what was remembered on the server."""
        if self.server:
            with psycopg.connect(self.server, autocommit=True, dbname="postgres") as server:
                server.execute(f'DROP DATABASE IF EXISTS "{_name(self.server)}_kept" WITH (FORCE)'.encode())

    @property
    def _kept(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.kept")

    def _copy_server(self, source: str, target: str) -> None:
        with psycopg.connect(self.server, autocommit=True, dbname="postgres") as server:
            server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)'.encode())
            server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"'.encode())


def _name(url: str) -> str:
    with psycopg.connect(url) as server:
        return str(server.info.dbname)


@dataclass(frozen=True)
class Case:
    """A command to be killed: what stands before it, its words, and what else must hold afterwards.

    `ready` fills a place; `words` may use `{folder}`.
    """

    name: str
    words: tuple[str, ...]
    ready: Callable[[Place], None]
    holds: Callable[[Place], None] = field(default=lambda _: None)
    keeps: Callable[[Place], object] | None = None
    """What must be the same before, after every kill and at the end, as a picture of it."""

    stdin: str = ""
    besides: tuple[str, ...] = ()
    """Tables that are not compared."""

    code: int = 0
    """With what it ends when nobody stops it."""

    same: bool = False
    """Whether it changes nothing that is compared."""

    again: Callable[[Place], tuple[str, ...]] | None = None
    """The words that finish what was begun, where they are others than the first."""

    later: tuple[str, ...] = ()
    """Tables that it adds in a commit of their own, after all others."""

    between: bool = False
    """Whether the command commits in several steps, each whole: then it is enough that the second run finishes."""


@dataclass
class Verdicts:
    """What a number of kills led to."""

    steps: int = 0
    before: int = 0
    after: int = 0
    between: int = 0


def crash(case: Case, live: Place, points: int) -> Verdicts:
    """Kill the case's command at `points` steps, spread evenly from the first to the last."""
    case.ready(live)
    words = tuple(word.replace("{folder}", str(live.folder)) for word in case.words)
    given = {"stdin": case.stdin, "FAULT_NOW": str(time.time_ns() // 1_000_000 + 60_000)}
    before, log = _dump(live, case), live.folder.with_name("steps")
    kept = case.keeps(live) if case.keeps else None
    live.keep()
    done = live.run(*words, **given, FAULT_LOG=str(log))
    assert done.returncode == case.code, f"{case.name}: exit {done.returncode}: {done.stderr}"
    after, told = _dump(live, case), Verdicts(int(log.read_text("ascii")))
    assert before != after or case.same, f"{case.name} changes nothing: there is nothing to lose"
    for at in _spread(told.steps, points):
        live.reset()
        done = live.run(*words, **given, FAULT_AT=str(at))
        where = f"{case.name}, killed at step {at} of {told.steps}"
        assert done.returncode == -9, f"{where}: exit {done.returncode}: {done.stderr}"
        unfinished = _left(case, live, where, (before, after), told)
        _same(case, live, where, kept)
        if unfinished:
            finish = case.again(live) if case.again else words
            done = live.run(*finish, **given)
            assert done.returncode == case.code, f"{where}: the second run ends with {done.returncode}: {done.stderr}"
            _finished(case, live, where, after)
            _same(case, live, f"{where}, and run again", kept)
    live.forget()
    return told


def _same(case: Case, live: Place, where: str, kept: object) -> None:
    assert case.keeps is None or case.keeps(live) == kept, f"{where}: {case.name} touched what it must leave alone"


def _spread(steps: int, points: int) -> list[int]:
    return sorted({1 + round(number * (steps - 1) / max(1, points - 1)) for number in range(min(points, steps))})


def _left(case: Case, live: Place, where: str, known: tuple[Dump, Dump], told: Verdicts) -> bool:
    """Judge what a kill left; return whether the command has still to be done."""
    left = _dump(live, case)
    assert sound(live) == [], f"{where}: the database is damaged"
    case.holds(live)
    if left == known[0]:
        told.before += 1
        return True
    if left == known[1]:
        told.after += 1
        return False
    first = {name: rows for name, rows in known[1].items() if name not in case.later}
    assert case.between or left == first, f"{where}: half-done in {_differing(left, known[0])}"
    told.between += 1
    return True


def _finished(case: Case, live: Place, where: str, after: Dump) -> None:
    assert sound(live) == [], f"{where}: the database is damaged after the second run"
    case.holds(live)
    left = _dump(live, case)
    assert case.between or left == after, f"{where}: the second run ends elsewhere, in {_differing(left, after)}"


def _dump(place: Place, case: Case) -> Dump:
    if not is_server(place.url):
        return contents(place.url, besides=case.besides)
    deadline = time.monotonic() + 20
    with psycopg.connect(place.server, autocommit=True) as server:
        # The server notices a client that died a moment later, and takes back what it had begun.
        while server.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        ).fetchone():
            assert time.monotonic() < deadline, "the server still holds the killed client's session"
    return contents(place.url, besides=case.besides)


def sound(place: Place) -> list[str]:
    """Return what SQLite finds wrong with pages and references."""
    if place.server:
        return []
    with closing(sqlite3.connect(place.url)) as file:
        wrong = [str(row[0]) for row in file.execute("PRAGMA integrity_check") if row[0] != "ok"]
        wrong += [f"{row[0]} refers to nothing" for row in file.execute("PRAGMA foreign_key_check")]
        if file.execute("SELECT 1 FROM sqlite_master WHERE name = 'customer_search'").fetchone():
            file.execute("INSERT INTO customer_search (customer_search) VALUES ('integrity-check')")
    return wrong


def _differing(left: Dump, right: Dump) -> list[str]:
    return [name for name in sorted({*left, *right}) if left.get(name) != right.get(name)]
