"""Writing to many from the screen: marked, looked at, sent, followed, steered and approved (N05, N22, S34)."""

import asyncio
from collections.abc import Awaitable, Callable

from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Brief
from oclient_tui.domain.outbox import Channel
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.messages.templates import SetTemplate
from tests.factories import World
from tests.mail.conftest import desk as desk
from tests.mail.conftest import house as house
from tests.mail.conftest import post as post
from tests.mail.conftest import provider as provider
from tests.mail.conftest import sink as sink
from tests.mail.post import Post
from tests.mail.provider import Provider
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
HOSTILE = ("[@click=app.quit]x[/]", "\x1b]0;x\x07y", "\u202eabc", "漢" * 150)


async def test_many_are_marked_looked_at_written_to_and_followed(seated: Run, world: World, post: Post) -> None:
    for number, name in enumerate(HOSTILE):
        post.customer(name, world.ola, email=f"h{number}@example.com")
    for number in range(20):
        post.customer(f"n{number:02}", world.ola)
    ignored = post.customer("[b]Ignored[/b]", world.ola, email="i@example.com")
    world.ola.do(EditCustomer(world.id, ignored, Typed({"gdpr_ignore": "on"})))
    world.ola.do(SetTemplate(world.id, "Offer", "Dear {{ name }}!", "For {{ name }}", "<p>{{ name }}</p>"))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 25")
        await seat.press("V", "m")
        await seat.until("left out 1 (1 asked not to be contacted)")
        assert "Recipients 24" in seat.text
        await seat.press("f7")
        await seat.until("[b]Ignored[/b]")
        await seat.press("escape")
        await seat.until("E-mail to many")
        await seat.press("ctrl+s")
        await seat.until("A message needs a text.")
        await seat.press("shift+tab", "enter", "j", "enter")
        await seat.until("HTML goes along")
        await seat.press("ctrl+s")
        await seat.until("1 / 24")
        looked = [seat.text]
        for _ in range(3):
            await seat.press("full_stop")
            looked.append(seat.text)
        await seat.press("comma")
        await seat.until("3 / 24")
        assert len(set(looked)) == 4, "each recipient's own"
        assert "[@click=app.quit]x[/]" in "".join(looked)
        await seat.press("ctrl+s")
        await seat.until("Write to 24 customers now?")
        await seat.press("enter")  # the harmless button
        await seat.until(lambda: not seat.app.screen.is_modal)
        assert not post.states()
        await seat.press("ctrl+s")
        await seat.until("Write to 24")
        await seat.press("right", "enter")
        await seat.until("going out")
        await seat.press("p")
        await seat.until("paused")
        assert await asyncio.to_thread(post.work) == 0
        await seat.press("r")
        await seat.until("going out")
        await asyncio.to_thread(post.work)
        await seat.until("done")
        await seat.press("escape")
        await seat.until("row 1 of 25")

    await seated(play)
    assert sum(post.sink.received.values()) == len(post.sink.received) == 24
    assert {str(post.sink.parsed(place)["Subject"]) for place in range(24)} >= {"For n00", "For n19"}


async def test_a_second_person_approves_and_a_run_is_cancelled(
    seated: Run, world: World, post: Post, provider: Provider
) -> None:
    ids = [post.customer(f"n{number}", world.ola, phone=f"+4850123450{number}") for number in range(3)]
    post.set("approve_above", "1")
    brief = Brief(Channel.SMS, Audience(tuple(ids)), text="Hello {{ name }}")
    world.adam.do(StartCampaign(world.id, brief))

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 3")
        await seat.press("O", "r")
        await seat.until("to approve")
        await seat.press("enter")
        await seat.until("adam@example.com")
        await seat.press("a")
        await seat.until("wants to write to 3 customers")
        await seat.press("right", "enter")
        await seat.until("going out")
        await seat.press("escape")
        await seat.until("1 runs")
        await seat.press("escape", "escape", "V", "M")
        await seat.until("SMS to many")
        await seat.type("Own")
        await seat.press("ctrl+s")
        await seat.until("3 of 160 characters")
        await seat.press("ctrl+s")
        await seat.until("Write to 3")
        await seat.press("right", "enter")
        await seat.until("to approve")
        await seat.press("a")
        await seat.settled()
        assert "wants to write" not in seat.text, "nobody approves a run of their own"
        await seat.press("C")
        await seat.until("Send nothing more of this?")
        await seat.press("right", "enter")
        await seat.until("cancelled")

    await seated(play, (80, 24))
    assert await asyncio.to_thread(post.work) == 3
    del provider
