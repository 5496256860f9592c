"""A schema on the server that is not ours or too new is refused, and nothing is written (U1)."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from oclient_tui.domain.errors import Misconfigured
from oclient_tui.services.sharing.accounts import AddAccount, ListAccounts
from tests.storage.backdoor import contents, sql
from tests.storage.crowd import another_house

FOREIGN = {
    "somebody else's": ("CREATE TABLE notes (words TEXT)", "INSERT INTO notes VALUES ('mine')"),
    "somebody else's versions": (
        "CREATE TABLE schema_version (version TEXT)",
        "INSERT INTO schema_version VALUES ('1.2')",
    ),
    "somebody else's number one": (
        "CREATE TABLE schema_version (version INT)",
        "INSERT INTO schema_version VALUES (1)",
    ),
    "somebody else's other columns": ("CREATE TABLE schema_version (id INT, sum TEXT)",),
    "somebody else's newer number": (
        "CREATE TABLE schema_version (version INT)",
        "INSERT INTO schema_version VALUES (99)",
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_somebody_else_s_schema_is_left_alone(pg_url: str, tmp_path: Path, kind: str) -> None:
    for statement in FOREIGN[kind]:
        sql(pg_url, statement)
    before = contents(pg_url)
    house = another_house(pg_url, tmp_path)
    with pytest.raises(Misconfigured, match="Nothing was written"):
        house.operator("test").do(AddAccount("ola@example.com"))
    with pytest.raises(Misconfigured, match="Nothing was written"):
        house.upgrade(confirmed=True)
    house.close()
    assert contents(pg_url) == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE schema_version SET version = 99", "newer"),
        ("DELETE FROM schema_version", "not a database of this program"),
    ],
)
def test_our_own_schema_of_another_number_is_left_alone(pg_url: str, tmp_path: Path, damage: str, said: str) -> None:
    house = another_house(pg_url, tmp_path)
    house.operator("test").do(AddAccount("ola@example.com"))
    house.close()
    sql(pg_url, damage)
    before = contents(pg_url)
    house = another_house(pg_url, tmp_path)
    with pytest.raises(Misconfigured, match=said):
        house.operator("test").do(AddAccount("max@example.com"))
    with pytest.raises(Misconfigured, match=said):
        house.upgrade(confirmed=True)
    house.close()
    assert contents(pg_url) == before


def test_a_schema_beside_public_is_its_own_house(pg_url: str, tmp_path: Path) -> None:
    """The URL may name a schema; what stands in another is none of ours, and none of it is touched."""
    sql(pg_url, "CREATE TABLE notes (words TEXT)")
    sql(pg_url, "CREATE SCHEMA ours")
    separator = "&" if "?" in pg_url else "?"
    for expected in ([], ["ola@example.com"]):
        house = another_house(f"{pg_url}{separator}options=-csearch_path%3Dours", tmp_path)
        assert [account.email for account in house.operator("test").do(ListAccounts())] == expected
        if not expected:
            house.operator("test").do(AddAccount("ola@example.com"))
        house.close()
    assert list(contents(pg_url)) == ["notes"]


@pytest.fixture
def guest(pg_url: str) -> Generator[str]:
    """A role of the server that may do nothing."""
    name = f"oclient_test_guest_{os.getpid()}"
    sql(pg_url, f"CREATE ROLE {name}")
    yield name
    sql(pg_url, f"DROP ROLE {name}")


def test_a_user_without_rights_is_told(pg_url: str, tmp_path: Path, guest: str) -> None:
    """Whoever may not make tables there learns what is missing, and nothing is left half made."""
    separator = "&" if "?" in pg_url else "?"
    house = another_house(f"{pg_url}{separator}options=-crole%3D{guest}", tmp_path)
    with pytest.raises(Misconfigured, match="lacks a right: permission denied for schema public"):
        house.operator("test").do(ListAccounts())
    house.close()
    assert contents(pg_url) == {}
