"""Catalogues and requests on the screen: arranged by keys, removed after a word on what that means (O31-O35, N01)."""

from collections.abc import Awaitable, Callable

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import ListRequests, RequestAssignment
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.records.funnel import SalesFunnel
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.catalogues import AddEntry, ListEntries
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
HOSTILE = ("[@click=app.quit]x[/]", "\x1b]0;x\x07", "\u202eabc", "漢" * 30)


async def _page(seat: Seat, word: str) -> None:
    """Find a page of the settings by a word and open it."""
    await seat.press("slash")
    await seat.type(word)
    await seat.press("enter", "enter")


async def _settings(seat: Seat, wanted: str) -> None:
    await seat.sign_in("ola@example.com")
    await seat.press("enter")
    await seat.until("match")
    await seat.press("S")
    await seat.until(wanted)


async def test_the_owner_arranges_catalogues(seated: Run, world: World) -> None:
    for name in HOSTILE:
        world.ola.do(AddEntry(world.id, CatalogueKind.INTERESTS, name.replace("=", "-").replace("\x1b", "\x1bz")))
    world.ola.do(ChangeSetting(world.id, "modules.sales", "on"))
    made = add(world.ola, world.id, company="Firma", categories="VIP", interests="Music")
    for kind, amount in (("Enquiry", "10"), ("Enquiry", "20"), ("Paid", "5")):
        world.ola.do(AddRecord(world.id, "sales", made.id, TypedRecord({"type": kind, "amount": amount})))

    async def play(seat: Seat) -> None:
        await _settings(seat, "2: Enquiry › Paid")
        await _page(seat, "sale types")
        await seat.until("30.00")
        await seat.press("J")
        await seat.press("a")
        await seat.until("New sale type")
        await seat.type("PAID")
        await seat.press("enter")
        await seat.until("✗ The list has a sale type “PAID” already.")
        await seat.type(" later")
        await seat.press("enter")
        await seat.until("PAID later")
        await seat.press("g", "d")
        await seat.until("keep this type")
        assert "1." in seat.text
        await seat.press("enter")
        assert len(world.ola.do(ListEntries(world.id, CatalogueKind.SALE_TYPES))) == 3, "enter keeps the type"
        await seat.press("d", "down", "down", "enter")
        await seat.until("2 of at most")
        await seat.press("escape", "escape")
        await _page(seat, "interests")
        await seat.until("[@click-app.quit]x[/]")
        await seat.press("g", "d")
        await seat.until("Customers who have it: 1. They stay")
        await seat.press("right", "enter")
        await seat.until(lambda: "Music" not in seat.text)
        await seat.press("escape", "escape")
        await _page(seat, "consent kinds")
        await seat.until("none yet")
        await seat.press("enter", "enter")
        await seat.type("News once a month")
        await seat.press("enter")
        await seat.until("News once a month")
        assert "  2" in seat.text, "another wording is another version"

    await seated(play, (80, 24))
    steps = world.ola.do(SalesFunnel(world.id))
    assert [(step.name, step.count) for step in steps] == [("Enquiry", 2), ("PAID later", 1)]
    (customer,) = world.ola.do(ListCustomers(world.id)).items
    assert (customer.categories, customer.interests) == (("VIP",), ())


async def test_the_owner_answers_requests(seated: Run, world: World) -> None:
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "email"))
    for number, name in enumerate(("[b]Firma[/b]", "Druga")):
        add(world.ola, world.id, company=name, email=f"a{number}@example.com")
        world.mia.do(RequestAssignment(world.id, Typed({"email": f"a{number}@example.com"})))

    async def play(seat: Seat) -> None:
        await _settings(seat, "wait for an answer: 2")
        await _page(seat, "requests")
        await seat.until("mia@example.com")
        await seat.press("enter")
        await seat.until("asks to be assigned to [b]Firma[/b].")
        await seat.press("enter")
        assert len(world.ola.do(ListRequests(world.id))) == 2, "enter presses Later"
        await seat.press("enter", "right", "enter")
        await seat.until(lambda: "Firma" not in seat.text)
        await seat.press("enter", "right", "right", "enter")
        await seat.until("Nobody asks for anything.")

    await seated(play)
    assert [customer.name for customer in world.mia.do(ListCustomers(world.id)).items] == ["[b]Firma[/b]"]
