"""A full screen over a small installation, driven by keys as a person drives it."""

import asyncio
import string
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from textual import events, keys
from textual.pilot import Pilot

from oclient_tui.composition import House
from screens.app import OClientApp
from tests.conftest import placed
from tests.factories import PASSWORD, World

_character_to_key = cast("Any", keys)._character_to_key  # noqa: SLF001 - what a terminal's parser calls a sign
SIGNS: dict[str, str] = {_character_to_key(sign): sign for sign in string.punctuation + " "} | {
    "enter": "\r",
    "tab": "\t",
}
"""The characters that keys with names write."""


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path, sqlite_templates: Mapping[str, Path]) -> str:
    """Screens ask services alone, and those are tried on both engines: here one engine is enough."""
    return str(placed(sqlite_templates["world" if "world" in request.fixturenames else "house"], tmp_path))


@dataclass
class Seat:
    """Somebody in front of the screen."""

    app: OClientApp
    pilot: Pilot[None]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        width = self.app.size.width
        lines = cast("Any", self.app.screen)._compositor.render_strips()  # noqa: SLF001 - Textual has no public word
        return "\n".join("".join(segment.text for segment in strip)[:width].rstrip() for strip in lines)

    async def until(self, wanted: str | Callable[[], bool]) -> None:
        """Wait until something stands on the screen, or is so."""
        for _ in range(3000):
            if wanted in self.text if isinstance(wanted, str) else wanted():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{wanted!r} never came. The screen shows:\n{self.text}")

    async def press(self, *keys: str) -> None:
        """Press keys, each when all that the one before asked for is done.

        Textual's own pilot waits until the process is idle, which takes longer than most of what a key does.
        """
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            event = events.Key(name, SIGNS.get(name, key if len(key) == 1 else None))
            event.set_sender(self.app)
            cast("Any", self.app)._driver.send_message(event)  # noqa: SLF001 - as the pilot sends them
            await self.settled()

    async def settled(self) -> None:
        """Wait until every message is dealt with and nothing quick is being read from the database."""
        await self.pilot.pause(0)
        while self.app.desk.waiting or not self._quiet():
            await asyncio.sleep(0.001)
            await self.pilot.pause(0)

    def _quiet(self) -> bool:
        nodes = cast("Any", [self.app, *self.app.screen.walk_children(with_self=True)])
        # A button that was just pressed takes no second press for a moment.
        return all(
            node._message_queue.empty() and not node._next_callbacks and not node.has_class("-active")  # noqa: SLF001
            for node in nodes
        )

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


Play = Callable[[Seat], Awaitable[None]]


@pytest.fixture
def seated(house: House, world: World) -> Callable[..., Awaitable[None]]:
    """Return what plays a scene on a screen of a size."""

    async def run(play: Play, size: tuple[int, int] = (120, 36), language: str = "en") -> None:
        app = OClientApp(house, language)
        async with app.run_test(size=size, notifications=True) as pilot:
            await play(Seat(app, pilot))

    assert world.house is house
    return run
