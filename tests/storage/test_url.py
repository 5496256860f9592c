"""One URL picks the engine, and a bad one is told in a sentence (cli.md, Who)."""

from pathlib import Path

import pytest

from oclient_tui.domain.errors import Misconfigured, OClientError, Unavailable
from oclient_tui.services.sharing.accounts import ListAccounts
from storage.opening import open_engine
from storage.sqlite import SqliteEngine
from tests.storage.crowd import another_house

SECRET = "hunter2"  # noqa: S105 - a test's


@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
def test_a_path_is_sqlite(tmp_path: Path, prefix: str) -> None:
    engine = open_engine(f"{prefix}{tmp_path}/some.db")
    assert isinstance(engine, SqliteEngine)
    assert engine.path == tmp_path / "some.db"


def test_a_path_in_the_home_folder_is_found_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    engine = open_engine("~/some.db")
    assert isinstance(engine, SqliteEngine)
    assert engine.path == tmp_path / "some.db"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_server_is_postgresql(scheme: str) -> None:
    assert open_engine(f"{scheme}://somewhere/some").name == "postgresql"


@pytest.mark.parametrize("url", ["", "sqlite:///", "sqlite://some", f"mysql://u:{SECRET}@host/some", "http://host"])
def test_another_url_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="postgresql://") as refusal:
        open_engine(url)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"postgresql://u:{SECRET}@127.0.0.1:1/some?connect_timeout=2", Unavailable),
        (f"postgresql://u:{SECRET}@[bad/some", Misconfigured),
        (f"postgresql://u:{SECRET}@127.0.0.1/some?nonsense=1", Misconfigured),
    ],
)
def test_a_server_out_of_reach_is_told_without_its_password(
    tmp_path: Path, url: str, kind: type[OClientError]
) -> None:  # E7
    with pytest.raises(kind) as refusal:
        another_house(url, tmp_path).operator("test").do(ListAccounts())
    assert SECRET not in str(refusal.value)
