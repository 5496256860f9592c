"""Taking back at the screen what one did, and what stands in the way (D21, N03)."""

from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.reading import Typed
from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_steps_are_taken_back_done_again_and_let_stand(seated: Run, world: World, size: tuple[int, int]) -> None:
    def names() -> list[str]:
        return [one.name for one in world.ola.do(ListCustomers(world.id)).items]

    add(world.ola, world.id, company="First")
    second = add(world.ola, world.id, company="[b]Second[/b]")

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 2")
        await seat.press("Z")
        await seat.until("u takes it back")
        assert seat.text.count("adding a customer") == 2
        assert "do again" not in seat.text
        await seat.press("u")
        await seat.until("U does it again")
        assert names() == ["First"]
        await seat.press("U")
        await seat.until("Done again: adding a customer (1).")
        world.adam.do(EditCustomer(world.id, second.id, Typed({"city": "Łódź"})))
        await seat.press("u")
        await seat.until("Nothing was taken back")
        assert "[b]Second[/b]  was changed since" in seat.text
        await seat.press("enter", "S")
        await seat.until("stands for good then")
        await seat.press("S", "enter")  # neither the key that asked nor enter on the harmless button lets it stand
        await seat.until(lambda: "stands for good then" not in seat.text)
        assert "2 steps" in seat.text
        await seat.press("S", "right", "enter")
        await seat.until("1 steps")
        await seat.press("u", "escape")  # leaving at once drops nothing
        await seat.until("row 1 of 1")

    await seated(play, size)
    assert names() == ["[b]Second[/b]"]


async def test_nobody_meets_the_steps_of_others(seated: Run, world: World) -> None:
    add(world.ola, world.id, company="Hidden")

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter", "Z")
        await seat.until("Nothing to take back")
        assert "take back  " not in seat.text
        await seat.press("u", "escape")
        await seat.until("match")

    await seated(play)
