"""A disk without room, a folder that refuses, a damaged file: one clear sentence, and nothing changed (R2)."""

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.cases import LIST, MIA, OLA, backed_up
from tests.faults.crashing import Place, sound
from tests.storage.backdoor import contents

BESIDES = ("audit_entries", "audit_values", "audit_heads", "attempts")
"""What a refused operation may change (D7)."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "add": ("customers", "add", LIST, "company=Nowa", "email=n@example.com", "--as", OLA),
    "assign": ("customers", "assign", LIST, "-", MIA, "--filter", "category:vip", "--as", OLA),
    "settings": ("settings", "set", LIST, "duplicates.rules", "email", "--as", OLA),
    "backup": ("backup", "{folder}/new.db"),
    "restore": ("restore", "{folder}/old.db", "--yes"),
}
ROOM = (1_000, 40_000, 100_000, 200_000, 400_000)
"""How large a file may become; the database has about 420 000 bytes."""

TOLD = {69: "The database", 73: "", 65: "", 75: ""}
SOAK = pytest.mark.soak


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation with a backup, made once."""
    place = Place(tmp_path_factory.mktemp("disk") / "live")
    place.folder.mkdir()
    backed_up(place)
    place.keep()
    return place


@pytest.fixture
def live(kept: Place) -> Place:
    """The installation as it was."""
    kept.reset()
    return kept


@dataclass(frozen=True)
class Told:
    code: int
    err: str


def _run(live: Place, words: tuple[str, ...], before: Callable[[], None] | None = None) -> Told:
    words = tuple(word.replace("{folder}", str(live.folder)) for word in words)
    done = subprocess.run(
        [sys.executable, "-m", "oclient_tui", *words], env=live.environment(), capture_output=True, text=True,
        timeout=60, preexec_fn=before, cwd=live.folder, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Told(done.returncode, done.stderr)


def _refused(told: Told, *codes: int) -> None:
    """Fail unless there is one sentence for a person: no trace, no words of the driver."""
    assert told.code in codes, f"exit {told.code} instead of {codes}: {told.err}"
    assert told.err.startswith("oclient: "), told.err
    assert told.err.count("\n") == 1, f"one sentence, not: {told.err}"
    raw = ("Traceback", "sqlite", "disk I/O error", "malformed", "image", "Errno", "OperationalError")
    assert not [word for word in raw if word in told.err], f"the driver's own words: {told.err}"


def _full(live: Place, name: str, room: int) -> None:
    """Let no file grow beyond some bytes: SQLite meets it as it meets a full disk, whoever runs the test."""
    before = contents(live.url, besides=BESIDES)
    told = _run(live, COMMANDS[name], lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    if told.code == 0:  # there was room enough
        return
    _refused(told, 69, 73)
    assert contents(live.url, besides=BESIDES) == before, f"{name} with room for {room} bytes changed a table"
    assert sound(live) == []
    assert not [path for path in live.folder.iterdir() if path.name in {"new.db", ".new.db.partial"}]
    assert not [path for path in Path(live.url).parent.iterdir() if "restoring" in path.name]
    assert _run(live, COMMANDS[name]).code == 0, "with room again it goes through"


@pytest.mark.parametrize(("name", "room"), [("add", 1_000), ("backup", 100_000), ("restore", 200_000)])
def test_without_room_nothing_changes(live: Place, name: str, room: int) -> None:
    _full(live, name, room)


@SOAK
@pytest.mark.parametrize("room", ROOM)
@pytest.mark.parametrize("name", COMMANDS)
def test_without_room_nothing_changes_at_any_size(live: Place, name: str, room: int) -> None:
    _full(live, name, room)


@contextmanager
def _small_disk(live: Place, free: int) -> Iterator[bool]:
    """Put the data onto a real disk with little room, where this process may; say whether it could."""
    data = Path(live.url).parent
    size = data.stat().st_size + sum(path.stat().st_size for path in data.iterdir()) + free
    moved = data.with_name("aside")
    shutil.copytree(data, moved)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={size // 4096 * 4096},mode=700", "none", str(data)]
    mounted = bool(mount and umount) and subprocess.run(command, capture_output=True).returncode == 0
    try:
        if mounted:
            for path in moved.iterdir():
                shutil.copy2(path, data / path.name)
        yield mounted
    finally:
        if mounted:
            subprocess.run([umount or "umount", str(data)], check=True)


@pytest.mark.parametrize("name", ["restore", pytest.param("settings", marks=SOAK), pytest.param("assign", marks=SOAK)])
def test_a_small_disk_is_told(live: Place, name: str) -> None:
    """The real thing where a test may mount; elsewhere the limit on files stands in for it."""
    before = contents(live.url, besides=BESIDES)
    with _small_disk(live, 60_000) as mounted:
        if not mounted:
            _full(live, name, 100_000)
            return
        _refused(_run(live, COMMANDS[name]), 69, 73)
        shutil.copytree(Path(live.url).parent, live.folder / "seen")
    seen = Place(live.folder, shown=live.folder / "seen" / "oclient.db")
    assert contents(seen.url, besides=BESIDES) == before
    assert sound(seen) == []


def _read_only(live: Place) -> None:
    """Turn the folder of the data read-only for everybody, root included, by a mount of its own; else by rights."""
    data = str(Path(live.url).parent)
    subprocess.run(["mount", "--bind", data, data], capture_output=True, check=True)  # noqa: S607
    subprocess.run(["mount", "-o", "remount,ro,bind", data], capture_output=True, check=True)  # noqa: S607


@contextmanager
def _closed(live: Place) -> Iterator[None]:
    data = Path(live.url).parent
    try:
        _read_only(live)
        mounted = True
    except (OSError, subprocess.CalledProcessError):
        data.chmod(0o500)
        Path(live.url).chmod(0o400)
        mounted = False
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", str(data)], check=True)  # noqa: S607
        else:
            data.chmod(0o700)
            Path(live.url).chmod(0o600)


@pytest.mark.parametrize(
    "name", ["add", "restore", *(pytest.param(name, marks=SOAK) for name in ("assign", "settings", "backup"))]
)
def test_a_folder_that_cannot_be_written_is_told(live: Place, name: str) -> None:
    before = contents(live.url, besides=BESIDES)
    with _closed(live):
        _refused(_run(live, COMMANDS[name]), 69, 73)
    assert contents(live.url, besides=BESIDES) == before


HARMS: dict[str, Callable[[bytes], bytes]] = {
    "a page in the middle": lambda good: _flipped(good, len(good) // 2),
    "the second page": lambda good: _flipped(good, 4096),
    "the third page": lambda good: _flipped(good, 8192),
    "a page late in the file": lambda good: _flipped(good, len(good) - 8192),
    "cut in the middle": lambda good: good[: len(good) // 2],
    "cut by one page": lambda good: good[:-4096],
    "cut in the header": lambda good: good[:50],
    "no header": lambda good: bytes(100) + good[100:],
}


def _flipped(good: bytes, place: int) -> bytes:
    start = place & ~4095
    return good[:start] + bytes(byte ^ 255 for byte in good[start : start + 4096]) + good[start + 4096 :]


def _damaged(live: Place, harm: str, name: str) -> None:
    """A damaged file is told as one, or the command does not meet the damage; `db check` always does."""
    path = Path(live.url)
    bad = HARMS[harm](path.read_bytes())
    path.write_bytes(bad)
    if (told := _run(live, COMMANDS[name])).code:
        _refused(told, 69, 73, 78)
    path.write_bytes(bad)
    seen = _run(live, ("db", "check"))
    assert seen.code in {1, 69, 78}, f"db check with {harm}: exit {seen.code} {seen.err}"
    assert "Traceback" not in seen.err
    assert _run(live, COMMANDS["restore"]).code == 0, "a backup replaces it"


@pytest.mark.parametrize(
    ("harm", "name"),
    [("a page in the middle", "add"), ("cut in the middle", "add"), ("no header", "backup")],
)
def test_a_damaged_file_is_told(live: Place, harm: str, name: str) -> None:
    _damaged(live, harm, name)


@SOAK
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", ["add", "backup", "assign"])
def test_a_damaged_file_is_told_by_every_command(live: Place, harm: str, name: str) -> None:
    _damaged(live, harm, name)
