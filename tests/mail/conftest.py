"""Mail servers, and lists that send through them."""

from collections.abc import Generator
from pathlib import Path

import pytest

from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.gateways.passwords import ArgonPasswords
from tests.factories import Clock, World
from tests.mail.post import Post
from tests.mail.provider import ACCOUNT, TOKEN, Provider
from tests.mail.sink import Sink


@pytest.fixture
def sink() -> Generator[Sink]:
    """A mail server that takes everything, until it is told otherwise."""
    made = Sink()
    yield made
    made.close()


@pytest.fixture
def desk() -> Generator[Provider]:
    """A provider of SMS that takes everything, until it is told otherwise."""
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def provider(post: Post, desk: Provider) -> Provider:
    """The provider, with the world's list set up to send through it."""
    for key, value in (("account", ACCOUNT), ("token", TOKEN), ("sender", "Meble Wawel"),
                       ("base_url", f"http://127.0.0.1:{desk.port}")):  # fmt: skip
        post.set(f"sms.{key}", value)
    return desk


@pytest.fixture
def house(url: str, tmp_path: Path, clock: Clock, sink: Sink, desk: Provider) -> Generator[House]:
    """An empty installation on each engine, whose lists may use the sink and the provider."""
    allowed = frozenset({("127.0.0.1", sink.port), ("127.0.0.1", desk.port)})
    settings = Settings(url, None, tmp_path / "backups", tmp_path / "s.json", None, secret_file=tmp_path / "key",
                        data_folder=tmp_path / "data", allow_hosts=allowed)  # fmt: skip
    opened = open_house(settings, passwords=ArgonPasswords(cheapest=True), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def post(world: World, sink: Sink, clock: Clock) -> Post:
    """The world with a list that sends through the sink."""
    return Post.of(world, sink, clock)
