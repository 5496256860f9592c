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
