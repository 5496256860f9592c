"""The worker's door: `oclient worker` runs one until it is told to stop (D31)."""

import asyncio
import contextlib
import signal

from oclient_tui.composition import House


async def work(house: House, lanes: int, *, until_empty: bool) -> tuple[int, list[str]]:
    """Deliver what is due; return how many attempts ended, and what kept it from serving some list.

    SIGINT and SIGTERM let what is on its way end first.
    """
    worker = house.worker(lanes)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # where there are no signals, the loop is cancelled
            loop.add_signal_handler(name, worker.stop)
    await worker.run(until_empty=until_empty)
    return worker.delivered, worker.problems
