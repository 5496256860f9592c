"""The form tells before saving whom the list has: by name, or every hidden one in the same words (N01, A4)."""

from collections.abc import Awaitable, Callable

from oclient_tui.services.customers.requests import ListRequests
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add
from tests.screens.seat import Seat

HOSTILE = "[@click=app.quit]x[/]"
HIDDEN = "Already on the list: somebody"


async def test_a_match_is_opened_or_asked_for_before_saving(
    seated: Callable[..., Awaitable[None]], world: World
) -> None:
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "email; tax_id; company"))
    add(world.mia, world.id, company=HOSTILE, tax_id="111")
    first = add(world.ola, world.id, company="Secret One", tax_id="222", city="Hel")
    add(world.ola, world.id, company="Secret Two", email="two@example.com")

    def telling(seat: Seat) -> list[str]:
        return [row[row.index("▲") :] for row in seat.text.splitlines() if "▲" in row]

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        await seat.press("a")
        await seat.until("Leave a field to see")
        await seat.press("tab", "tab")
        await seat.type("Nobody")
        await seat.press("tab")
        await seat.until("Nobody on the list matches so far.")
        assert "F6" not in seat.text
        await seat.type("222")
        await seat.press("tab")
        await seat.until(HIDDEN)
        hidden = telling(seat)
        assert "Secret" not in seat.text
        await seat.press("f6", "r")
        await seat.until("The owner was asked.")
        await seat.press("escape", "shift+tab", "backspace", "backspace", "backspace", "tab")
        await seat.until("Nobody on the list matches so far.")
        await seat.press("tab", "tab")
        await seat.type("two@example.com")
        await seat.press("tab")
        await seat.until(HIDDEN)
        assert telling(seat) == hidden, "one hidden match is told from another"
        await seat.press("f6", "f6", "shift+tab", *(["backspace"] * len("two@example.com")))
        await seat.press("shift+tab", "shift+tab", "shift+tab")
        await seat.type("111")
        await seat.press("tab")
        await seat.until(lambda: HOSTILE in seat.text and HIDDEN not in seat.text)
        await seat.press("f6", "enter")
        await seat.until("Who sees this")
        await seat.press("escape")
        await seat.until("New customer")
        assert "111" in seat.text

    await seated(play)
    assert [asked.customer_id for asked in world.ola.do(ListRequests(world.id))] == [first.id]


async def test_on_a_narrow_screen_the_verdict_is_a_line_under_the_fields(
    seated: Callable[..., Awaitable[None]], world: World
) -> None:
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "last_name"))
    add(world.ola, world.id, last_name="Nowak")
    add(world.ola, world.id, last_name="Lis")

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 2")
        await seat.press("e")
        await seat.until("Leave a field to see")
        await seat.press("tab", "end", "backspace", "backspace", "backspace")
        await seat.type("Nowak")
        await seat.press("tab")
        await seat.until("Already on the list: Nowak.")
        assert "Already" in seat.text.splitlines()[-3], seat.text
        await seat.press("ctrl+s")
        await seat.until("This customer is on the list already: Nowak")

    await seated(play, (80, 24))
