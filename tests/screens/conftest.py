"""A full screen over a small installation, driven by keys as a person drives it."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from oclient_tui.composition import House
from screens.app import OClientApp
from tests.conftest import placed
from tests.factories import World
from tests.screens.seat import Seat, sitting


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path, sqlite_templates: Mapping[str, Path]) -> str:
    """Screens ask services alone, and those are tried on both engines: here one engine is enough."""
    return str(placed(sqlite_templates["world" if "world" in request.fixturenames else "house"], tmp_path))


Play = Callable[[Seat], Awaitable[None]]


@pytest.fixture
def seated(house: House, world: World) -> Callable[..., Awaitable[None]]:
    """Return what plays a scene on a screen of a size."""

    async def run(play: Play, size: tuple[int, int] = (120, 36), language: str = "en") -> None:
        app = OClientApp(house, language)
        async with sitting(app, size) as seat:
            await play(seat)

    assert world.house is house
    return run
