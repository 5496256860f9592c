"""A full screen over a small installation, driven by keys as a person drives it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from oclient_tui.composition import House
from screens.app import OClientApp
from tests.factories import PASSWORD, World


@pytest.fixture
def url(tmp_path: object) -> str:
    """Screens ask services alone, and those are tried on both engines: here one engine is enough."""
    return f"{tmp_path}/data/oclient.db"


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
        """Press keys."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type text into what has the focus."""
        for sign in text:
            await self.pilot.press("space" if sign == " " else sign)

    async def sign_in(self, email: str) -> None:
        """Sign in as a person does."""
        await self.until("E-mail")
        await self.type(email)
        await self.press("enter")
        await self.type(PASSWORD)
        await self.press("enter")
        await self.until("You are")


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
