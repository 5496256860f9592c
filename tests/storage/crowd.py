"""Several people at once, each at a house of their own on the same database."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

import psycopg

from oclient_tui.composition import House, now_ms, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.domain.errors import OClientError
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.ports import Passwords
from tests.storage.backdoor import is_server

R = TypeVar("R")


def another_house(
    url: str, folder: Path, *, passwords: Passwords | None = None, clock: Callable[[], int] = now_ms
) -> House:
    """Open the same installation once more, as another process would."""
    settings = Settings(url, None, folder / "backups", folder / "sign-in.json", None)
    return open_house(settings, passwords=passwords or ArgonPasswords(cheapest=True), clock=clock)


def at_once(number: int, open_one: Callable[[], House], act: Callable[[House, int], R]) -> list[R | OClientError]:
    """Let `number` threads act at the same moment, each with its own house; return results and refusals.

    Anything but a refusal in one of the threads fails the test.
    """
    start = threading.Barrier(number)

    def one(place: int) -> R | OClientError:
        with closing(open_one()) as house:
            start.wait(timeout=30)
            try:
                return act(house, place)
            except OClientError as refusal:
                return refusal

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(one, range(number)))


@contextmanager
def alone_with_a_crowd(url: str) -> Generator[None]:
    """Wait until no other test fills the server with connections: it has a hundred for all test processes."""
    if not is_server(url):
        with nullcontext():
            yield
        return
    with psycopg.connect(url, autocommit=True, dbname="postgres") as server:
        server.execute("SELECT pg_advisory_lock(50)")
        yield
