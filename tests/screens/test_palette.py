"""Every command by its name, in either language and without accents, and done from there (ux.md, looks 12)."""

from collections.abc import Awaitable, Callable

import pytest

from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_command_is_found_and_done_wherever_it_belongs(
    seated: Run, world: World, size: tuple[int, int]
) -> None:
    for number in range(3):
        add(world.ola, world.id, company=f"Firma {number}")

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 3")
        await seat.press("ctrl+p")
        await seat.until("commands")
        for group in ("Customers", "open"):
            assert group in seat.text
        await seat.type("odswiez")
        await seat.until("1 commands")
        assert "refresh" in seat.text
        assert "odśwież" in seat.text, "the name that was found stands beside one's own"
        await seat.press("ctrl+u")
        await seat.type("last")
        await seat.press("enter")
        await seat.until("row 3 of 3")
        await seat.press("ctrl+p")
        await seat.type("dark or light")
        await seat.press("enter")
        await seat.until(lambda: seat.app.shade == "light")
        await seat.press("ctrl+p")
        await seat.type("nothing fits this")
        await seat.press("enter", "escape", "question_mark")
        await seat.until("Keys on: Customers")
        await seat.type("add a customer")
        await seat.press("enter")
        await seat.until("New customer")

    await seated(play, size)


async def test_who_may_not_does_not_find(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("a add")
        await seat.press("colon")
        await seat.type("settings")
        await seat.until("0 commands")
        await seat.press("escape", "?")
        await seat.until("Keys on: Customers")
        assert "ettings of the list" not in seat.text

    await seated(play)
