"""The first run, and a new list: from nothing to the customers screen by keyboard alone (O05)."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.services.sharing.invitations import InviteMember
from screens.app import OClientApp
from tests.factories import PASSWORD, World
from tests.screens.seat import Seat, sitting

Run = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_from_nothing_to_an_imported_list_and_an_invited_colleague(
    house: House, size: tuple[int, int], tmp_path: Path
) -> None:
    folder = tmp_path
    (folder / "customers.csv").write_text("Imię;Nazwisko;Opiekun\nEwa;Lis;old@example.com\nJan;Nowak;\n")
    app = OClientApp(house, "en")
    async with sitting(app, size) as seat:
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
        await seat.until("For an office")
        await seat.press("enter")
        await seat.until("How does it begin?")
        await seat.press("j", "enter")
        await seat.until("New customer")
        await seat.press("escape")
        await seat.until("How does it begin?")
        await seat.press("k", "enter")
        await seat.until("● File")
        await seat.type(str(folder / "cust"))
        await seat.until("customers.csv")
        await seat.press("tab", "enter")
        await seat.until("● Mapping")
        await seat.press("ctrl+s")
        await seat.until("new customer")
        await seat.press("ctrl+s")
        await seat.until("customers added")
        await seat.press("enter")
        await seat.until("Whom do you work with?")
        await seat.type("bob@example.com")
        await seat.press("f5", "enter")
        await seat.until("Hand this code to bob@example.com")
        assert "admin: sees all customers" in seat.text
        await seat.press("f6")
        code = app.clipboard
        assert code in seat.text
        await seat.press("escape")
        await seat.until("Salon › Customers")
        await seat.until("row 1 of 2")
        assert app.visit is not None
        assert app.visit.account.email == "ala@example.com"
    await _comes_in(house, code, size)


async def _comes_in(house: House, code: str, size: tuple[int, int]) -> None:
    """Play the person who was handed the code; who has an account signs in, who has none makes one."""
    app = OClientApp(house, "en", served=True)
    async with sitting(app, size) as seat:
        await seat.until("I have a code")
        await seat.press("f3")
        await seat.until("handed to you")
        await seat.type("[b]nothing[/b]")
        await seat.press("enter")
        await seat.until("There is no such invitation")
        await seat.press("ctrl+u")
        await seat.type(code)
        await seat.press("enter")
        await seat.until("The code makes you an account")
        for text in ("Bob", PASSWORD, PASSWORD):
            await seat.type(text)
            await seat.press("enter")
        await seat.until("You are")
        assert "Salon" in seat.text


async def test_a_code_for_somebody_with_an_account_asks_to_sign_in(seated: Run, world: World) -> None:
    offer = world.ola.do(InviteMember(world.id, "eve@example.com"))

    async def play(seat: Seat) -> None:
        await seat.until("I have a code")
        await seat.press("f3")
        await seat.until("handed to you")
        await seat.type(offer.token)
        await seat.press("enter")
        await seat.until("The invited address has")
        await seat.sign_in("eve@example.com")
        await seat.until("You are on the list “Shop” now.")
        await seat.press("enter")
        await seat.until("Shop › Customers")

    await seated(play)


async def test_a_served_screen_never_makes_the_first_account(house: House) -> None:
    app = OClientApp(house, "en")
    app.served = True
    async with sitting(app, (80, 24)) as seat:
        await seat.until("Password")
        assert "Who are you?" not in seat.text


async def test_a_new_list_needs_a_name_and_is_opened(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("a")
        await seat.until("New list")
        await seat.press("enter", "enter")
        await seat.press("enter")
        await seat.until("The list needs a name.")
        await seat.type("Mine")
        await seat.press("enter", "ctrl+u")
        await seat.type("Q7")
        await seat.press("enter", "enter")
        await seat.until("✗")
        await seat.press("ctrl+u")
        await seat.type("PL")
        await seat.press("enter", "enter")
        await seat.until("Mine › Customers")

    await seated(play)
