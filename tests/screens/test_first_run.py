"""The first run, and a new list: from nothing to the customers screen by keyboard alone (O05)."""

from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.composition import House
from screens.app import OClientApp
from tests.factories import PASSWORD
from tests.screens.conftest import Seat

Run = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_from_an_empty_installation_to_a_list(house: House, size: tuple[int, int]) -> None:
    app = OClientApp(house, "en")
    async with app.run_test(size=size) as pilot:
        seat = Seat(app, pilot)
        await seat.until("Who are you?")
        for text in ("Ala", "ala@example.com", PASSWORD, "something else"):
            await seat.type(text)
            await seat.press("enter")
        await seat.until("The two passwords differ.")
        await seat.press("ctrl+u")
        await seat.type(PASSWORD)
        await seat.press("enter")
        await seat.until("New list")
        await seat.type("Salon")
        await seat.press("enter", "enter")
        await seat.until("Salon › Customers")
        assert app.visit is not None
        assert app.visit.account.email == "ala@example.com"


async def test_a_served_screen_never_makes_the_first_account(house: House) -> None:
    app = OClientApp(house, "en")
    app.served = True
    async with app.run_test() as pilot:
        seat = Seat(app, pilot)
        await seat.until("Password")
        assert "Who are you?" not in seat.text


async def test_a_new_list_needs_a_name_and_is_opened(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("a")
        await seat.until("New list")
        await seat.press("enter", "enter")
        await seat.until("The list needs a name.")
        await seat.type("Mine")
        await seat.press("enter", "enter")
        await seat.until("Mine › Customers")

    await seated(play)
