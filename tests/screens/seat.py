"""Somebody in front of the screen: keys go in as a terminal sends them, and text is read off the screen."""

import asyncio
import string
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from textual import events, keys
from textual.message import Message
from textual.pilot import Pilot

from screens.app import OClientApp
from tests.factories import PASSWORD

_character_to_key = cast("Any", keys)._character_to_key  # noqa: SLF001 - what a terminal's parser calls a sign
SIGNS: dict[str, str] = {_character_to_key(sign): sign for sign in string.punctuation + " "} | {
    "enter": "\r",
    "tab": "\t",
}
"""The characters that keys with names write."""

PATIENCE = 40
"""Seconds after which what was waited for will not come any more."""

RESTLESS = 10
"""Seconds after which a screen is taken as one that never rests."""

_OF_THE_CLOCK = (events.Timer, events.Idle)


@dataclass
class Traffic:
    """How many messages widgets were given, those of the clock left out."""

    seen: int = 0

    def __call__(self, message: Message) -> None:
        """Count a message; Textual calls this for each."""
        if not isinstance(message, _OF_THE_CLOCK):
            self.seen += 1


@dataclass
class Seat:
    """Somebody in front of the screen."""

    app: OClientApp
    pilot: Pilot[None]
    traffic: Traffic

    @property
    def text(self) -> str:
        """What stands on the screen."""
        width = self.app.size.width
        lines = cast("Any", self.app.screen)._compositor.render_strips()  # noqa: SLF001 - Textual has no public word
        return "\n".join("".join(segment.text for segment in strip)[:width].rstrip() for strip in lines)

    async def until(self, wanted: str | Callable[[], bool]) -> None:
        """Wait until something stands on the screen, or is so, and then until the rest is there too."""
        end = time.monotonic() + PATIENCE
        while not (wanted in self.text if isinstance(wanted, str) else wanted()):
            self._alive()
            if time.monotonic() > end:
                raise AssertionError(f"{wanted!r} never came. The screen shows:\n{self.text}")
            await asyncio.sleep(0.005)
            self._drawn()
        await self.settled()

    async def press(self, *keys: str) -> None:
        """Press keys, each when all that the one before asked for is done.

        Textual's own pilot waits until the process is idle, which takes longer than most of what a key does, and for
        widgets that have gone in the meantime, which takes for ever.
        """
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            event = events.Key(name, SIGNS.get(name, key if len(key) == 1 else None))
            event.set_sender(self.app)
            self.app.post_message(event)
            await self.settled()

    async def settled(self) -> None:
        """Wait until every message is dealt with, none has followed, and nothing quick is read from the database.

        What never comes to rest is not waited for without end: what is waited for next says what is missing. But
        something that answers nothing at all is wrong, for it answers no key either.
        """
        end = time.monotonic() + RESTLESS
        while await self._busy(end):
            pass
        self._drawn()

    async def _busy(self, end: float) -> bool:
        """Let every widget deal with what it has been given; whether there was more than our own asking."""
        before = self.traffic.seen
        asked: set[Any] = set()

        def answered(node: object) -> None:
            asked.discard(node)

        for node in self._nodes():
            if node.call_later(answered, node):
                asked.add(node)
        ours = len(asked)
        while asked:
            self._alive()
            if time.monotonic() > end:
                raise AssertionError(_stuck(asked))
            await asyncio.sleep(0)
            asked -= {node for node in asked if node._closing or node._closed or not _works(node)}  # noqa: SLF001
        if self.app.desk.waiting:
            await asyncio.sleep(0.001)
            return time.monotonic() < end
        # A button that was just pressed takes no second press for a moment.
        active = [node for node in self._nodes() if node.has_class("-active")]
        return time.monotonic() < end and (self.traffic.seen - before > ours or bool(active))

    def _nodes(self) -> list[Any]:
        return [self.app, *self.app.screen.walk_children(with_self=True)]

    def _drawn(self) -> None:
        cast("Any", self.app.screen)._on_timer_update()  # noqa: SLF001 - as the pilot has it drawn

    def _alive(self) -> None:
        crashed = cast("Any", self.app)._exception  # noqa: SLF001 - nothing else tells of it
        if crashed is not None:
            raise AssertionError("the program has crashed") from crashed
        if not _works(self.app) and not cast("Any", self.app)._exit:  # noqa: SLF001 - whether somebody asked for the end
            raise AssertionError("the program has ended, and nobody had asked for it")

    async def type(self, text: str) -> None:
        """Type text into what has the focus."""
        await self.press(*text)

    async def sign_in(self, email: str, *, words: str = "You are") -> None:
        """Sign in as a person does, and wait for the lists in the person's language."""
        await self.until("E-mail")
        await self.type(email)
        await self.press("enter")
        await self.type(PASSWORD)
        await self.press("enter")
        await self.until(words)


def _stuck(nodes: set[Any]) -> str:
    """Say what answers nothing, and what each is waiting for, from the outermost call in."""
    lines = [f"they answer nothing: {nodes!r}"]
    for node in nodes:
        lines.append(f"{node!r} waits in")
        waiting: Any = node._task.get_coro() if node._task else None  # noqa: SLF001 - nothing else tells of it
        while (frame := getattr(waiting, "cr_frame", None)) is not None:
            lines.append(f"    {frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname}")
            waiting = waiting.cr_await
        lines.append(f"    {waiting!r}")
    return "\n".join(lines)


def _works(node: Any) -> bool:
    task = node._task  # noqa: SLF001 - whether there is anybody to answer
    return task is None or not task.done()


@asynccontextmanager
async def sitting(app: OClientApp, size: tuple[int, int] = (120, 36)) -> AsyncGenerator[Seat]:
    """Start the program without a terminal, and sit down before it."""
    traffic = Traffic()
    async with app.run_test(size=size, notifications=True, message_hook=traffic) as pilot:
        yield Seat(app, pilot, traffic)
