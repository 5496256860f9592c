"""A day at the screen, by keyboard alone: sign in, find, open, add, edit; each sees what is theirs (O07)."""

from collections.abc import Awaitable, Callable

import pytest

from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
SIZES = ((80, 24), (120, 36))


@pytest.mark.parametrize("size", SIZES)
async def test_somebody_signs_in_opens_a_list_and_a_card(seated: Run, world: World, size: tuple[int, int]) -> None:
    for number in range(3):
        add(world.ola, world.id, first_name="Jan", last_name=f"Nowak {number}", city="Łódź", phone=f"60123456{number}")

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.until("Shop")
        await seat.press("enter")
        await seat.until("row 1 of 3")
        await seat.press("j", "enter")
        await seat.until("Łódź")
        await seat.until("Customers › Jan Nowak 1")
        await seat.press("n")
        await seat.until("Customers › Jan Nowak 2")
        await seat.press("escape")
        await seat.until("row 3 of 3")

    await seated(play, size)


async def test_a_wrong_password_says_so_and_keeps_the_address(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.until("E-mail")
        await seat.type("ola@example.com")
        await seat.press("enter")
        await seat.type("wrong")
        await seat.press("enter")
        await seat.until("E-mail or password is wrong.")
        assert "ola@example.com" in seat.text
        assert "wrong\n" not in seat.text

    await seated(play)


async def test_a_member_sees_only_what_is_theirs(seated: Run, world: World) -> None:
    add(world.ola, world.id, company="Hidden Works")
    add(world.mia, world.id, company="Mine Works")

    async def play(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        assert "Mine Works" in seat.text
        await seat.press("backslash")
        await seat.type("works")
        await seat.until("row 1 of 1")
        assert "Hidden" not in seat.text

    await seated(play)


async def test_the_filter_narrows_and_says_what_it_cannot_read(seated: Run, world: World) -> None:
    for city in ("Warszawa", "Kraków"):
        add(world.ola, world.id, company=f"Firma {city}", city=city)

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 2")
        await seat.press("slash")
        await seat.type("krak")
        await seat.until("row 1 of 1")
        await seat.type(" nofield:3")
        await seat.until("A filter knows no field")
        await seat.press("enter", "escape", "escape")
        await seat.until("row 1 of 2")

    await seated(play)


async def test_a_customer_is_added_and_edited_and_a_mistake_is_named_at_its_field(seated: Run, world: World) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("match")
        await seat.press("a")
        await seat.until("New customer")
        await seat.type("Ewa")
        await seat.press("tab")
        await seat.type("Lis")
        for _ in range(7):
            await seat.press("tab")
        await seat.type("12")
        await seat.press("ctrl+s")
        await seat.until("✗")
        await seat.press("backspace", "backspace", "ctrl+s")
        await seat.until("Lis Ewa")
        await seat.press("e")
        await seat.until("ctrl+s saves")
        await seat.press("tab")
        await seat.type("ecka")
        await seat.press("ctrl+s")
        await seat.until("Lisecka Ewa")

    await seated(play)
    assert world.list


@pytest.mark.parametrize("name", ["[@click=app.quit]x[/]", "Smith [/b] Ltd", "\u202eabc", "[link=https://x]y[/link]"])
async def test_names_of_people_are_text_on_every_screen(seated: Run, world: World, name: str) -> None:
    add(world.ola, world.id, company=name, tags="a", city=name)

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        shown = name.replace("\u202e", "")
        assert shown in seat.text
        await seat.press("enter")
        await seat.until("Who sees this")
        assert shown in seat.text
        await seat.press("escape", "e")
        await seat.until("ctrl+s saves")
        assert shown in seat.text

    await seated(play)


async def test_help_names_what_the_footer_offers(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("match")
        await seat.press("question_mark")
        await seat.until("Narrow the list")
        for words in ("open", "add", "edit", "filter"):
            assert words in seat.text

    await seated(play)


async def test_the_screen_speaks_polish_where_it_is_asked_to(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.until("E-mail")
        await seat.press("f2")
        await seat.until("Hasło")
        assert "Password" not in seat.text

    await seated(play)
