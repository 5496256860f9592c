"""Files in and out at the screen: what stands in them, what becomes of each row, the way back (O21, N03, N08)."""

import csv
import os
import threading
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.services.customers.duplicates import RULES
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.sharing.settings import ChangeSetting
from screens.app import OClientApp
from screens.moving.job import Job
from tests.factories import World, add
from tests.screens.seat import Seat, sitting

Run = Callable[..., Awaitable[None]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the program is started in, with the messy file of the demo in it."""
    place = tmp_path / "work"
    place.mkdir()
    (place / "customers.csv").write_bytes((files("oclient_tui") / "data" / "demo" / "customers.csv").read_bytes())
    (place / "empty.csv").write_bytes(b"")
    monkeypatch.chdir(place)
    return place


async def _open(seat: Seat, email: str = "ola@example.com") -> None:
    await seat.sign_in(email)
    await seat.press("enter")
    await seat.until("match")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_messy_file_goes_in_and_comes_back_out(
    seated: Run, world: World, folder: Path, size: tuple[int, int]
) -> None:
    world.ola.do(ChangeSetting(world.id, "region", "PL"))
    world.ola.do(ChangeSetting(world.id, RULES, "email"))

    def count() -> int:
        return world.ola.do(CountCustomers(world.id))

    async def play(seat: Seat) -> None:
        await _open(seat)
        await seat.press("i")
        await seat.until("● File")
        await seat.type("e")
        await seat.until("empty.csv")
        await seat.press("tab", "enter")
        await seat.until("The file is empty.")
        await seat.press("ctrl+u")
        await seat.type("nowhere.csv")
        await seat.press("enter")
        await seat.until("There is no file nowhere.csv.")
        await seat.press("ctrl+u")
        await seat.type("cus")
        await seat.until("customers.csv")
        await seat.press("tab", "enter")
        await seat.until("● Mapping")
        for shown in ("CSV · UTF-8", "Nazwisko", "→ Last name", "not used"):
            assert shown in seat.text
        await seat.press("w", "enter")
        await seat.until("The mapping is saved")
        await seat.press("j", "enter")
        await seat.until("What is “Nazwisko”?")
        await seat.type("not used")
        await seat.press("enter")
        await seat.until(lambda: "→ Last name" not in seat.text)
        await seat.press("l", "enter")
        await seat.until("→ Last name")
        await seat.press("D", "enter")
        await seat.until("goes, for everybody here")
        await seat.press("right", "enter")
        await seat.until("The mapping is removed")
        await seat.press("l")
        await seat.until("No mapping is saved on this list yet")
        await _imported(seat, folder, count)

    await seated(play, size)


async def _imported(seat: Seat, folder: Path, count: Callable[[], int]) -> None:
    await seat.press("c", "ctrl+s")
    await seat.until("● Preview")
    await seat.press("1")
    await seat.until("new customer")
    assert count() == 0
    await seat.press("2")
    await seat.until("same customer as")
    await seat.press("3")
    await seat.until("3 ✗")
    ready = seat.text.split(" ready")[0].rsplit(" ", 1)[-1]
    assert f"Import {ready}" in seat.text
    await seat.press("ctrl+s")
    await seat.until("● Report")
    await seat.until("customers added")
    assert count() == int(ready)
    rejects = folder / "customers-rejects.csv"
    with rejects.open(newline="", encoding="utf-8-sig") as file:
        assert next(csv.reader(file, delimiter=","))[-3:] == ["line", "field", "reason"]
    assert rejects.stat().st_mode & 0o777 == 0o600
    await seat.press("u")
    await seat.until("The import was taken back")
    assert count() == 0
    await seat.press("enter")
    await seat.until("Customers")


async def test_a_run_is_cancelled_and_hostile_files_are_text(
    seated: Run, world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, hear = threading.Event(), Job.__call__

    def held(job: Job, rows: int, done: int = 0, size: int = 0) -> None:
        assert gate.wait(60), "nobody let the run go on"
        hear(job, rows, done, size)

    monkeypatch.setattr(Job, "__call__", held)
    header = '"[b]x[/]","last_name","\x1b]0;owned\x07"'
    (folder / "[red]x[b].csv").write_text(f"{header}\n[b]a[/b],[bold]Nowak[/,{'漢' * 300}\n", "utf-8")

    async def play(seat: Seat) -> None:
        await _open(seat)
        await seat.press("i")
        await seat.until("● File")
        await seat.type("~nobody-of-that-name/x")
        await seat.press("enter")
        await seat.until("There is no file ~nobody-of-that-name/x.")
        await seat.press("ctrl+u")
        await seat.type("[red")
        await seat.until("[red]x[b].csv")
        await seat.press("tab", "enter")
        await seat.until("[b]x[/]")
        await seat.press("enter")
        await seat.until("What is “[b]x[/]”?")
        await seat.press("escape", "ctrl+s")
        await seat.until("Looking at every row")
        gate.set()
        await seat.until("[bold]Nowak[/")
        gate.clear()
        await seat.press("ctrl+s")
        await seat.until("c cancels; then nothing is changed.")
        await seat.press("c")
        await seat.until("Stop here?")
        await seat.press("right", "enter")
        await seat.until(lambda: "Stop here?" not in seat.text)
        gate.set()
        await seat.until("Nothing was changed.")
        assert "● Preview" in seat.text

    await seated(play)
    assert world.ola.do(CountCustomers(world.id)) == 0
    assert sorted(os.listdir(folder)) == ["[red]x[b].csv", "customers.csv", "empty.csv"]  # noqa: PTH208 - nothing waits for it here


async def test_an_export_asks_before_it_replaces_and_shows_its_receipt(seated: Run, world: World, folder: Path) -> None:
    add(world.ola, world.id, company="=cmd()|x", city="Łódź")
    add(world.ola, world.id, company="Other", city="Kraków")
    (folder / "shop.csv").write_text("mine")

    async def play(seat: Seat) -> None:
        await _open(seat)
        await seat.press("slash")
        await seat.type("city:Łódź")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        await seat.press("o")
        await seat.until("city:Łódź")
        await seat.press("ctrl+s")
        await seat.until("is there already. Replace it?")
        await seat.press("enter")
        await seat.until(lambda: "Replace it?" not in seat.text)
        assert (folder / "shop.csv").read_text() == "mine"
        await seat.press("ctrl+s", "right", "enter")
        await seat.until("1 customers were written to")
        assert "SHA-256" in seat.text
        await seat.press("f5", "down", "enter")
        await seat.until("shop.xlsx")
        await seat.press("escape")
        await seat.until("row 1 of 1")

    await seated(play)
    written = (folder / "shop.csv").read_text("utf-8-sig")
    assert "Łódź" in written
    assert "Other" not in written


async def test_a_served_screen_names_commands_and_nothing_of_this_machine(house: House, world: World) -> None:
    app = OClientApp(house, "en", served=True)
    async with sitting(app) as seat:
        await _open(seat)
        await seat.press("i")
        await seat.until("ssh HOST customers import Shop - < file")
        assert not app.screen.query("Input")
        await seat.press("enter", "tab", "escape", "slash")
        await seat.type("city:a")
        await seat.press("enter", "o")
        await seat.until("ssh HOST customers export Shop --filter city:a --format csv -o - > file.csv")
        assert not app.screen.query("Input")
        await seat.press("ctrl+s", "enter", "escape")
        await seat.until("Customers")
    assert world.list


async def test_without_the_rights_there_are_no_such_ways(seated: Run, world: World) -> None:
    async def play(seat: Seat) -> None:
        await _open(seat, "mia@example.com")
        await seat.press("i", "o")
        await seat.until("match")
        await seat.press("question_mark")
        await seat.until("Narrow the list")
        assert "Bring customers in" not in seat.text
        assert "to a file" not in seat.text

    await seated(play)
    assert world.list
