"""The owner's settings on the screen; for everybody else there are none (O42)."""

from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.domain import declared_settings
from oclient_tui.domain.settings import Group, Kind, Setting
from oclient_tui.services.sharing.settings import ShowSettings
from tests.factories import World
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


async def _settings(seat: Seat, email: str = "ola@example.com") -> None:
    await seat.sign_in(email)
    await seat.press("enter")
    await seat.until("match")
    await seat.press("S")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_owner_finds_and_changes_settings_by_kind(
    seated: Run, world: World, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = Setting("smtp.mood", Kind.CHOICE, Group.SMTP, "A setting of later.", "good", choices=("good", "bad"))
    monkeypatch.setattr(declared_settings, "_SMTP", (*vars(declared_settings)["_SMTP"], later))
    declared_settings.declared.cache_clear()

    async def play(seat: Seat) -> None:
        await _settings(seat)
        await seat.until("not set up: no e-mail is sent")
        await seat.press("slash")
        await seat.type("port")
        await seat.until("587")
        await seat.press("enter", "enter")
        await seat.until("From 1 to 65535.")
        for _ in "587":
            await seat.press("backspace")
        await seat.type("99999")
        await seat.press("enter")
        await seat.until("✗ smtp.port is a whole number from 1 to 65535")
        await seat.press("backspace", "enter")
        await seat.until(lambda: not seat.app.screen.is_modal)
        await seat.until("9999")
        await seat.press("escape", "slash")
        await seat.type("mood")
        await seat.until("smtp.mood")
        await seat.press("enter", "enter", "down", "enter")
        await seat.until(lambda: not seat.app.screen.is_modal)
        await seat.until("bad")
        await seat.press("escape", "slash")
        await seat.type("smtp.password")
        await seat.until("not set")
        await seat.press("enter", "enter")
        await seat.until("never shown")
        await seat.type("hush-hush")
        assert "hush-hush" not in seat.text
        await seat.press("enter")
        await seat.until("set, never shown")

    try:
        await seated(play, size)
        found = world.ola.do(ShowSettings(world.id))
    finally:
        declared_settings.declared.cache_clear()
    assert (found["smtp.port"], found["smtp.mood"], found["smtp.password"]) == ("9999", "bad", "set")


@pytest.mark.parametrize("email", ["adam@example.com", "mia@example.com"])
async def test_nobody_else_meets_a_trace(seated: Run, world: World, email: str) -> None:
    async def play(seat: Seat) -> None:
        await _settings(seat, email)
        await seat.press("question_mark")
        await seat.until("Narrow the list")
        assert "The list's settings." not in seat.text
        await seat.press("escape", "ctrl+p")
        await seat.type("settings")
        await seat.until("0 commands")
        assert "The list's settings." not in seat.text

    await seated(play)
    assert world.list
