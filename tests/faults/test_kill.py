"""kill -9 at any step: the database before or the one after, and the second run finishes (R1)."""

from pathlib import Path

import pytest

from tests.faults.cases import CASES
from tests.faults.crashing import Case, Place, crash


@pytest.fixture(params=list(CASES.values()), ids=list(CASES))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def _played(case: Case, folder: Path, points: int) -> None:
    live = Place(folder / "live")
    live.folder.mkdir()
    told = crash(case, live, points)
    assert told.before, f"{case.name}: no kill came early enough to leave the old database"
    print(f"{case.name}: {told}")


def test_a_killed_command_leaves_all_or_nothing(case: Case, tmp_path: Path) -> None:
    _played(case, tmp_path, 3)


@pytest.mark.soak
def test_a_command_killed_at_many_steps_leaves_all_or_nothing(case: Case, tmp_path: Path) -> None:
    _played(case, tmp_path, 25)


SERVED = ("import", "undo", "wipe")
"""What is killed on a server as well: it takes back what a client that died had begun."""


def _on_server(name: str, folder: Path, url: str, points: int) -> None:
    live = Place(folder / "live", server=url)
    live.folder.mkdir()
    told = crash(CASES[name], live, points)
    assert told.before, f"{name}: no kill came early enough to leave the old database"
    print(f"{name} on PostgreSQL: {told}")


def test_a_client_killed_at_a_server_leaves_all_or_nothing(tmp_path: Path, pg_url: str) -> None:
    _on_server("import", tmp_path, pg_url, 2)


@pytest.mark.soak
@pytest.mark.parametrize("name", SERVED)
def test_a_client_killed_at_many_steps_leaves_all_or_nothing(name: str, tmp_path: Path, pg_url: str) -> None:
    _on_server(name, tmp_path, pg_url, 10)
