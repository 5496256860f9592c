"""Writing to a customer from the screen, following the message, and deciding about one in doubt (O25, S10, D18)."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.factories import World, add
from tests.mail.conftest import desk as desk
from tests.mail.conftest import house as house
from tests.mail.conftest import post as post
from tests.mail.conftest import sink as sink
from tests.mail.post import Post
from tests.mail.sink import DROP, Sink
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_letter_is_written_followed_and_decided_about(
    seated: Run,
    world: World,
    post: Post,
    sink: Sink,
    size: tuple[int, int],
) -> None:
    post.customer("[b]Ala[/b]", world.ola, email="ala@example.com")
    add(world.ola, world.id, company="Bez poczty")
    sink.script = lambda verb, _: DROP if verb == "DOT" else None

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 2")
        await seat.press("j", "m")
        await seat.until("Bez poczty has no e-mail address")
        await seat.press("k", "m")
        await seat.until("Write e-mail")
        await seat.press("ctrl+s")
        await seat.until("An e-mail needs a subject.")
        await seat.type("Oferta")
        await seat.press("tab")
        await seat.type("Dzień dobry")
        await seat.press("shift+tab", "shift+tab", "enter", "j", "enter")
        await seat.until(lambda: not seat.app.screen.is_modal)
        await seat.press("ctrl+s")
        await seat.until("no consent")
        await seat.press("enter", "k", "enter")
        await seat.until(lambda: not seat.app.screen.is_modal)
        await seat.press("ctrl+s")
        await seat.until("In the outbox")
        await asyncio.to_thread(post.work)
        await seat.press("O")
        await seat.until("▲ 1 in doubt")
        await seat.press("enter")
        await seat.until("Dzień dobry")
        assert "ala@example.com" in seat.text
        await seat.press("d")
        await seat.until("It went out")
        await seat.press("d", "enter")  # neither the key that asked nor enter on the harmless button decides
        await seat.until(lambda: not seat.app.screen.is_modal)
        assert set(post.states().values()) == {"unknown"}
        await seat.press("d")
        await seat.press("right", "enter")
        await seat.until(lambda: "in doubt" not in seat.text)
        await seat.press("escape")
        await seat.until("✓")
        await seat.press("f", "end", "enter")
        await seat.until("No message stands there")
        await seat.press("escape", "enter", "6")
        await seat.until("→ e-mail  Oferta")
        await seat.press("enter")
        await seat.until("Written by")

    await seated(play, size)
    assert [one.partition("@")[0] for one in sink.received] == ["ala"], "the message went out once"


async def test_a_member_meets_only_letters_to_customers_of_their_own(
    seated: Run,
    world: World,
    post: Post,
) -> None:
    post.write("hidden", world.ola)
    post.write("mine", world.mia)

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        await seat.press("O")
        await seat.until("Hello mine")
        assert "hidden" not in seat.text
        assert "1 messages" in seat.text
        await seat.press("question_mark")
        await seat.until("Keys on")
        assert "gateway" not in seat.text, "letting go is the owner's"

    await seated(play)
