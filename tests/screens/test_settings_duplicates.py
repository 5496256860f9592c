"""Duplicate rules on the screen: ticked, rehearsed, compared side by side, saved (O19, N14)."""

from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.services.sharing.settings import ShowSettings
from screens.settings.rule_ticks import RuleTicks
from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
HOSTILE = "[@click=app.quit]x[/]"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_rules_are_rehearsed_before_they_are_saved(seated: Run, world: World, size: tuple[int, int]) -> None:
    for name in (HOSTILE, "Firma Druga"):
        add(world.ola, world.id, company=name, email="a@example.com", phone="601234567", city="Łódź")
    for name in ("Trzecia", "Czwarta"):
        add(world.ola, world.id, company=name, phone="601234568", city="Łódź")
    narrow = size[0] < 100

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 4")
        await seat.press("S")
        await seat.until("no control")
        await seat.press("slash")
        await seat.type("duplicates")
        await seat.press("enter", "enter")
        await seat.until("No rule is ticked")
        await seat.press("space", "j", "space")
        await seat.until("e-mail; or phone.")
        if narrow:
            await seat.press("tab")
        await seat.until("Pairs that break these rules today: 3 (4 customers)")
        assert "not saved: email; phone" in seat.text
        if not narrow:
            await seat.press("tab")
        await seat.until(HOSTILE)
        await seat.press("enter")
        await seat.until("Side by side")
        assert HOSTILE in seat.text
        await seat.press("escape", "tab", "a")
        await seat.until("A rule of several fields")
        await seat.type("company+nofield")
        await seat.press("enter")
        await seat.until("cannot use “nofield”")
        for _ in "nofield":
            await seat.press("backspace")
        await seat.type("city")
        await seat.press("ctrl+s")
        await seat.until("[✓] Company + city")
        await seat.press("t")
        await seat.until("not saved: company+email+phone+city")
        await seat.press("escape")
        await seat.until("are not saved")
        await seat.press("enter", "t")
        await seat.until("not saved: email; phone; company+city")
        await seat.press("ctrl+s")
        await seat.until("refused with")
        await seat.press("slash", "escape")
        await seat.until("same: e-mail; or")
        await _clashes(seat)

    await seated(play, size)
    assert world.ola.do(ShowSettings(world.id))["duplicates.rules"] == "email; phone; company+city"


async def _clashes(seat: Seat) -> None:
    """Look at what clashes now, and walk from card to card."""
    await seat.press("slash")
    await seat.type("duplicates")
    await seat.press("enter", "enter", "c")
    await seat.until("Clashing pairs: 3, of customers: 4. Shown: 3.")
    assert HOSTILE in seat.text
    await seat.press("c")
    await seat.until("Side by side")
    await seat.press("escape", "enter")
    await seat.until(f"› {HOSTILE}")
    await seat.press("n")
    await seat.until("› Firma Druga")
    await seat.press("n")
    await seat.until("last customer here")
    await seat.press("escape", "escape", "escape")
    await seat.until("same: e-mail; or")


def test_ticks_make_the_text_of_rules_and_come_from_it() -> None:
    for text in ("", "email", "phone; last_name+city", "first_name+last_name; email"):
        assert set(filter(None, RuleTicks.of(text).text.split("; "))) == set(filter(None, text.split("; ")))
    assert RuleTicks.of("email; phone").turned().text == "email+phone"
    assert RuleTicks.of("email").toggled("email").text == ""
