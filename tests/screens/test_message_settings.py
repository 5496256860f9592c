"""The owner's templates and suppression list on the screen: written, looked at, kept, taken off (O28, O24, N11)."""

from collections.abc import Awaitable, Callable

from oclient_tui.services.messages.suppressing import ListSuppressed
from oclient_tui.services.messages.templates import ListTemplates, SetTemplate, ShowTemplate
from oclient_tui.services.privacy.auditing import ListAudit
from tests.factories import World, add
from tests.screens.seat import Seat

NAME = "[@click=app.quit]x[/]"
Run = Callable[..., Awaitable[None]]


async def _to(seat: Seat, page: str) -> None:
    await seat.press("slash")
    await seat.type(page)
    await seat.press("enter", "enter")


async def test_a_template_is_written_looked_at_changed_and_removed(seated: Run, world: World) -> None:
    add(world.ola, world.id, first_name="[b]Ala[/b]", email="ala@example.com", city="Łódź")
    add(world.ola, world.id, company="Żółw", email="zolw@example.com")

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter", "S")
        await seat.until("Duplicates")
        await _to(seat, "templates")
        await seat.until("No templates yet")
        await _written(seat)
        await _looked_at(seat)
        await seat.press("ctrl+s")
        await seat.until("1 templates")
        assert NAME in seat.text
        await _changed_and_back(seat)
        texts = [one.source.text for one in world.ola.do(ShowTemplate(world.id, NAME)).versions]
        assert (len(texts), texts[0] == texts[2], texts[1].endswith("Bye")) == (3, True, True)
        await seat.press("d")
        await seat.until("removed with its 3 versions")
        await seat.press("enter")
        await seat.until(lambda: not seat.app.screen.is_modal)
        assert world.ola.do(ListTemplates(world.id)), "enter on the harmless button removes nothing"
        await seat.press("d")
        await seat.until("removed with its 3 versions")
        await seat.press("right", "enter")
        await seat.until("No templates yet")

    await seated(play, (80, 24))


async def _written(seat: Seat) -> None:
    await seat.press("a", "enter")
    await seat.until("New e-mail template")
    await seat.press("ctrl+s")
    await seat.until("has 1 to 60 characters")
    await seat.type(NAME)
    await seat.press("tab")
    await seat.type("For ")
    await seat.press("f5")
    await seat.until("Which field?")
    await seat.type("first name")
    await seat.press("enter")
    await seat.until("For {{ first_name }}")
    await seat.press("tab")
    await seat.type("Hello {{ nope }}")
    await seat.press("ctrl+s")
    await seat.until("there is no field “nope”")
    await seat.press(*["backspace"] * len("{{ nope }}"))
    await seat.type("{{ first_name | default: 'you' }}")


async def _looked_at(seat: Seat) -> None:
    await seat.press("f6")
    await seat.until("Hello [b]Ala[/b]")
    await seat.press("full_stop")
    await seat.until("Hello you")
    await seat.press("full_stop", "comma")
    await seat.until("Hello [b]Ala[/b]")
    await seat.press("backslash")
    await seat.type("zolw")
    await seat.press("enter")
    await seat.until("1 / 1  Żółw")
    await seat.press("escape")
    await seat.until("default: 'you'")


async def _changed_and_back(seat: Seat) -> None:
    """Change the template, then take what it said at first."""
    await seat.press("enter")
    await seat.until("Hello {{ first_name")
    await seat.press("tab")
    await seat.type(" Bye")
    await seat.press("ctrl+s")
    await seat.until(lambda: "1 templates" in seat.text and " 2 " in seat.text)
    await seat.press("v")
    await seat.until("becomes the newest")
    await seat.press("j", "enter")
    await seat.until("Hello {{ first_name")
    assert "Bye" not in seat.text
    await seat.press("ctrl+s")
    await seat.until(lambda: "1 templates" in seat.text and " 3 " in seat.text)


async def test_an_address_is_written_to_no_more_and_again_with_a_reason(seated: Run, world: World) -> None:
    world.ola.do(SetTemplate(world.id, "Offer", "Text", "Subject"))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter", "S")
        await seat.until("Duplicates")
        await _to(seat, "not written")
        await seat.until("Everybody with an address")
        await seat.press("a", "enter")
        await seat.until("Write no more")
        await seat.type("no address")
        await seat.press("ctrl+s")
        await seat.until("✗")
        await seat.press("ctrl+u")
        await seat.type("Ala@Example.com")
        await seat.press("tab")
        await seat.type("[b]rang[/b]")
        await seat.press("ctrl+s")
        await seat.until("ala@example.com")
        await seat.until("asked for it")
        assert "[b]rang[/b]" in seat.text
        await seat.pilot.resize_terminal(80, 24)
        await seat.until(lambda: "rang" not in seat.text and "Since" in seat.text)
        await seat.press("d")
        await seat.until("The audit keeps")
        await seat.type("a mistake")
        await seat.press("enter")
        await seat.until("Everybody with an address")

    await seated(play)
    assert world.ola.do(ListSuppressed(world.id)) == []
    assert "a mistake" in repr(world.ola.do(ListAudit(world.id))[0])
