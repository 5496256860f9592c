"""What the main screens look like, as text: a change that shows is seen in review (`make snapshots` makes them)."""

import difflib
import os
import re
import time
from collections.abc import Generator, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from oclient_tui.composition import open_house
from oclient_tui.config.settings import Settings
from oclient_tui.doors.cli import demo_list
from oclient_tui.gateways.passwords import ArgonPasswords
from screens.app import OClientApp
from tests.screens.seat import Seat, sitting

FOLDER = Path(__file__).parent / "snapshots"
NOON = 1_793_016_000_000
"""A Friday in October 2026."""

CHANCE = {re.compile(r"\b[0-9a-f]{16,64}\b"): "<hash>", re.compile(r"\b\d+\.\d s\b"): "<s>"}
"""What no two runs have in common."""


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[None]:
    """Stand in a folder with the demo's file, on a machine whose clock shows UTC."""
    (tmp_path / "customers.csv").write_bytes((files("oclient_tui") / "data" / "demo" / "customers.csv").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


class Album:
    """Pictures of one walk, in words."""

    def __init__(self, seat: Seat, size: tuple[int, int]) -> None:
        self.seat, self.size = seat, f"{size[0]}x{size[1]}"
        self.wide = size[0] >= 100
        self.taken: dict[str, str] = {}

    async def shoot(self, name: str, *keys: str, wait: str = "") -> None:
        """Press keys, wait for something that stands on the screen then, and keep what the screen shows."""
        await self.seat.press(*keys)
        if wait:
            await self.seat.until(wait)
        await self.seat.until(lambda: not self.seat.app.desk.working)
        self.seat.app.clear_notifications()
        await self.seat.settled()
        text = self.seat.text
        for chance, word in CHANCE.items():
            text = chance.sub(lambda found, word=word: word.ljust(len(found[0])), text)  # type: ignore[misc]
        lines = (line.rstrip() for line in text.split("\n"))
        self.taken[f"{name}-{self.size}.txt"] = "\n".join(lines).rstrip("\n") + "\n"


def changed(taken: Mapping[str, str]) -> str:
    """Return what is different from the pictures kept, line by line; nothing where all are the same."""
    told: list[str] = []
    for name, text in taken.items():
        kept = FOLDER / name
        before = kept.read_text("utf-8") if kept.exists() else ""
        told += difflib.unified_diff(before.split("\n"), text.split("\n"), f"kept {name}", f"now {name}", lineterm="")
    return "\n".join(told)


async def _customers(album: Album) -> None:
    seat = album.seat
    await album.shoot("lists", wait=" 120 ")
    await album.shoot("customers", "enter", "j", wait="row 2 of 120")
    await album.shoot("menu", "x", wait="What to do with")
    await album.shoot("card", "escape", "enter", wait="added 20")
    await album.shoot("tasks", "2", wait="2 Tasks 0")
    await album.shoot("form", "e", wait="First name")
    await seat.press("escape")
    await seat.until("added 20")
    await album.shoot("letter", "m", wait="Subject")
    await seat.press("escape")
    await seat.until("added 20")
    await album.shoot("help", "question_mark", wait="Keys on")
    await seat.press("escape", "escape")
    await seat.until("row 2 of 120")
    await album.shoot("palette", "ctrl+p", wait="commands")
    await seat.press("escape")


async def _moving(album: Album) -> None:
    seat = album.seat
    await seat.press("i")
    await seat.until("● File")
    await seat.type("customers.csv")
    await album.shoot("mapping", "enter", wait="● Mapping")
    await album.shoot("preview", "ctrl+s", wait="58 ready")
    await seat.press("ctrl+s")
    await seat.until("customers added")  # the report names the folder, which is another one each time
    await seat.press("escape")
    await seat.until("row 2 of")
    await album.shoot("export", "o", wait="Format")
    await seat.press("escape")
    await seat.until("row 2 of")
    await album.shoot("undo", "Z", wait="steps")
    await seat.press("escape")
    await seat.until("row 2 of")


async def _settings(album: Album) -> None:
    seat = album.seat
    await album.shoot("settings", "S", wait="Duplicates")
    await album.shoot("modules", "j", "enter", wait="[✓] Notes")
    await seat.press("escape")
    await seat.until("Duplicates")
    rehearsed = "Pairs that break" if album.wide else "only reads"
    await album.shoot("duplicates", "j", "j", "j", "j", "enter", wait=rehearsed)
    await seat.press("escape", "escape")
    await seat.until("row 2 of")
    await album.shoot("people", "P", wait="Piotr")
    await seat.press("escape")
    await seat.until("row 2 of")
    await album.shoot("audit", "L", wait="newest first")
    await seat.press("escape", "escape")
    await seat.until("You are")
    await album.shoot("wipe", "x", "end", "enter", wait="for ever")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_main_screens_look_as_they_did(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = tmp_path / "data"
    settings = Settings(str(folder / "oclient.db"), None, folder / "backups", folder / "sign-in.json", None)
    with closing(open_house(settings, passwords=ArgonPasswords(cheapest=True), clock=lambda: NOON)) as house:
        owner = demo_list.fill(house, lambda _: None, customers=120, with_records=20)
        demo_list.deliver_to(house, owner, "127.0.0.1", 25)
        async with sitting(OClientApp(house, "en"), size) as seat:
            await seat.until("E-mail")
            await seat.type(demo_list.OWNER)
            await seat.press("enter")
            await seat.type(demo_list.PASSWORD)
            await seat.press("enter")
            album = Album(seat, size)
            await _customers(album)
            await _moving(album)
            await _settings(album)
    if os.environ.get("SNAPSHOTS") == "new":
        FOLDER.mkdir(exist_ok=True)
        for name, text in album.taken.items():
            (FOLDER / name).write_text(text, "utf-8")
    difference = changed(album.taken)
    assert not difference, f"screens look different; if that is meant, run `make snapshots`:\n{difference}"
