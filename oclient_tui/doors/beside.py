"""What the local full screen runs beside itself: one worker, and for the demo a mail server that keeps what it gets.

Both live in threads with loops of their own, so that a key never waits for a mail server (D31).
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

from oclient_tui.composition import House

LANES = 2


@contextmanager
def delivering(house: House) -> Generator[None]:
    """Deliver messages until the block is left; what is on its way then is finished first."""
    worker = house.worker(LANES)
    with _running(lambda: worker.run(until_empty=False), worker.stop):
        yield


@contextmanager
def _running(run: Callable[[], Awaitable[None]], stop: Callable[[], None]) -> Generator[None]:
    loop = asyncio.new_event_loop()

    async def go() -> None:
        await run()

    thread = threading.Thread(target=loop.run_until_complete, args=(go(),), name="beside")
    thread.start()
    try:
        yield
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop)
        thread.join()
        loop.close()
