"""The SQLite file is its owner's alone (architecture §5)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from oclient_tui.config.settings import load
from oclient_tui.domain.errors import CannotCreate, Misconfigured
from oclient_tui.services.sharing.accounts import AddAccount, ListAccounts
from tests.storage.backdoor import files
from tests.storage.crowd import another_house


def _used(path: Path) -> None:
    """Open an installation there and store an account."""
    house = another_house(str(path), path.parent / "elsewhere")
    house.operator("test").do(AddAccount("ola@example.com"))
    house.close()


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def _open_umask() -> object:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_open_umask")
def test_the_file_and_the_folder_it_makes_are_private(tmp_path: Path) -> None:
    path = tmp_path / "made" / "here" / "oclient.db"
    house = another_house(str(path), tmp_path)
    house.operator("test").do(AddAccount("ola@example.com"))
    modes = {file.name: _mode(file) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("oclient.db", "oclient.db-wal", "oclient.db-shm"), 0o600)
    assert _mode(path.parent) == 0o700
    house.close()


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    _used(tmp_path / "oclient.db")
    assert _mode(tmp_path) == 0o755


def test_a_wide_mode_is_narrowed(tmp_path: Path) -> None:
    path = tmp_path / "oclient.db"
    _used(path)
    path.chmod(0o644)
    _used_again(path)
    assert _mode(path) == 0o600


def _used_again(path: Path) -> None:
    house = another_house(str(path), path.parent / "elsewhere")
    assert [account.email for account in house.operator("test").do(ListAccounts())] == ["ola@example.com"]
    house.close()


def test_a_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "oclient.db"
    _used(path)
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
    else:  # only root gives files away; for everybody else the other side of the comparison is changed
        other = path.stat().st_uid + 1
        monkeypatch.setattr(os, "geteuid", lambda: other)
    path.chmod(0o644)
    before = files(tmp_path)
    for act in _ways_in(path, tmp_path / "elsewhere"):
        with pytest.raises(Misconfigured, match="belongs to another user"):
            act()
    assert files(tmp_path) == before
    assert _mode(path) == 0o644
    assert not (tmp_path / "elsewhere").exists(), "nothing was copied out of it either"


def _ways_in(path: Path, folder: Path) -> list[Callable[[], object]]:
    house = another_house(str(path), folder)
    return [lambda: house.operator("test").do(ListAccounts()), house.problems]


@pytest.mark.parametrize("place", ["folder", "file/oclient.db", "link.db"])
def test_what_cannot_be_a_file_of_ours_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere.db")
    house = another_house(str(tmp_path / place), tmp_path)
    with pytest.raises(CannotCreate, match=f"{place} cannot be opened"):
        house.operator("test").do(ListAccounts())
    assert not (tmp_path / "elsewhere.db").exists()


def test_deleted_text_leaves_the_file(tmp_path: Path) -> None:  # W1
    path = tmp_path / "oclient.db"
    house = another_house(str(path), tmp_path)
    engine = house.store.engine
    house.operator("test").do(ListAccounts())
    pragmas = {
        name: engine.database.execute_sql(f"PRAGMA {name}").fetchone()[0]
        for name in ("secure_delete", "foreign_keys", "journal_mode")
    }
    assert pragmas == {"secure_delete": 1, "foreign_keys": 1, "journal_mode": "wal"}
    house.close()


def test_backups_lie_outside_the_data_folder_by_default() -> None:  # D30
    settings = load({})
    assert not settings.backups.is_relative_to(Path(settings.database).parent)
