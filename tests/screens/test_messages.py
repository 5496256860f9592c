"""Writing to a customer from the screen, following the message, and deciding about one in doubt (O25, S10, D18)."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from oclient_tui.services.messages.reading import ReadConversation
from oclient_tui.services.messages.suppressing import SuppressAddress
from oclient_tui.services.messages.templates import SetTemplate
from tests.factories import World, add
from tests.mail.conftest import desk as desk
from tests.mail.conftest import house as house
from tests.mail.conftest import post as post
from tests.mail.conftest import provider as provider
from tests.mail.conftest import sink as sink
from tests.mail.post import Post
from tests.mail.provider import Provider
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
        await seat.until("▲ This customer has given no consent for email")
        await seat.press("ctrl+s")
        await seat.until("✗ This customer has given no consent")
        await seat.press("enter", "k", "enter")
        await seat.until(lambda: "▲" not in seat.text)
        assert "From shop@example.com" in seat.text
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
    world.ola.do(SuppressAddress(world.id, "mine@example.com"))
    await asyncio.to_thread(post.work)

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        await seat.press("O")
        await seat.until("Hello mine")
        assert "hidden" not in seat.text
        assert "1 messages" in seat.text
        await seat.press("enter")
        await seat.until("stopped · the address is on the suppression list")
        await seat.press("escape")
        await seat.until("1 messages")
        await seat.press("question_mark")
        await seat.until("Keys on")
        assert "gateway" not in seat.text, "letting go is the owner's"

    await seated(play)


async def test_a_template_is_sent_as_it_was_looked_at_and_an_sms_in_plain_letters(
    seated: Run, world: World, post: Post, provider: Provider, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    customer = post.customer("ala", world.mia, company="", first_name="[b]Ala[/b]", phone="+48501234567")
    html, text = "<p>{{ first_name }}</p>", "Hi {{ first_name }}!"
    world.ola.do(SetTemplate(world.id, "Oferta", text, "For {{ name }}", html))
    world.ola.do(SetTemplate(world.id, "Termin", "Do środy", channel="sms"))

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        await _templated(seat)
        await _attached(seat, tmp_path)
        await seat.press("ctrl+s")
        await seat.until("In the outbox")
        await _texted(seat)

    await seated(play, (120, 36))
    await asyncio.to_thread(post.work)
    mail = post.sink.parsed()
    parts = [str(part.get_content()).strip() for part in mail.walk() if not part.is_multipart()]
    assert (mail["Subject"], parts) == ("For [b]Ala[/b]", ["Hi [b]Ala[/b]!", "<p>[b]Ala[/b]</p>", "b.txt"])
    assert [one["Body"][:8] for one in provider.texts] == ["Do srody"]
    assert len(world.mia.do(ReadConversation(world.id, customer))) == 2


async def _templated(seat: Seat) -> None:
    """Type something, keep it once, then take the template in its place."""
    await seat.press("m")
    await seat.until("Template")
    await seat.type("Mine")
    await seat.press("shift+tab", "enter")
    await seat.until("Oferta")
    await seat.press("j", "enter")
    await seat.until("takes the place of what you typed")
    await seat.press("enter")  # the harmless button keeps what was typed
    await seat.until(lambda: not seat.app.screen.is_modal)
    assert "Hi" not in seat.text
    await seat.press("enter", "j", "enter")
    await seat.until("takes the place")
    await seat.press("right", "enter")
    await seat.until("Hi [b]Ala[/b]!")
    assert "HTML goes along" in seat.text
    await seat.press("tab", "x")
    await seat.until(lambda: "HTML goes along" not in seat.text)
    await seat.press("backspace")
    await seat.until("HTML goes along")


async def _attached(seat: Seat, folder: Path) -> None:
    """Attach two files and take one off."""
    for name in ("no such file", "a.txt", "b.txt"):
        await seat.press("f3")
        if name == "b.txt":
            await seat.until("add another file")
            await seat.press("enter")
        await seat.until("Attach a file")
        await seat.type(str(folder / name))
        await seat.press("enter")
        if name == "no such file":
            await seat.until("There is no file")
            await seat.press("escape")
        await seat.until(lambda: not seat.app.screen.is_modal)
    await seat.until("Attached: a.txt (1 kB), b.txt (1 kB)")
    await seat.press("f3")
    await seat.until("take off b.txt")
    await seat.press("j", "enter")
    await seat.until(lambda: "Attached: b.txt" in seat.text)


async def _texted(seat: Seat) -> None:
    """Write an SMS that is cheaper in plain letters."""
    await seat.press("M")
    await seat.until("From Meble Wawel · parts to pay for: 1 · 0 of 160 characters")
    await seat.press("shift+tab", "enter", "j", "enter")
    await seat.until("Do środy")
    await seat.type(" albo w każdy inny dzień po umówieniu się z nami, prosimy tylko o krótki telefon")
    await seat.until("for: 2 · ")
    await seat.until("without ś ż ń ó")
    await seat.press("f5")
    await seat.until("for: 1 · ")
    await seat.press("ctrl+s")
    await seat.until(lambda: "Write SMS" not in seat.text)
