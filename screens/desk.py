"""Where screens hand in what they want done: one at a time, beside the screen's own thread.

A database belongs to the thread that opened it, and a screen must answer keys while it works. So each session has one
thread for what is quick, in the order in which it was asked for, and one for jobs that take long, so that a job never
makes a page wait.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Desk:
    """Two threads with a connection each."""

    def __init__(self, closing: Callable[[], None]) -> None:
        self._closing = closing
        self._quick = ThreadPoolExecutor(1, "quick")
        self._long = ThreadPoolExecutor(1, "long")
        self.waiting = 0
        """How many quick things are asked for and not answered yet."""
        self.working = 0
        """How many long jobs are asked for and not done yet."""

    async def quick(self, work: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Do something that takes a moment, and return what it returns or raise what it raises."""
        self.waiting += 1
        try:
            return await self._in(self._quick, lambda: work(*given, **named))
        finally:
            self.waiting -= 1

    async def long(self, work: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Do something that may take long."""
        self.working += 1
        try:
            return await self._in(self._long, lambda: work(*given, **named))
        finally:
            self.working -= 1

    @staticmethod
    async def _in(pool: ThreadPoolExecutor, work: Callable[[], R]) -> R:
        # The language of the person is a context variable: many people may share one process.
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(pool, context.run, work)

    def close(self) -> None:
        """Close the threads' connections and end the threads, without waiting for a job."""
        for pool in (self._quick, self._long):
            pool.submit(self._closing)
            pool.shutdown(wait=False, cancel_futures=False)
