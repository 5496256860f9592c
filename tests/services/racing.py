"""Two operations at once on PostgreSQL, one of them held at a chosen place while the other runs (S2)."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from oclient_tui.composition import House
from oclient_tui.domain.errors import OClientError
from oclient_tui.services.session import Session
from oclient_tui.services.usecase import UseCase
from storage.repositories.audit import AuditRepository
from storage.scope import Hall, Scope

WAIT_S = 60
"""Longer than any of this takes: whoever waits so long waits for ever."""

CHECKED, WRITING, WRITTEN, AT_ONCE = "after the check", "before the first write", "before the commit", "at once"

_WAITING = b"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@dataclass
class Runner:
    """One person's operation, on a house of its own."""

    house: House
    session: Session
    case: UseCase[Any]
    error: OClientError | None = None
    crash: BaseException | None = None

    def run(self) -> None:
        """Do it and keep how it ended; a crash is no ending."""
        try:
            self.session.do(self.case)
        except OClientError as error:
            self.error = error
        except BaseException as crash:  # noqa: BLE001 - raised again in the test's own thread
            self.crash = crash

    def run_apart(self) -> None:
        """Do it in a thread, and leave that thread's connection."""
        self.run()
        self.house.close()


class Barrier:
    """Holds one thread until the other has finished, or waits for a lock that the held one has."""

    def __init__(self, url: str) -> None:
        self._watch = psycopg.connect(url, autocommit=True)
        self.thread: threading.Thread | None = None
        self.reached = threading.Event()
        self.finished = threading.Event()
        self.overtaken = False

    def hold(self) -> None:
        """Wait here once, if this is the thread to hold."""
        if threading.current_thread() is not self.thread or self.reached.is_set():
            return
        self.reached.set()
        while not self.finished.is_set() and not self._other_waits():
            pass
        self.overtaken = self.finished.is_set()

    def _other_waits(self) -> bool:
        found = self._watch.execute(_WAITING).fetchone()
        return bool(found and found[0])

    def close(self) -> None:
        """Leave the server."""
        self._watch.close()


@contextmanager
def barrier(url: str, place: str, held: UseCase[Any], patch: pytest.MonkeyPatch) -> Generator[Barrier]:
    """Put a barrier after the membership's check, right before the first row changes, or right before the commit."""
    made = Barrier(url)
    with patch.context() as inside:
        if place == CHECKED:
            inside.setattr(type(held), "run", _after(made, type(held).run))
        elif place == WRITTEN:
            inside.setattr(AuditRepository, "append", _after(made, AuditRepository.append))
        elif place == WRITING:
            for room in (Scope, Hall):
                for name in ("insert", "insert_many", "update", "delete"):
                    if hasattr(room, name):
                        inside.setattr(room, name, _after(made, getattr(room, name)))
        yield made
    made.close()


def _after(made: Barrier, original: Callable[..., Any]) -> Callable[..., Any]:
    def held(*args: Any, **kwargs: Any) -> Any:
        made.hold()
        return original(*args, **kwargs)

    return held


def race(url: str, held: Runner, other: Runner, place: str, patch: pytest.MonkeyPatch) -> bool | None:
    """Run both and return whether the other was through before the held one went on; None where nobody knows."""
    with barrier(url, place, held.case, patch) as made:
        made.thread = threading.Thread(target=held.run_apart)
        made.thread.start()
        while place != AT_ONCE and made.thread.is_alive() and not made.reached.wait(0.001):
            pass
        other.run()
        made.finished.set()
        made.thread.join(WAIT_S)
        assert not made.thread.is_alive(), f"{held.case!r} waits for ever beside {other.case!r}"
    for runner in (held, other):
        if runner.crash is not None:
            raise runner.crash
    return None if place == AT_ONCE else made.overtaken
