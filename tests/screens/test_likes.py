"""Theme and language are the person's: changed at once on every screen, and there again at the next sign-in."""

from collections.abc import Awaitable, Callable

from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


async def test_language_and_theme_change_at_once_and_stay_the_person_s(seated: Run, world: World) -> None:
    for number in range(3):
        add(world.ola, world.id, company=f"Firma {number}", city="Łódź")

    async def first(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 3")
        await seat.press("j", "backslash")
        await seat.type("firma")
        await seat.press("f2")
        await seat.until("Miejscowość")
        assert "firma" in seat.text, "what was typed stays"
        assert "City" not in seat.text
        await seat.press("enter", "enter")
        await seat.until("Kto to widzi")
        await seat.press("f2")
        await seat.until("Who sees this")
        await seat.press("escape")
        await seat.until("City")
        await seat.press("f2", "f10")
        await seat.until("Miejscowość")
        await seat.until(lambda: seat.app.preferred("theme") == "light")
        assert seat.app.shade == "light"
        seat.app.prefer("sort", "city", world.id)
        await seat.settled()

    async def later(seat: Seat) -> None:
        await seat.sign_in("ola@example.com", words="Twoja rola")
        assert seat.app.shade == "light"
        assert seat.app.preferred("sort", world.id) == "city"
        await seat.press("enter")
        await seat.until("Miejscowość")

    async def other(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        assert seat.app.shade == "dark"
        assert seat.app.preferred("sort", world.id) is None

    for play in (first, later, other):
        await seated(play)
