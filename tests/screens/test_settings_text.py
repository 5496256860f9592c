"""The settings as one text on the screen: mistakes named, the plan shown, all of it applied or nothing (N24)."""

from collections.abc import Awaitable, Callable

from textual.widgets import TextArea

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.services.sharing.catalogues import AddEntry
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from tests.factories import World
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


async def test_a_text_is_planned_then_applied(seated: Run, world: World) -> None:
    world.ola.do(AddEntry(world.id, CatalogueKind.CATEGORIES, "[@click=app.quit]x[/]"))
    world.ola.do(ChangeSetting(world.id, "smtp.password", "hush-hush"))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("match")
        await seat.press("S")
        await seat.until("not set up: no e-mail is sent")
        await seat.press("D")
        await seat.until("assigned_only = true")
        area = seat.app.screen.query_one(TextArea)
        assert "[@click=app.quit]x[/]" in area.text
        assert "hush" not in area.text
        await seat.press("ctrl+s")
        await seat.until("The text says what is in force already.")
        await seat.type('color = "red"')
        await seat.press("enter", "ctrl+s")
        await seat.until("✗ Line 1: there is no setting “color”.")
        await seat.press("escape")
        await seat.until("is not applied")
        await seat.press("enter")
        area.text = area.text.replace('color = "red"\n', "").replace('currency = "PLN"', 'currency = "EUR"')
        await seat.press("ctrl+s")
        await seat.until("currency  PLN → EUR")
        await seat.press("enter", "ctrl+s")
        await seat.until("What changes: 1")
        assert world.ola.do(ShowSettings(world.id))["currency"] == "PLN", "enter presses Cancel"
        await seat.press("tab", "enter")
        await seat.until("EUR, Europe/Warsaw")
        await seat.press("G", "enter")
        await seat.until("Shop › Audit")

    await seated(play, (80, 24))
