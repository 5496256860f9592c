"""Somebody else saves while one types: fields that do not clash are merged, the others are chosen one by one (N18)."""

from collections.abc import Awaitable, Callable

from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.customers.reading import Typed
from tests.factories import World, add
from tests.screens.seat import Seat

HOSTILE = "[@click=app.quit]x[/]"


async def test_a_clash_is_settled_field_by_field_as_often_as_it_comes(
    seated: Callable[..., Awaitable[None]], world: World
) -> None:
    customer = add(world.ola, world.id, first_name="Jan", last_name="Nowak", city="Gdynia", street="Old 1")

    def theirs(**fields: str) -> None:
        world.adam.do(EditCustomer(world.id, customer.id, Typed(fields)))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        await seat.press("e")
        await seat.until("First name")
        await seat.type("ek")
        await seat.press("tab")
        await seat.type("ski")
        theirs(first_name=HOSTILE, last_name="Nowacki", company="Meble", street="New 2")
        await seat.press("ctrl+s")
        await seat.until("Choose for each field.")
        await seat.until("(•) Janek")
        assert f"Theirs    {HOSTILE}" in seat.text
        assert "Nowakski" in seat.text
        await seat.press("escape")
        await seat.until(lambda: "Choose for each field." not in seat.text)
        assert "Nowakski" in seat.text
        await seat.press("ctrl+s")
        await seat.until("Choose for each field.")
        await seat.press("right")
        theirs(last_name="Nowicki")
        await seat.press("ctrl+s")
        await seat.until("Nowicki")
        await seat.press("left", "ctrl+s")
        await seat.until("row 1 of 1")

    await seated(play, (80, 24))
    stored = world.ola.do(ShowCustomer(world.id, customer.id))
    assert (stored.first_name, stored.last_name) == (HOSTILE, "Nowakski")
    assert (stored.company, stored.street, stored.city) == ("Meble", "New 2", "Gdynia")
