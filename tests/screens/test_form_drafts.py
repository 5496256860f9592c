"""What is typed and not saved is there again when the same form opens, after leaving and after a lost line (N15)."""

from collections.abc import Awaitable, Callable

from oclient_tui.services.drafts.keeping import ShowDraft
from tests.factories import World, add
from tests.screens.seat import Seat

HOSTILE = "[@click=app.quit]x[/]"


async def test_typing_outlives_leaving_a_lost_line_and_another_save(
    seated: Callable[..., Awaitable[None]], world: World
) -> None:
    add(world.ola, world.id, company="Meble")

    async def opened(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")

    async def lost(seat: Seat) -> None:
        await opened(seat)
        await seat.press("a")
        await seat.until("First name")
        await seat.type(HOSTILE)
        await seat.press("tab")
        await seat.type("Nowa")
        await seat.until("draft kept")
        await seat.until(lambda: _kept(world).get("last_name") == "Nowa")

    async def again(seat: Seat) -> None:
        await opened(seat)
        await seat.press("a")
        await seat.until("A draft of")
        await seat.press("enter")
        await seat.until(HOSTILE)
        await seat.type("k")
        await seat.press("escape")
        await seat.until("What you typed is not saved.")
        await seat.press("escape")
        await seat.until("row 1 of 1")
        await seat.press("a")
        await seat.until("A draft of")
        await seat.press("enter")
        await seat.until("Nowak")
        await seat.press("ctrl+s")
        await seat.until("row 1 of 2")
        await seat.press("a")
        await seat.until("First name")
        assert "A draft of" not in seat.text
        await seat.type("Zofia")
        await seat.press("escape")
        await seat.until("What you typed is not saved.")
        await seat.press("right", "enter")
        await seat.until("row 1 of 2")

    await seated(lost)
    await seated(again, (80, 24))
    assert _kept(world) == {}
    assert world.adam.do(ShowDraft(world.id, "customer.new")) is None


def _kept(world: World) -> dict[str, str]:
    draft = world.ola.do(ShowDraft(world.id, "customer.new"))
    return dict(draft.values) if draft else {}
