"""The lists screen: what one is on, what waits for an answer, and what may be done with each list (O01, O04, X01)."""

from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.services.sharing.invitations import InviteMember
from oclient_tui.services.sharing.lists import CreateList, MyLists
from oclient_tui.services.sharing.members import GrantRight, RemoveMember
from tests.factories import SHOP, World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
HOSTILE = "[@click=app.quit]x[/] \u202eabc"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_owner_meets_counts_favourites_and_settings(seated: Run, world: World, size: tuple[int, int]) -> None:
    for number in range(3):
        add(world.ola, world.id, company=f"Firm {number}")
    world.ola.do(CreateList(HOSTILE, SHOP))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.until(lambda: "…" not in seat.text)
        assert "[@click=app.quit]x[/] abc" in seat.text
        shop = next(line for line in seat.text.splitlines() if " Shop  " in line and "@click" not in line)
        assert shop.split()[-2:] == ["3", "4"], shop
        assert "lists: 2" in seat.text
        await seat.press("end", "f")
        await seat.until("★")
        starred = next(line for line in seat.text.splitlines() if "owner" in line)
        assert "Shop" in starred
        assert "★" in starred
        await seat.press("home", "x")
        await seat.until("Wipe…")
        assert "Leave the list" not in seat.text
        await seat.press("escape", "S")
        await seat.until("not set up yet")

    await seated(play, size)


async def test_an_invitation_is_answered_and_lists_come_and_go_by_themselves(seated: Run, world: World) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("eve@example.com", words="You are on no list yet")
        world.ola.do(InviteMember(world.id, "eve@example.com"))
        await seat.until("Waiting for your answer")
        await seat.press("tab", "enter")
        await seat.until("“Shop” invites you as member")
        await seat.press("enter")
        await seat.until("Waiting for your answer")
        assert not world.eve.do(MyLists()), "enter twice accepted an invitation"
        await seat.press("enter", "right", "enter")
        await seat.until("You are on “Shop” now")
        assert [one.role for one in world.eve.do(MyLists())] == ["member"]
        await seat.press("x")
        await seat.until("Leave the list…")
        for words in ("Wipe", "Settings", "Audit"):
            assert words not in seat.text
        await seat.press("end", "enter")
        await seat.until("What you added stays on the list")
        await seat.press("right", "enter")
        await seat.until("You are on no list yet")
        assert not world.eve.do(MyLists())

    await seated(play)


async def test_a_member_who_is_removed_sees_the_list_no_more(seated: Run, world: World) -> None:
    add(world.ola, world.id, company="Hidden Works")

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.until("nothing yet")
        shop = next(line for line in seat.text.splitlines() if "Shop" in line)
        assert "1" not in shop.split(), f"a hidden customer is counted: {shop}"
        assert "settings" not in seat.text
        world.ola.do(RemoveMember(world.id, "mia@example.com"))
        await seat.until("You are on no list yet")

    await seated(play)


async def test_only_an_admin_with_the_right_meets_the_wipe(seated: Run, world: World) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("adam@example.com")
        await seat.press("x")
        await seat.until("Leave the list…")
        assert "Wipe" not in seat.text
        world.ola.do(GrantRight(world.id, "adam@example.com", "wipe"))
        await seat.press("escape", "x")
        await seat.until("Wipe…")

    await seated(play)
