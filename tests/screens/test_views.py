"""Saved views: shared with the list, taken back, removed, each only by who may (D15)."""

from collections.abc import Awaitable, Callable

from oclient_tui.services.customers.sets import CreateSet, ListSets, ShareSet
from tests.factories import World
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
HOSTILE = "[@click=app.quit]x[/]"


async def test_views_are_shared_and_removed_by_who_may(seated: Run, world: World) -> None:
    for session, name in ((world.ola, "Big ones"), (world.adam, "big ones"), (world.adam, HOSTILE)):
        session.do(CreateSet(world.id, name, "city:łódź"))
    for name in ("big ones", HOSTILE):
        world.adam.do(ShareSet(world.id, name))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("filter")
        await seat.press("w", "G", "enter")
        await seat.until("Shared by")
        assert seat.text.count("adam@example.com") == 2
        assert HOSTILE in seat.text
        footer = seat.text.splitlines()[-1]
        assert "remove" in footer, "the owner removes another's view"
        assert "share" not in footer, "but its author alone takes it back"
        await seat.press("d", "enter")
        assert HOSTILE in seat.text, "enter keeps the view"
        await seat.press("d", "right", "enter")
        await seat.until(lambda: HOSTILE not in seat.text)
        await seat.press("g")
        while "share" not in seat.text.splitlines()[-1]:
            assert "remove" not in seat.text.splitlines()[-1], "by this name one's own would be removed"
            await seat.press("j")
        await seat.press("s")
        await seat.until("There is a set “Big ones” already.")

    await seated(play, (80, 24))
    assert [one.set.name for one in world.mia.do(ListSets(world.id))] == ["big ones"]
