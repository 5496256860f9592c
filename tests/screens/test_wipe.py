"""The wipe on the screen: nothing goes by a slip of the hand, each refusal leaves the list as it was (D5, O39-O41)."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from oclient_tui.domain.errors import OClientError
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.privacy.certifying import ListCertificates
from oclient_tui.services.sharing.lists import MyLists
from storage.wiping.traces import Traces
from tests.factories import PASSWORD, World, add
from tests.screens.seat import Seat
from tests.services.wipes import never

Run = Callable[..., Awaitable[None]]


async def _asked(seat: Seat) -> None:
    await seat.sign_in("ola@example.com")
    await seat.press("x")
    await seat.until("Wipe…")
    await seat.press("end")
    await seat.press("enter")
    await seat.until("for ever")


def _holds(folder: Path, digest: str) -> None:
    (file,) = folder.glob("oclient-wipe-*.json")
    assert json.loads(file.read_text())["digest"] == digest
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_list_is_wiped_by_name_and_password_alone(
    seated: Run, world: World, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        add(world.ola, world.id, company=f"Firm {number}")

    async def play(seat: Seat) -> None:
        await _asked(seat)
        assert "3 customers" in seat.text
        assert "not reached" in seat.text
        await seat.press("enter")
        await seat.until(lambda: "for ever" not in seat.text)
        assert world.ola.do(CountCustomers(world.id)) == 3, "enter on the opened dialog wiped"
        await seat.press("x", "end", "enter")
        await seat.until("for ever")
        await seat.press("shift+tab", "shift+tab")
        await seat.type("shop")
        await seat.press("enter")
        await seat.type("not my password")
        await seat.press("enter", "enter")
        assert len(world.ola.do(MyLists())) == 1, "another name wiped"
        await seat.press("x", "end", "enter")
        await seat.until("for ever")
        await seat.press("shift+tab", "shift+tab")
        await seat.type("Shop")
        await seat.press("enter")
        await seat.type("not my password")
        await seat.press("enter", "enter")
        await seat.until("The password is wrong. Nothing was changed.")
        assert world.ola.do(CountCustomers(world.id)) == 3
        await seat.type(PASSWORD)
        await seat.press("enter", "enter")
        await seat.until("“Shop” is gone")
        assert not world.ola.do(MyLists())
        await seat.press("ctrl+s")
        await seat.until("oclient-wipe-")
        await seat.press("enter")
        await seat.until("Saved:")
        (stub,) = world.ola.do(ListCertificates())
        _holds(tmp_path, stub.digest)
        await seat.press("escape")
        await seat.until("You are on no list yet")
        await seat.press("x", "enter")
        await seat.until(stub.digest[:20])

    await seated(play, size)


async def test_what_could_not_be_cleaned_is_finished_later(
    seated: Run, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(seat: Seat) -> None:
        await _asked(seat)
        await seat.press("shift+tab", "shift+tab")
        await seat.type("Shop")
        await seat.press("enter")
        await seat.type(PASSWORD)
        with monkeypatch.context() as patch:
            patch.setattr(Traces, "clean", never)
            await seat.press("enter", "enter")
            await seat.until("The list is removed, but somebody is still reading")
        await seat.press("escape")
        await seat.until("You are on no list yet")
        await seat.press("x", "enter")
        await seat.until("not clean yet")
        await seat.press("enter")
        await seat.until("is gone")

    await seated(play)
    with pytest.raises(OClientError):
        world.ola.do(CountCustomers(world.id))
