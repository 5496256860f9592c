"""Jump mode: every field, row and tab has a letter, and typing it goes there (ux.md, ctrl+o)."""

from collections.abc import Awaitable, Callable

import pytest

from screens.jump import LETTERS, labels
from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("number", [0, 1, len(LETTERS), len(LETTERS) + 1, 300])
def test_no_label_begins_another(number: int) -> None:
    made = labels(number)
    assert len(made) == len(set(made)) == number
    assert not [(one, other) for one in made for other in made if one != other and other.startswith(one)]


async def test_a_letter_goes_to_a_row_a_tab_and_a_field(seated: Run, world: World) -> None:
    for number in range(30):
        add(world.ola, world.id, company=f"Firma {number:02}")

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 30")
        await seat.press("ctrl+o")
        second = seat.text.split("\n")[4]
        assert second.startswith("ad"), "thirty rows need labels of two letters"
        await seat.press("a", "d")
        await seat.until("row 2 of 30")
        await seat.press("ctrl+o", "escape")
        await seat.until("row 2 of 30")
        await seat.press("enter")
        await seat.until("Who sees this")
        await seat.press("e")
        await seat.until("First name")
        await seat.press("ctrl+o", "d")
        await seat.type(" Sp")
        await seat.until("Firma 01 Sp")

    await seated(play)
