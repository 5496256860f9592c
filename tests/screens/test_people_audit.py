"""The audit and one's own account on the screen (X05, D8, D19)."""

from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.domain.errors import SignInNeeded
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.sharing.lists import MyLists
from oclient_tui.services.sharing.own_account import AddOwnKey, ListOwnKeys
from tests.factories import PASSWORD, World, add
from tests.screens.seat import Seat
from tests.services.keys import fingerprint, key_line

Run = Callable[..., Awaitable[None]]
NEW = "another horse 2"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_owner_reads_narrows_and_proves_the_audit(seated: Run, world: World, size: tuple[int, int]) -> None:
    for number in range(120):
        add(world.ola, world.id, company=f"Firm {number}")
    found = add(world.mia, world.id, company="Mine [b] Works", city="Łódź")
    world.mia.do(EditCustomer(world.id, found.id, Typed({"city": "[@click=app.quit]Gdynia[/]"}), 1))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("x", "down", "down", "down", "enter")
        await seat.until("› Audit")
        await seat.until("customer edited")
        await seat.until("city: Łódź → [@click=app.quit]Gdynia[/]")
        assert "Mine [b] Works" in seat.text
        await seat.press("end")
        await seat.until("list made")
        await seat.press("v")
        await seat.until("entries holds")
        await seat.press("w")
        await seat.until("Whose entries")
        await seat.press("down", "down", "down", "enter")
        await seat.until("mia@example.com")
        assert "Firm" not in seat.text
        await seat.press("escape", "a")
        await seat.until("What kind of entries")
        await seat.press("escape", "escape")
        await seat.until("You are")
        await seat.press("enter")
        await seat.until("row 1 of")
        await seat.press("L")
        await seat.until("customer edited")
        await seat.press("escape", "P")
        await seat.until("adam@example.com")
        await seat.press("g", "t")
        await seat.until("Nothing can be changed.")
        await seat.press("escape", "escape", "S", "slash")
        await seat.type("who is here")
        await seat.press("enter", "enter")
        await seat.until("Shop › People")

    await seated(play, size)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_password_and_a_key_are_changed_and_every_other_session_ends(
    seated: Run, world: World, size: tuple[int, int]
) -> None:
    world.mia.do(AddOwnKey(key_line(1)))

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("f11")
        await seat.until("Your account")
        await seat.until("keys: 1")
        await seat.press("p")
        for typed in ("not mine at all", NEW, NEW):
            await seat.type(typed)
            await seat.press("enter")
        await seat.until("The password is wrong")
        for _ in "not mine at all":
            await seat.press("backspace")
        await seat.type(PASSWORD)
        await seat.press("ctrl+s")
        await seat.until("Your password is changed")
        with pytest.raises(SignInNeeded):
            world.mia.do(MyLists())
        await seat.press("a")
        await seat.type(key_line(2))
        await seat.press("enter")
        await seat.until("keys: 2")
        await seat.press("d")
        await seat.until("Take the key away?")
        await seat.type(PASSWORD)
        await seat.press("enter")
        await seat.until("The password is wrong")
        for _ in PASSWORD:
            await seat.press("backspace")
        await seat.type(NEW)
        await seat.press("enter")
        await seat.until("keys: 1")
        await seat.press("escape", "enter")
        await seat.until("match")

    await seated(play, size)
    fresh = world.house.person(world.house.gate.by_password("mia@example.com", NEW, "test"), "test")
    assert [key.fingerprint for key in fresh.do(ListOwnKeys())] == [fingerprint(2)]
