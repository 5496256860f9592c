"""Records on the card, by keys: added, edited, deleted, as their module declares; and who may what (O07)."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.records.reading import ListRecords
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.catalogues import AddEntry
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
HOSTILE = "[@click=app.quit]x[/] \u202e" + "宽" * 60


def switched_on(world: World, *modules: str) -> None:
    for module in modules:
        world.ola.do(ChangeSetting(world.id, f"modules.{module}", "on"))


async def opened(seat: Seat, email: str, name: str) -> None:
    await seat.sign_in(email)
    await seat.press("enter")
    await seat.until("row 1 of")
    await seat.press("enter")
    await seat.until(f"Customers › {name}")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_records_are_added_opened_edited_and_deleted(seated: Run, world: World, size: tuple[int, int]) -> None:
    switched_on(world, "notes")
    customer = add(world.ola, world.id, first_name="Jan", last_name="Nowak")
    for number in range(60):
        world.ola.do(AddRecord(world.id, "notes", customer.id, TypedRecord({"text": f"Old note {number} {HOSTILE}"})))

    async def play(seat: Seat) -> None:
        await opened(seat, "ola@example.com", "Jan Nowak")
        await seat.until("Old note 59 [@click=app")
        await seat.press("end")
        await seat.until("/60")
        await seat.press("end")
        await seat.until("60/60")
        await seat.press("a")
        await seat.until("Notes › New")
        await seat.press("ctrl+s")
        await seat.until("✗")
        await seat.type("Call [b]on[/b] Friday")
        await seat.press("ctrl+s")
        await seat.until("Call [b]on[/b] Friday")
        await seat.press("home", "enter")
        await seat.until("Added")
        await seat.press("e")
        await seat.until("Notes › Edit")
        await seat.type(" at noon")
        await seat.press("escape")
        await seat.until("What you typed is not saved.")
        await seat.press("right", "right", "enter", "ctrl+s")
        await seat.until("Friday at noon")
        await seat.press("escape")
        await seat.until("Customers › Jan Nowak")
        await seat.press("d")
        await seat.until("Delete this record?")
        await seat.press("d", "enter")
        await seat.until("Friday at noon")
        await seat.press("d", "right", "enter")
        await seat.until(lambda: "at noon" not in seat.text)

    await seated(play, size)
    assert len(world.ola.do(ListRecords(world.id, "notes", customer.id, limit=100)).items) == 60


async def test_a_sale_is_chosen_checked_and_summed_and_a_file_goes_in_and_out(
    seated: Run, world: World, tmp_path: Path
) -> None:
    switched_on(world, "sales", "files")
    add(world.ola, world.id, company="Meble")
    world.ola.do(AddEntry(world.id, CatalogueKind.SALE_TYPES, HOSTILE[:40]))
    source, copy = tmp_path / "offer.txt", tmp_path / "copy.txt"
    source.write_bytes(b"oak \x00 table")

    async def play(seat: Seat) -> None:
        await opened(seat, "ola@example.com", "Meble")
        await seat.press("1", "a")
        await seat.until("Sales › New")
        await seat.press("enter")
        await seat.until("Enquiry")
        await seat.press("enter", "tab")
        await seat.type("much")
        await seat.press("tab")
        await seat.until("✗")
        await seat.press("f8")
        await seat.press(*["backspace"] * 4)
        await seat.press("tab", "tab")
        await seat.type("2 x Chair @ 49.90")
        await seat.press("ctrl+s")
        await seat.until("99.80")
        await seat.press("]", "a")
        await seat.until("Files › New")
        await seat.type(str(tmp_path / "nothing"))
        await seat.press("tab")
        await seat.until("There is no file")
        await seat.press("f8", *["backspace"] * 7)
        await seat.type("offer.txt")
        await seat.press("ctrl+s")
        await seat.until("offer.txt (1 kB)")
        await seat.press("enter", "s")
        await seat.until("Save the file")
        await seat.press("ctrl+u")
        await seat.type(str(source))
        await seat.press("enter")
        await seat.until("already")
        await seat.press("ctrl+u")
        await seat.type(str(copy))
        await seat.press("enter")
        await seat.until("The file is saved.")

    await seated(play)
    assert copy.read_bytes() == source.read_bytes() == b"oak \x00 table"


async def test_people_are_assigned_by_whom_may_and_each_sees_what_is_theirs(seated: Run, world: World) -> None:
    customer = add(world.ola, world.id, company="Meble")
    world.ola.do(AddEntry(world.id, CatalogueKind.CONSENT_KINDS, "Fax", wording="We may write."))

    async def owner(seat: Seat) -> None:
        await opened(seat, "ola@example.com", "Meble")
        await seat.press("A")
        await seat.until("Who works with Meble")
        emails = [row.strip(" ▌│┃") for row in seat.text.splitlines() if "@example.com" in row and "[" in row]
        place = next(place for place, row in enumerate(emails) if "mia@" in row)
        await seat.press(*["down"] * place, "space", "enter")
        await seat.until("Assigned   mia@example.com")
        await seat.press("[", "[")
        await seat.until("Fax")
        while (
            "›" not in seat.text.split("Fax")[0].splitlines()[-1]
            and "▌" not in seat.text.split("Fax")[0].splitlines()[-1]
        ):
            await seat.press("j")
        await seat.press("enter")
        await seat.until("We may write.")
        await seat.press("enter")
        await seat.press("enter", "right", "enter")
        await seat.until("given")
        await seat.press("]")
        await seat.until("sees it")
        await seat.press("n")
        await seat.until("This is the last customer here.")

    async def member(seat: Seat) -> None:
        await opened(seat, "mia@example.com", "Meble")
        assert "assign" not in seat.text
        await seat.press("A", "[")
        await seat.until("sees it")
        assert "ola@example.com  " not in seat.text

    await seated(owner)
    await seated(member, (80, 24))
    assert world.ola.do(Assign(world.id, ("mia@example.com",), customer.id)) == 0
