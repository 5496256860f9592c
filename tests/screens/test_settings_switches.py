"""Modules and what members see: what a switch reaches is told before it is turned (N21, O08)."""

from collections.abc import Awaitable, Callable

from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


async def test_a_switch_tells_what_it_hides_and_from_whom(seated: Run, world: World) -> None:
    world.ola.do(ChangeSetting(world.id, "modules.notes", "on"))
    for number in range(3):
        made = add(world.ola if number else world.mia, world.id, company=f"Firma {number}")
        world.ola.do(AddRecord(world.id, "notes", made.id, TypedRecord({"text": "x"})))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 3")
        await seat.press("S")
        await seat.until("on: Notes")
        await seat.press("j", "enter")
        await seat.until("[✓] Notes")
        await seat.until(lambda: "…" not in seat.text)
        await seat.press("space")
        await seat.until("It hides records: 3, from people: 4.")
        await seat.press("enter")
        assert world.ola.do(ShowSettings(world.id))["modules.notes"] == "on", "enter presses Cancel"
        await seat.press("space", "right", "enter")
        await seat.until("[ ] Notes")
        await seat.press("j", "space")
        await seat.until("1 of")
        await seat.press("escape", "j", "j", "enter")
        await seat.until("Sees now")
        await seat.until("Mia")
        await seat.press("space")
        await seat.until("Members who would see all 3 customers: 2.")
        await seat.press("right", "enter")
        await seat.until("(•) Members see every customer")
        await seat.press("space")
        await seat.until("Members who would see less: 2. Together they would see 1 of 3")

    await seated(play)
    found = world.ola.do(ShowSettings(world.id))
    assert (found["modules.notes"], found["assigned_only"]) == ("off", "off")
