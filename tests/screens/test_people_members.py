"""The people of a list on the screen: invited, given rights, removed; and the list as one of them sees it (D4, N06)."""

import re
from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.domain.access import Permission, Role
from oclient_tui.modules import registered
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.sharing.invitations import AcceptInvitation
from oclient_tui.services.sharing.members import ListMembers
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, account, add
from tests.screens.seat import Seat
from tests.services.record_samples import typed

Run = Callable[..., Awaitable[None]]
SIZES = [(80, 24), (120, 36)]


async def _people(seat: Seat, email: str) -> None:
    await seat.sign_in(email)
    await seat.press("x", "down", "enter")
    await seat.until("› People")
    await seat.until("mia@example.com")


def _table(text: str) -> str:
    """Return the rows between the heads and the status line: what a person reads of customers."""
    lines = text.splitlines()
    first = next(place for place, line in enumerate(lines) if "Phone" in line)
    return "\n".join(lines[first:-3]).rstrip()


@pytest.mark.parametrize("size", SIZES)
async def test_the_owner_invites_grants_and_removes(seated: Run, world: World, size: tuple[int, int]) -> None:
    def mia() -> tuple[Role, frozenset[Permission]]:
        (found,) = [one for one in world.ola.do(ListMembers(world.id)) if one.email == "mia@example.com"]
        return found.role, found.rights

    add(world.mia, world.id, company="Mine Works")

    async def play(seat: Seat) -> None:
        await _people(seat, "ola@example.com")
        await seat.press("i")
        await seat.until("Invite somebody")
        await seat.type("not an address")
        await seat.press("ctrl+s")
        await seat.until("✗")
        for _ in "not an address":
            await seat.press("backspace")
        await seat.type("new@example.com")
        await seat.press("enter", "ctrl+s")
        await seat.until("new@example.com is invited")
        (token,) = re.findall(r"(?<![\w-])i[\w-]{32}(?![\w-])", seat.text)
        _join(world, token)
        await seat.press("escape")
        await seat.until("people: 5")
        await seat.press("i")
        await seat.type("late@example.com")
        await seat.press("ctrl+s")
        await seat.until("late@example.com is invited")
        await seat.press("escape")
        await seat.until("invited: 1")
        await seat.press("end", "d")
        await seat.until("Take the invitation of late@example.com back?")
        await seat.press("enter")
        await seat.until(lambda: "Take the invitation" not in seat.text)
        assert "invited: 1" in seat.text
        await seat.press("d")
        await seat.until("Take the invitation")
        await seat.press("right", "enter")
        await seat.until(lambda: "invited: 1" not in seat.text)
        await seat.press("home", "down", "down", "enter", "down", "down", "down", "space", "ctrl+s")
        await seat.until(lambda: Permission.IMPORT in mia()[1])
        await seat.until("rights")
        await seat.press("enter", "down", "space", "ctrl+s")
        await seat.until(lambda: mia() == (Role.ADMIN, frozenset()))
        await seat.until("› People")
        await seat.press("d")
        await seat.until("Assignments end: 1")
        await seat.press("d", "enter")
        await seat.until(lambda: "Assignments end" not in seat.text)
        assert mia()[0] is Role.ADMIN, "the key that asked, or enter at once, removed her"
        await seat.press("d")
        await seat.until("Assignments end: 1")
        await seat.press("right", "enter")
        await seat.until("people: 4")

    await seated(play, size)


def _join(world: World, token: str) -> None:
    account(world.house, "new@example.com").do(AcceptInvitation(token))


async def test_others_meet_no_rights_and_no_keys_of_the_owner(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await _people(seat, "mia@example.com")
        assert "write to many" not in seat.text
        for key in ("i", "t", "d", "enter"):
            await seat.press(key)
        for words in ("invite", "see as", "remove", "rights"):
            assert words not in seat.text
        await seat.press("question_mark")
        await seat.until("Copy the e-mail")
        for words in ("Offer somebody", "Take somebody off", "as this person does"):
            assert words not in seat.text

    await seated(play)


def _noted(world: World, customer_id: int) -> None:
    notes = next(module for module in registered() if module.key == "notes")
    world.mia.do(AddRecord(world.id, "notes", customer_id, typed(notes, "Called twice")))


@pytest.mark.parametrize("size", SIZES)
async def test_seeing_as_somebody_equals_what_they_see(seated: Run, world: World, size: tuple[int, int]) -> None:
    add(world.ola, world.id, company="Hidden Works", city="Kraków")
    own = [
        add(world.mia, world.id, company=f"Mine {number} [b]", city="Łódź", phone=f"60123456{number}")
        for number in range(3)
    ]
    world.ola.do(ChangeSetting(world.id, "modules.notes", "on"))
    _noted(world, own[0].id)
    shared = add(world.ola, world.id, company="Shared Works")
    world.ola.do(Assign(world.id, ("mia@example.com",), shared.id))
    seen: list[str] = []

    async def hers(seat: Seat) -> None:
        await seat.sign_in("mia@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 4")
        seen.append(_table(seat.text))
        await seat.press("backslash")
        await seat.type("works")
        await seat.until("row 1 of 1")
        seen.append(_table(seat.text))

    async def as_she_does(seat: Seat) -> None:
        await _people(seat, "ola@example.com")
        await seat.press("down", "down", "t")
        await seat.until("Nothing can be changed")
        await seat.until("row 1 of 4")
        assert _table(seat.text) == seen[0]
        assert "Hidden" not in seat.text
        footer = seat.text.splitlines()[-1]
        for words in ("add", "edit", "settings"):
            assert words not in footer.split(), footer
        await seat.press("a", "e", "S", "Z", "i", "o")
        assert "row 1 of 4" in seat.text
        await seat.press("W")
        await seat.until("Mia sees this customer. Added the record and is assigned to it.")
        await seat.press("enter")
        await seat.until(lambda: "Mia sees this customer" not in seat.text)
        await seat.press("enter")
        await seat.until("Who sees this")
        assert "Nothing can be changed" in seat.text
        assert "Mine 0 [b]" in seat.text
        await seat.until("Called twice")
        await seat.press("enter")
        await seat.until("Added 2")
        assert "Nothing can be changed" in seat.text
        await seat.press("e", "d")
        assert "Added 2" in seat.text, "a record was offered for change"
        assert not {"edit", "delete"} & set(seat.text.splitlines()[-1].split())
        await seat.press("escape")
        await seat.until("Who sees this")
        await seat.press("escape", "backslash")
        await seat.type("works")
        await seat.until("row 1 of 1")
        assert _table(seat.text) == seen[1]

    await seated(hers, size)
    await seated(as_she_does, size)
