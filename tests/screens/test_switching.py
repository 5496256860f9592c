"""Another person signs in at the same screen, and finds nothing of the first."""

from collections.abc import Awaitable, Callable

from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


async def test_who_signs_out_leaves_nothing_behind(seated: Run, world: World) -> None:
    add(world.ola, world.id, company="Hidden Works")
    add(world.mia, world.id, company="Mine Works")

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 2")
        seat.app.copy("Hidden Works")
        seat.app.prefer("theme", "light")
        await seat.press("enter")
        await seat.until("Who sees this")
        await seat.press("f12")
        await seat.until("Sign out?")
        await seat.press("enter")
        await seat.until("Who sees this")
        await seat.press("f12", "right", "enter")
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        await seat.press("f9")
        await seat.until("Nothing yet.")
        assert "Hidden" not in seat.text
        await seat.press("escape", "escape")
        await seat.until("You are")

    await seated(play)


async def test_a_terminal_too_small_says_what_is_needed_and_loses_nothing(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.until("E-mail")
        await seat.type("ola")
        await seat.pilot.resize_terminal(50, 12)
        await seat.until("oClient needs 60×15 and this terminal has 50×12")
        assert "E-mail" not in seat.text
        await seat.pilot.resize_terminal(80, 24)
        await seat.until("E-mail")
        assert "ola" in seat.text

    await seated(play)
