"""A file that is not ours, too new or damaged is refused, and not one byte of it changes (U1)."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.errors import Misconfigured, Unavailable
from oclient_tui.services.sharing.accounts import AddAccount, ListAccounts
from tests.storage.backdoor import files
from tests.storage.crowd import another_house

import sqlite3  # isort: skip

Make = Callable[[Path, bytes], object]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole database of this program."""
    folder = tmp_path_factory.mktemp("ours")
    house = another_house(str(folder / "oclient.db"), folder)
    for number in range(20):
        house.operator("test").do(AddAccount(f"{number}@example.com", "x" * 100))
    house.close()
    return (folder / "oclient.db").read_bytes()


def _connect(path: Path, *statements: str) -> sqlite3.Connection:
    file = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        file.execute(statement)
    return file


def _foreign(path: Path, _: bytes) -> None:
    _connect(path, "CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('mine')").close()


def _foreign_with_log(path: Path, _: bytes) -> None:
    _connect(path, "PRAGMA journal_mode = WAL", "CREATE TABLE notes (text)").close()


def _foreign_in_use(path: Path, _: bytes) -> sqlite3.Connection:
    return _connect(path, "PRAGMA journal_mode = WAL", "CREATE TABLE notes (text)")


def _foreign_and_empty(path: Path, _: bytes) -> None:
    _connect(path, "CREATE TABLE notes (text)", "DROP TABLE notes").close()


def _foreign_mark(path: Path, _: bytes) -> None:
    _connect(path, "PRAGMA application_id = 1196444487", "CREATE TABLE notes (text)", "PRAGMA user_version = 1").close()


def _newer(path: Path, ours: bytes) -> None:
    path.write_bytes(ours)
    _connect(path, "PRAGMA user_version = 99").close()


def _newer_in_its_log(path: Path, ours: bytes) -> None:
    """As a newer program leaves it when it is killed: the version stands in the write-ahead log only."""
    there = path.with_name("left.db")
    there.write_bytes(ours)
    with closing(_connect(there, "PRAGMA user_version = 99")):
        for tail in ("", "-wal"):
            shutil.copy(f"{there}{tail}", f"{path}{tail}")
    there.unlink()


FOREIGN: dict[str, Make] = {
    "somebody else's": _foreign,
    "somebody else's, with a write-ahead log": _foreign_with_log,
    "somebody else's, in use": _foreign_in_use,
    "somebody else's, without tables": _foreign_and_empty,
    "somebody else's mark": _foreign_mark,
    "newer": _newer,
    "newer, in its log": _newer_in_its_log,
    "text": lambda path, _: path.write_text("Dear diary"),
    "long text": lambda path, _: path.write_text("Dear diary" * 1000),
    "noise": lambda path, _: path.write_bytes(bytes(range(256)) * 32),
}
DAMAGED: dict[str, Make] = {
    "half": lambda path, ours: path.write_bytes(ours[: len(ours) // 2]),
    "one page": lambda path, ours: path.write_bytes(ours[:4096]),
    "without its last page": lambda path, ours: path.write_bytes(ours[:-4096]),
    "without its last byte": lambda path, ours: path.write_bytes(ours[:-1]),
    "its header": lambda path, ours: path.write_bytes(ours[:100]),
    "less than its header": lambda path, ours: path.write_bytes(ours[:50]),
    "noise behind its header": lambda path, ours: path.write_bytes(ours[:100] + bytes(range(256)) * (len(ours) // 256)),
}


def _refused(house: House) -> list[str]:
    said: list[str] = []
    for act in (
        lambda: house.operator("test").do(ListAccounts()),
        lambda: house.operator("test").do(AddAccount("a@b.pl")),
    ):
        with pytest.raises((Misconfigured, Unavailable)) as refusal:
            act()
        said.append(str(refusal.value))
    return said


@pytest.mark.parametrize("kind", [*FOREIGN, *DAMAGED])
def test_not_one_byte_changes(tmp_path: Path, ours: bytes, kind: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    kept = (FOREIGN | DAMAGED)[kind](folder / "oclient.db", ours)
    (folder / "oclient.db").chmod(0o644)
    before = files(folder)
    house = another_house(str(folder / "oclient.db"), tmp_path)
    said = _refused(house)
    house.close()
    assert all(sentence.endswith((".", "oclient restore FILE")) for sentence in said), said
    assert files(folder).keys() == before.keys(), "a file appeared or went away"
    assert files(folder) == before
    if kind in FOREIGN:
        assert (folder / "oclient.db").stat().st_mode & 0o777 == 0o644
    if isinstance(kept, sqlite3.Connection):
        kept.close()


@pytest.mark.parametrize("kind", FOREIGN)
def test_an_upgrade_refuses_it_too_and_copies_nothing(tmp_path: Path, ours: bytes, kind: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    kept = FOREIGN[kind](folder / "oclient.db", ours)
    before = files(folder)
    house = another_house(str(folder / "oclient.db"), tmp_path)
    with pytest.raises(Misconfigured, match="Nothing was written"):
        house.upgrade(confirmed=True)
    house.close()
    assert files(folder) == before
    assert not (tmp_path / "backups").exists()
    if isinstance(kept, sqlite3.Connection):
        kept.close()


def test_an_empty_file_is_filled_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "oclient.db"
    path.touch()
    for _ in range(2):
        house = another_house(str(path), tmp_path)
        assert house.operator("test").do(ListAccounts()) == []
        house.close()


def test_a_log_left_by_a_killed_program_is_ours(tmp_path: Path, ours: bytes) -> None:  # R1
    """What was committed before the kill is there, although the file's own header knows nothing of it."""
    path = tmp_path / "data" / "oclient.db"
    path.parent.mkdir()
    house = another_house(str(tmp_path / "live.db"), tmp_path)
    house.operator("test").do(AddAccount("ola@example.com"))
    for tail in ("", "-wal"):
        shutil.copy(f"{tmp_path}/live.db{tail}", f"{path}{tail}")
    house.close()
    assert len(path.read_bytes()) < len(ours), "the tables stand in the log only"
    house = another_house(str(path), tmp_path)
    assert [account.email for account in house.operator("test").do(ListAccounts())] == ["ola@example.com"]
    house.close()
