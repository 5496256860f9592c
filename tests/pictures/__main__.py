"""Shoots the pictures: the demo's people and customers, a clock that stands still, and no font of a server."""

import asyncio
import os
import re
import tempfile
import time
from contextlib import closing
from pathlib import Path

from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.doors.cli import demo_list
from screens.app import OClientApp
from tests.pictures import keys
from tests.screens.seat import Seat, sitting

FOLDER = keys.ROOT / "docs" / "pictures"
NOON = 1_793_016_000_000
"""A Friday in October 2026."""

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"
SHADES = ("dark", "light")


def main() -> None:
    """Make everything anew."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        settings = Settings(
            str(folder / "oclient.db"), None, folder / "backups", folder / "sign-in.json", None, folder / "secret.key"
        )
        with closing(open_house(settings, clock=lambda: NOON)) as house:
            demo_list.fill(house, lambda _: None, customers=1_600, with_records=40)
            for shade in SHADES:
                asyncio.run(_shoot(house, shade))
    for language in keys.READMES:
        keys.write(language)


async def _shoot(house: House, shade: str) -> None:
    app = OClientApp(house, "en")
    async with sitting(app) as seat:
        app.wear(shade)
        await seat.until("E-mail")
        await seat.type(demo_list.OWNER)
        _save(seat, "sign-in", shade)
        await seat.press("enter")
        await seat.type(demo_list.PASSWORD)
        await seat.press("enter")
        await seat.until("1,600")
        await seat.press("enter")
        await seat.until("row 1 of 1,600")
        await seat.press("j", "j", "j")
        await seat.settled()
        _save(seat, "customers", shade)
        await seat.press("ctrl+p")
        await seat.until("commands")
        _save(seat, "palette", shade)
        await seat.press("escape", "enter")
        await seat.until("Who sees this")
        await seat.settled()
        _save(seat, "card", shade)


def _save(seat: Seat, name: str, shade: str) -> None:
    svg = seat.app.export_screenshot(title="oClient")
    svg = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL).replace("Fira Code, monospace", FONTS)
    svg = re.sub(r"<!--.*?-->\s*", "", svg)
    svg = re.sub(r"font-family: (arial|Fira Code)", f"font-family: {FONTS}", svg)
    (FOLDER / f"{name}-{shade}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
