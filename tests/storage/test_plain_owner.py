"""A server whose database belongs to a user without any special power (D9): what hosting gives."""

from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.errors import Misconfigured, NotFound
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.customers.finding import FindCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import RequestAssignment
from oclient_tui.services.privacy.wiping import WipeList
from oclient_tui.services.sharing.accounts import ListAccounts
from oclient_tui.services.sharing.lists import CreateList
from storage.migrations.register import MIGRATIONS
from storage.migrations.runner import upgrade
from tests.factories import PASSWORD, SHOP, World, add
from tests.services.test_wipe import of_others
from tests.storage.backdoor import contents, sql
from tests.storage.planted import plant, words_in
from tests.storage.test_catalogue_migration import OLA, fill


@pytest.fixture
def plain_url(pg_url: str) -> Generator[str]:
    """An empty database and a user who owns it and nothing else."""
    with psycopg.connect(pg_url, autocommit=True) as server:
        database = server.info.dbname
        user = f"{database}_owner"
        server.execute(f"CREATE ROLE \"{user}\" LOGIN PASSWORD 'plain'".encode())
        server.execute(f'ALTER DATABASE "{database}" OWNER TO "{user}"'.encode())
        yield conninfo.make_conninfo(pg_url, user=user, password="plain")  # noqa: S106 - a test's
        server.execute(f'ALTER DATABASE "{database}" OWNER TO CURRENT_USER'.encode())
        server.execute(f'REASSIGN OWNED BY "{user}" TO CURRENT_USER'.encode())
        server.execute(f'DROP OWNED BY "{user}"'.encode())
        server.execute(f'DROP ROLE "{user}"'.encode())


def _as_url(given: str) -> str:
    parts = conninfo.conninfo_to_dict(given)
    where = f"host={parts['host']}" + (f"&port={parts['port']}" if "port" in parts else "")
    return f"postgresql://{parts['user']}:{parts['password']}@/{parts['dbname']}?{where}"


def _grant(pg_url: str, given: str) -> None:
    user = conninfo.conninfo_to_dict(given)["user"]
    with psycopg.connect(pg_url, autocommit=True) as server:
        # The role is the server's, and other tests make it at the same moment.
        server.execute(
            "DO $$ BEGIN CREATE ROLE oclient_app NOLOGIN;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        server.execute(f'GRANT oclient_app TO "{user}"'.encode())


def _house(url: str, tmp_path: Path) -> House:
    settings = Settings(url, None, tmp_path / "backups", tmp_path / "sign-in.json", None)
    return open_house(settings, passwords=ArgonPasswords(cheapest=True))


def test_a_user_who_may_not_take_the_role_is_told_what_to_ask_for(plain_url: str, tmp_path: Path) -> None:
    house = _house(_as_url(plain_url), tmp_path)
    with pytest.raises(Misconfigured, match="GRANT oclient_app"):
        house.operator("test").do(ListAccounts())
    assert house.store.engine.tables() == []
    house.close()


def test_row_security_holds_for_an_owner_without_power(pg_url: str, plain_url: str, tmp_path: Path) -> None:
    _grant(pg_url, plain_url)
    house = _house(_as_url(plain_url), tmp_path)
    world = World.build(house)
    hidden, mine = add(world.ola, world.id, company="Żółw"), add(world.mia, world.id, company="Żółwik")
    assert [c.id for c in world.mia.do(ListCustomers(world.id)).items] == [mine.id]
    assert [c.id for c in world.mia.do(FindCustomers(world.id, "zol"))] == [mine.id]
    assert {c.id for c in world.ola.do(FindCustomers(world.id, "zol"))} == {mine.id, hidden.id}
    with pytest.raises(NotFound):
        world.mia.do(ShowCustomer(world.id, hidden.id))
    house.close()


def test_a_list_is_wiped_for_an_owner_without_power(pg_url: str, plain_url: str, tmp_path: Path) -> None:  # D5, D9
    """The policies hold for the owner of the tables too, and let the wipe at what its person could never touch."""
    _grant(pg_url, plain_url)
    house = _house(_as_url(plain_url), tmp_path)
    world = World.build(house)
    word = plant(world, 2)
    world.mia.do(RequestAssignment(world.id, Typed({"email": "same@example.com"})))
    other = world.ola.do(CreateList("Other", SHOP, "pl"))
    add(world.ola, other.id, company="Stays", email="same@example.com")
    others = of_others(pg_url, world.id)
    done = world.ola.do(WipeList(world.id, "Shop", PASSWORD))
    assert {"duplicate_probes", "audit_entries", "consent_events", "customer_words"} <= set(done.wipe.counts)
    assert of_others(pg_url, world.id) == others
    rows = [repr(row) for found in contents(pg_url).values() for row in found]
    assert words_in(rows, word.planted) == []
    house.close()


def test_the_wipe_s_actor_sees_nothing_of_a_list_that_is_not_closed(
    pg_url: str, plain_url: str, tmp_path: Path
) -> None:  # D9
    _grant(pg_url, plain_url)
    house = _house(_as_url(plain_url), tmp_path)
    world = World.build(house)
    add(world.ola, world.id, company="Open")
    engine, account = house.store.engine, world.ola.actor.account_id or 0
    asked = "SELECT count(*) FROM customers"
    for closed_by, by, seen in ((None, account, 0), (account, account + 1, 0), (account, account, 1)):
        moment = None if closed_by is None else 1
        sql(pg_url, "UPDATE customer_lists SET closed_at = ?, closed_by = ?", moment, closed_by)
        with engine.transaction(writing=True):
            engine.act_for_wipe("wipe", world.id, by)
            assert engine.database.execute_sql(asked).fetchone() == (seen,), (closed_by, by)
            assert engine.database.execute_sql("SELECT count(*) FROM accounts").fetchone() == (0,)
        with engine.transaction(writing=True):
            engine.act_as("wipe", world.id, by)  # as people's role, it is nobody
            assert engine.database.execute_sql(asked).fetchone() == (0,)
    house.close()


def test_catalogues_move_for_an_owner_without_power(pg_url: str, plain_url: str, tmp_path: Path) -> None:
    """The policies hold for the owner of the tables too; a migration must get at every list's rows all the same."""
    _grant(pg_url, plain_url)
    house = _house(_as_url(plain_url), tmp_path)
    upgrade(house.store.engine, MIGRATIONS[:1], tmp_path / "backups")
    fill(_as_url(plain_url))
    house.upgrade(confirmed=True)
    found = house.person(Account(OLA, "ola@example.com", "Ola", False, 0, 1), "test").do(ListCustomers(10)).items
    assert [one.categories for one in found] == [("Stały", "VIP"), ("VIP",), ()]
    assert sql(pg_url, "SELECT count(*) FROM catalogue_entries") == [(2 * 2 + 3 + 2 + 2 * 4,)]
    house.close()
