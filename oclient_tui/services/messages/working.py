"""The worker: a number of lanes, each with at most one line to a mail server and one message on the way (D31, R4).

Any number of workers may run, on any number of machines. All database work of one worker happens in one thread of its
own, beside the loop that talks to servers. Killed, it leaves at most one message in doubt for each lane.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

from oclient_tui.domain.errors import Busy, Unavailable
from oclient_tui.domain.gateways import Gateway, SmsGateway
from oclient_tui.domain.mail import NotReached
from oclient_tui.domain.mail_replies import SILENT, MailReply, Phase
from oclient_tui.services.messages.delivering import Delivering, Job, Taken
from oclient_tui.services.ports import MailLine

P = ParamSpec("P")
R = TypeVar("R")

BATCH = 10
"""Messages that a lane takes at once."""

_PAUSE_S = 1.0
_TRIES = 5
_WORN = (SILENT, 421)
"""What a server says, before it takes the sender, that ended a line for being old or used often."""


class Worker:
    """Delivers what is due, until it is stopped or nothing is left to do now."""

    def __init__(self, delivering: Delivering, lanes: int) -> None:
        self._delivering = delivering
        self._lanes = lanes
        self._desk = ThreadPoolExecutor(1, "worker")
        self._stopping = asyncio.Event()
        self.delivered = 0
        """Attempts that ended, however they did."""

    def stop(self) -> None:
        """Take nothing more; what is on its way is finished."""
        self._stopping.set()

    async def run(self, *, until_empty: bool) -> None:
        """Work; with `until_empty` until nothing is due that may go now.

        A database that cannot be reached is waited for; with `until_empty` it ends the work: raise Unavailable.
        """
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._lanes):
                    group.create_task(_Lane(self).run(until_empty=until_empty))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors
        finally:
            self._desk.submit(self._delivering.store.close)
            self._desk.shutdown()

    @property
    def stopping(self) -> bool:
        """Whether nothing more is to be taken."""
        return self._stopping.is_set()

    async def pause(self, seconds: float) -> None:
        """Wait, unless it is stopped meanwhile."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def ask(self, step: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Do a step in the database; one that met another writer is done again."""
        loop = asyncio.get_running_loop()
        for attempt in range(1, _TRIES + 1):
            try:
                return await loop.run_in_executor(self._desk, lambda: step(*given, **named))
            except Busy:
                if attempt == _TRIES:
                    raise
        raise AssertionError("unreachable")

    @property
    def problems(self) -> list[str]:
        """What keeps this worker from serving some list, as sentences; others may serve it."""
        return sorted(self._delivering.problems)

    @property
    def hands(self) -> Delivering:
        """What the lanes do in the database."""
        return self._delivering

    async def reach(self, gateway: Gateway) -> MailLine:
        """Return a line to a gateway; raise NotReached."""
        tools = self._delivering.tools
        return await (tools.sms.reach(gateway) if isinstance(gateway, SmsGateway) else tools.mail.reach(gateway))


class _Lane:
    """One message after the other, over one line at a time."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._line: MailLine | None = None
        self._of: Gateway | None = None
        self._used = False

    async def run(self, *, until_empty: bool) -> None:
        try:
            while not self._worker.stopping and await self._turn(until_empty=until_empty):
                pass
        finally:
            await self._leave()

    async def _turn(self, *, until_empty: bool) -> bool:
        """Deliver what can be taken, or wait; False once there is nothing more to do."""
        try:
            taken = await self._worker.ask(self._worker.hands.take, BATCH)
            if taken.gateway is not None and taken.jobs:
                await self._deliver(taken, taken.gateway)
                return True
        except (Busy, Unavailable):
            if until_empty:
                raise
            taken = Taken()
        if until_empty and not taken.wait_ms:
            return False
        await self._leave()
        await self._worker.pause(taken.wait_ms / 1000 or _PAUSE_S)
        return True

    async def _deliver(self, taken: Taken, gateway: Gateway) -> None:
        for job in taken.jobs:
            if self._worker.stopping or not await self._over_a_line(job, taken, gateway):
                await self._worker.ask(self._worker.hands.give_back, taken)
                return

    async def _over_a_line(self, job: Job, taken: Taken, gateway: Gateway) -> bool:
        """Deliver one message; False where the gateway is to be left alone."""
        try:
            await self._line_to(gateway)
        except NotReached as error:
            await self._worker.ask(self._worker.hands.not_reached, taken, error.reply)
            return False
        number = await self._worker.ask(self._worker.hands.begin, job, gateway)
        if number is None:
            return True

        async def may_go() -> bool:
            return await self._worker.ask(self._worker.hands.mark, job, number)

        try:
            reply = await self._send(job, gateway, may_go)
        except NotReached as error:
            reply = error.reply
        if reply is None:
            return True
        self._worker.delivered += 1
        return await self._worker.ask(self._worker.hands.finish, job, number, reply)

    async def _send(self, job: Job, gateway: Gateway, may_go: Callable[[], Awaitable[bool]]) -> MailReply | None:
        """Send over the line; over a new one where the server had enough of a line that was used before."""
        fresh = not self._used
        line, self._used = await self._line_to(gateway), True
        reply = await line.send(job.mail, may_go)
        worn = reply is not None and reply.phase is Phase.MAIL and reply.code in _WORN
        if fresh or not worn:
            return reply
        await self._leave()
        return await (await self._line_to(gateway)).send(job.mail, may_go)

    async def _line_to(self, gateway: Gateway) -> MailLine:
        if self._line is None or self._of != gateway or not self._line.usable:
            await self._leave()
            self._line, self._of = await self._worker.reach(gateway), gateway
            self._used = False
        return self._line

    async def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close()
