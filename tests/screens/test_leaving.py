"""A screen is left while it still reads."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from textual import work
from textual.widget import Widget
from textual.widgets import Static

from screens.base import HouseScreen
from tests.screens.seat import Seat


class Last(Static):
    """Says when the widgets of its screen go."""

    def __init__(self, going: asyncio.Event) -> None:
        super().__init__("still reading")
        self.going = going

    def on_unmount(self) -> None:
        """Answer what the screen still waits for, now of all times."""
        self.going.set()


class Reading(HouseScreen[None]):
    """Waits for an answer that comes while it closes."""

    def __init__(self, going: asyncio.Event) -> None:
        super().__init__()
        self.going = going
        self.woken = False

    def body(self) -> Iterable[Widget]:
        """Yield what tells of the end."""
        yield Last(self.going)

    def ready(self) -> None:
        """Begin to read."""
        self.read()

    @work
    async def read(self) -> None:
        """Wait, then write on the screen."""
        await self.going.wait()
        self.woken = True
        self.status("read")


async def test_an_answer_that_comes_while_a_screen_closes_touches_nothing(
    seated: Callable[..., Awaitable[None]],
) -> None:
    async def play(seat: Seat) -> None:
        await seat.until("E-mail")
        screen = Reading(asyncio.Event())
        await seat.app.push_screen(screen)
        await seat.until("still reading")
        await screen.dismiss(None)
        await seat.until("E-mail")
        assert screen.going.is_set(), "the screen's widgets never went"
        assert not screen.woken, "work of a screen went on after its widgets had gone"

    await seated(play)
