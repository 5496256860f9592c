"""A database as each earlier program wrote it becomes one of today's: nothing is lost, a backup comes first (U2)."""

import gzip
from contextlib import closing
from pathlib import Path

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.accounts import Account
from oclient_tui.services.customers.finding import CountCustomers, FindCustomers, ListCustomers
from oclient_tui.services.privacy.auditing import VerifyAudit, VerifyInstallation
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import ListAccounts
from oclient_tui.services.sharing.lists import FindList
from tests.storage.backdoor import contents, sql
from tests.storage.crowd import another_house

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
SCHEMAS = tuple(range(1, 5))
REBUILT = ("categories", "customer_categories", "list_settings", "customer_words", "module_versions")
"""Tables whose rows a migration turns into others, as test_catalogue_migration.py and others hold."""


@pytest.fixture(params=SCHEMAS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a database of each schema."""
    path = tmp_path / "data" / "oclient.db"
    path.parent.mkdir()
    path.write_bytes(gzip.decompress((GOLDEN / f"schema{request.param}.db.gz").read_bytes()))
    return str(path)


def _columns(url: str, table: str) -> list[str]:
    return [row[1] for row in sql(url, f'PRAGMA table_info("{table}")')]


def _picture(url: str, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    names = ", ".join(f'"{name}"' for name in columns)
    return sorted(sql(url, f'SELECT {names} FROM "{table}"'), key=repr)  # noqa: S608 - the schema's names


def _session(house: House, email: str) -> Session:
    found: list[Account] = house.operator("test").do(ListAccounts())
    return house.person(next(one for one in found if one.email == email), "test")


def test_every_row_of_an_old_database_is_there_afterwards(old: str, tmp_path: Path) -> None:
    kept = {name: _columns(old, name) for name in contents(old) if name not in REBUILT}
    before = {name: _picture(old, name, columns) for name, columns in kept.items()}
    whole = contents(old)
    with closing(another_house(old, tmp_path)) as house:
        outcome = house.upgrade(confirmed=False)
        assert outcome.backup is not None
        assert contents(str(outcome.backup)) == whole, "the backup is the database as it was"
        for name, columns in kept.items():
            assert set(columns) <= set(_columns(old, name)), f"{name} lost a column"
            assert _picture(old, name, columns) == before[name], f"{name} changed"
        assert house.problems() == []


def test_people_find_everything_again(old: str, tmp_path: Path) -> None:
    with closing(another_house(old, tmp_path)) as house:
        house.upgrade(confirmed=False)
        ola, mia = _session(house, "ola@example.com"), _session(house, "mia@example.com")
        place = ola.do(FindList("Sklep")).id
        assert ola.do(CountCustomers(place, "")) == 3
        assert mia.do(CountCustomers(place, "")) == 2, "one of her own and one assigned"
        assert ola.do(CountCustomers(place, "category:vip tag:nowy")) == 1
        assert ola.do(CountCustomers(place, "consent:email")) == 1
        assert [found.last_name for found in ola.do(FindCustomers(place, "zolw"))] == ["Żółw"]
        assert len(ola.do(ListCustomers(place)).items) == 3
        assert ola.do(VerifyAudit(place)).broken_at is None
        assert house.operator("test").do(VerifyInstallation()).broken_at is None


def test_a_database_of_every_schema_has_its_golden_file() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == [f"schema{number}.db.gz" for number in SCHEMAS]
