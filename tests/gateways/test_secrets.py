"""Secrets at rest: bound to their place, under a key that is kept apart and private (E7)."""

import base64
import os
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.config.settings import load
from oclient_tui.domain.errors import CannotCreate, Misconfigured
from oclient_tui.gateways.key_file import KeyFile
from oclient_tui.gateways.secrets import SealedSecrets

HERE, THERE = "list:7|smtp.password", "list:8|smtp.password"
KEY = bytes(range(32))
TEXT = "canary-heron-1701"


def sealing(path: Path) -> SealedSecrets:
    return SealedSecrets(None, KeyFile(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "secret.key"


@pytest.fixture
def _open_umask() -> Generator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@given(text=st.text(max_size=600).filter(str.isprintable), place=st.text("lst:|.0123", max_size=30))
def test_what_is_sealed_opens_in_its_place_only(text: str, place: str) -> None:
    box = SealedSecrets(KEY.hex(), KeyFile(Path("/nonexistent/secret.key")))
    sealed = box.seal(text, place)
    assert box.open(sealed, place) == text
    assert sealed.startswith("v1:")
    assert len(text) < 4 or text not in sealed
    with pytest.raises(Misconfigured, match="cannot be opened"):
        box.open(sealed, f"{place}x")


def test_the_same_secret_is_never_sealed_alike(path: Path) -> None:
    box = sealing(path)
    assert len({box.seal(TEXT, HERE) for _ in range(50)}) == 50


@pytest.mark.parametrize("place", [THERE, "list:7|sms.token", "", "list:7|smtp.passwor"])
def test_a_sealed_value_moved_elsewhere_does_not_open(path: Path, place: str) -> None:
    box = sealing(path)
    with pytest.raises(Misconfigured, match="moved from another list or setting"):
        box.open(box.seal(TEXT, HERE), place)


def test_a_sealed_value_that_was_changed_does_not_open(path: Path) -> None:
    box = sealing(path)
    sealed = box.seal(TEXT, HERE)
    head, data = sealed.rsplit(":", 1)
    raw = base64.b64decode(data)
    changed = [
        f"{head}:{base64.b64encode(bytes([*raw[:i], raw[i] ^ 1, *raw[i + 1 :]])).decode()}" for i in range(len(raw))
    ]
    for broken in [*changed, sealed[:-8], f"{head}:", "", TEXT, "v1", "v1::", sealed.replace("v1", "v2"), f"{sealed}ą"]:
        with pytest.raises(Misconfigured) as caught:
            box.open(broken, HERE)
        assert TEXT not in str(caught.value)


def test_another_key_is_told_from_damage(path: Path, tmp_path: Path) -> None:
    sealed = sealing(path).seal(TEXT, HERE)
    other = sealing(tmp_path / "other.key")
    other.seal("x", HERE)
    with pytest.raises(Misconfigured, match="sealed with another key"):
        other.open(sealed, HERE)
    with pytest.raises(Misconfigured, match="is missing"):
        sealing(tmp_path / "none.key").open(sealed, HERE)
    assert not (tmp_path / "none.key").exists(), "opening makes no key"


@pytest.mark.usefixtures("_open_umask")
def test_the_key_is_made_once_and_private(path: Path) -> None:
    sealed = sealing(path).seal(TEXT, HERE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"], "nothing is left beside the key"
    held = path.read_bytes()
    assert len(base64.b64decode(held)) == 32
    assert sealing(path).open(sealed, HERE) == TEXT
    sealing(path).seal(TEXT, HERE)
    assert path.read_bytes() == held


def test_of_many_first_uses_one_makes_the_key(path: Path) -> None:
    start, found = threading.Barrier(12), list[str]()

    def first() -> None:
        box = sealing(path)
        start.wait()
        found.append(box.seal(TEXT, HERE))

    threads = [threading.Thread(target=first) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sealing(path).open(sealed, HERE) for sealed in found] == [TEXT] * 12
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o622])
def test_a_key_that_others_reach_is_refused(path: Path, mode: int) -> None:
    sealed = sealing(path).seal(TEXT, HERE)
    path.chmod(mode)
    with pytest.raises(Misconfigured, match="chmod 600"):
        sealing(path).seal(TEXT, HERE)
    with pytest.raises(Misconfigured, match="chmod 600"):
        sealing(path).open(sealed, HERE)


def test_a_key_behind_a_link_is_refused(path: Path, tmp_path: Path) -> None:
    sealing(path).seal(TEXT, HERE)
    link = tmp_path / "link.key"
    link.symlink_to(path)
    with pytest.raises(Misconfigured, match="cannot be read"):
        sealing(link).seal(TEXT, HERE)
    dangling = tmp_path / "dangling.key"
    dangling.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Misconfigured):
        sealing(dangling).seal(TEXT, HERE)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("content", [b"", b"short", base64.b64encode(b"x" * 31), b"\xff" * 44, b"A" * 5000])
def test_a_damaged_key_is_refused_and_kept(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(Misconfigured, match="damaged"):
        sealing(path).seal(TEXT, HERE)
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CannotCreate, match="cannot be written"):
        sealing(blocked / "secret.key").seal(TEXT, HERE)


def test_the_environment_s_key_wins_and_makes_no_file(path: Path) -> None:
    digits, letters = (
        SealedSecrets(KEY.hex(), KeyFile(path)),
        SealedSecrets(base64.b64encode(KEY).decode(), KeyFile(path)),
    )
    assert letters.open(digits.seal(TEXT, HERE), HERE) == TEXT
    assert SealedSecrets(f"{KEY.hex()}\n", KeyFile(path)).open(digits.seal(TEXT, HERE), HERE) == TEXT
    assert not path.exists()


@pytest.mark.parametrize("given_key", ["x", "00" * 31, "zz" * 32, base64.b64encode(KEY[:16]).decode(), "ą" * 64])
def test_a_key_of_the_environment_that_is_none_is_refused_unquoted(path: Path, given_key: str) -> None:
    with pytest.raises(Misconfigured, match="OCLIENT_SECRET_KEY") as caught:
        SealedSecrets(given_key, KeyFile(path)).seal(TEXT, HERE)
    assert len(given_key) < 4 or given_key not in str(caught.value)


def test_where_the_key_is_found(tmp_path: Path) -> None:
    usual = load({})
    assert (usual.secret_file, usual.secret_key) == (tmp_path / "xdg" / "config" / "oclient" / "secret.key", None)
    told = load({"OCLIENT_SECRET_FILE": str(tmp_path / "k"), "OCLIENT_SECRET_KEY": KEY.hex()})
    assert (told.secret_file, told.secret_key) == (tmp_path / "k", KEY.hex())
    assert KEY.hex() not in repr(told)
    assert KEY.hex() not in repr(SealedSecrets(told.secret_key, KeyFile(told.secret_file)))
    file = tmp_path / "config.toml"
    file.write_text(f'secret_file = "{tmp_path}/from-file"\n')
    assert load({"OCLIENT_CONFIG": str(file)}).secret_file == tmp_path / "from-file"
