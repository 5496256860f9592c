"""A migration runs whole or not at all, after a backup, and loses no row (architecture §5, U2, finding 11)."""

from contextlib import closing
from pathlib import Path

import peewee
import pytest

from oclient_tui.composition import House
from oclient_tui.domain.errors import CannotCreate, Duplicate, Misconfigured, Refused
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.rehearsing import ListDuplicates
from oclient_tui.services.sharing.accounts import AddAccount, ListAccounts
from storage import store
from storage.engine import Engine
from storage.migrations.register import MIGRATIONS
from storage.migrations.runner import Migration, upgrade
from tests.factories import PASSWORD, World, add
from tests.storage.backdoor import contents, is_server, sql
from tests.storage.crowd import another_house, at_once

NEXT = MIGRATIONS[-1].number + 1


def _migration(*statements: str, may_change: tuple[str, ...] = ()) -> Migration:
    def run(engine: Engine) -> None:
        for statement in statements:
            engine.database.execute_sql(statement)

    return Migration(NEXT, "made up", run, may_change)


@pytest.fixture
def filled(world: World) -> World:
    """The world with rows in it that hang on each other."""
    for number in range(3):
        add(world.ola, world.id, company=f"Company {number}", tags="new", categories="VIP")
    return world


@pytest.fixture
def ready(filled: World) -> Engine:
    return filled.house.store.engine


def _version(url: str) -> int:
    return int(sql(url, "SELECT version FROM schema_version" if is_server(url) else "PRAGMA user_version")[0][0])


LOSSES = {
    "a row": "DELETE FROM customer_tags WHERE customer_id = (SELECT min(customer_id) FROM customer_tags)",
    "a table's rows": "DELETE FROM customer_tags",
    "a table": "DROP TABLE customer_tags",
    "one row too many": (
        "INSERT INTO customer_tags (list_id, tag_key, customer_id, tag)"
        " SELECT list_id, 'twice', customer_id, tag FROM customer_tags"
    ),
    "the installation's rows": "DELETE FROM sign_ins WHERE 1 = 1",
}


def test_a_migration_that_changes_the_number_of_rows_is_taken_back(
    ready: Engine, url: str, tmp_path: Path, world: World
) -> None:
    gate = world.house.gate
    gate.keep(gate.by_password("ola@example.com", PASSWORD, "here"))
    before = contents(url)
    for kind, statement in LOSSES.items():
        harmful = _migration("UPDATE customers SET city = 'Lost'", statement)
        with pytest.raises(Refused, match=f"Migration {NEXT} would change the number of rows in"):
            upgrade(ready, (*MIGRATIONS, harmful), tmp_path / "backups")
        assert contents(url) == before, kind
        assert _version(url) == NEXT - 1, kind


def test_rows_lost_through_a_reference_are_seen(ready: Engine, url: str, tmp_path: Path) -> None:
    """A migration that means to remove customers only must not take what hangs on them along."""
    before = contents(url)
    harmful = _migration("DELETE FROM customers", may_change=("customers",))
    with pytest.raises(Refused) as refusal:
        upgrade(ready, (*MIGRATIONS, harmful), tmp_path / "backups")
    assert "dangling" in str(refusal.value) or "number of rows in assignments, customer_categories" in str(
        refusal.value
    )
    assert contents(url) == before
    assert _version(url) == NEXT - 1


def test_a_migration_that_fails_half_way_is_taken_back(ready: Engine, url: str, tmp_path: Path) -> None:
    before = contents(url)
    failing = _migration(
        "CREATE TABLE extra (a INTEGER)", "UPDATE customers SET city = 'Lost'", "SELECT 1 FROM nowhere"
    )
    with pytest.raises(peewee.DatabaseError, match="nowhere"):
        upgrade(ready, (*MIGRATIONS, failing), tmp_path / "backups")
    assert contents(url) == before
    assert _version(url) == NEXT - 1


def test_a_change_that_is_meant_goes_through(ready: Engine, url: str, tmp_path: Path, filled: World) -> None:
    meant = _migration(
        "DELETE FROM customer_tags", "CREATE TABLE extra (a INTEGER)", "INSERT INTO extra VALUES (1)",
        may_change=("customer_tags",),
    )  # fmt: skip
    outcome = upgrade(ready, (*MIGRATIONS, meant), tmp_path / "backups")
    assert (outcome.before, outcome.after, _version(url)) == (NEXT - 1, NEXT, NEXT)
    assert contents(url)["customer_tags"] == []
    assert contents(url)["extra"] == [(1,)]
    assert len(contents(url)["customers"]) == 3
    assert filled.ola.do(CountCustomers(filled.id, "category:vip")) == 3


def test_references_are_enforced_again_afterwards(ready: Engine, url: str, tmp_path: Path, filled: World) -> None:
    upgrade(ready, (*MIGRATIONS, _migration("UPDATE customers SET city = ''")), tmp_path / "backups")
    with pytest.raises(peewee.IntegrityError, match=r"(?i)foreign key"), ready.database.atomic():
        ready.database.execute_sql(
            f"INSERT INTO customer_tags (list_id, tag_key, customer_id, tag) VALUES ({filled.id}, 'a', 1, 'a')"  # noqa: S608
        )
    assert _version(url) == NEXT


def test_a_backup_is_made_first(ready: Engine, url: str, tmp_path: Path) -> None:  # D30
    before = contents(url)
    outcome = upgrade(ready, (*MIGRATIONS, _migration("UPDATE customers SET city = 'New'")), tmp_path / "backups")
    if is_server(url):
        assert outcome.backup is None
        return
    assert outcome.backup is not None
    assert contents(str(outcome.backup)) == before
    assert _version(str(outcome.backup)) == NEXT - 1
    assert outcome.backup.stat().st_mode & 0o777 == 0o600
    assert outcome.backup.parent.stat().st_mode & 0o777 == 0o700
    assert not outcome.backup.is_relative_to(Path(url).parent)


def test_a_server_s_upgrade_waits_for_the_operator_s_word(ready: Engine, url: str, tmp_path: Path) -> None:
    """Where no copy can be made from here, the operator says that there is one."""
    step = (*MIGRATIONS, _migration("UPDATE customers SET city = 'New'"))
    if is_server(url):
        with pytest.raises(Refused, match="backup of the server"):
            upgrade(ready, step, tmp_path / "backups", confirmed=False)
        assert _version(url) == NEXT - 1
    assert upgrade(ready, step, tmp_path / "backups", confirmed=is_server(url)).after == NEXT


def test_without_a_place_for_the_backup_nothing_is_changed(tmp_path: Path) -> None:
    url = str(tmp_path / "data" / "oclient.db")
    (tmp_path / "in the way").touch()
    with closing(another_house(url, tmp_path)) as house:
        house.operator("test").do(AddAccount("ola@example.com"))
        before = contents(url)
        with pytest.raises(CannotCreate, match="No backup can be written"):
            upgrade(house.store.engine, (*MIGRATIONS, _migration("DROP TABLE sign_ins")), tmp_path / "in the way")
        assert contents(url) == before


def test_two_upgrades_at_once_run_it_once(ready: Engine, url: str, tmp_path: Path) -> None:
    assert _version(url) == NEXT - 1
    step = (*MIGRATIONS, _migration("CREATE TABLE extra (a INTEGER)"))

    def act(house: House, _: int) -> int:
        return upgrade(house.store.engine, step, tmp_path / "backups").after

    assert at_once(4, lambda: another_house(url, tmp_path), act) == [NEXT] * 4
    assert _version(url) == NEXT
    assert contents(url)["extra"] == []
    assert ready.integrity() == []


def test_an_empty_database_opened_by_many_at_once_is_filled_once(url: str, tmp_path: Path) -> None:
    def act(house: House, _: int) -> object:
        return house.operator("test").do(ListAccounts())

    assert at_once(6, lambda: another_house(url, tmp_path), act) == [[]] * 6
    assert _version(url) == NEXT - 1


def test_an_older_schema_waits_for_db_upgrade(
    filled: World, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.house.close()
    before = contents(url)
    monkeypatch.setattr(store, "MIGRATIONS", (*MIGRATIONS, _migration("UPDATE customers SET city = 'New'")))
    house = another_house(url, tmp_path)
    with pytest.raises(Misconfigured, match="oclient db upgrade"):
        house.operator("test").do(ListAccounts())
    assert contents(url) == before
    done = house.upgrade(confirmed=True)
    assert (done.before, done.after) == (NEXT - 1, NEXT)
    assert len(house.operator("test").do(ListAccounts())) == 5
    assert {row[0] for row in sql(url, "SELECT city FROM customers")} == {"New"}
    house.close()


def test_an_upgrade_with_nothing_due_does_nothing(ready: Engine, url: str, tmp_path: Path) -> None:
    before = contents(url)
    outcome = upgrade(ready, MIGRATIONS, tmp_path / "backups")
    assert (outcome.before, outcome.after, outcome.backup) == (NEXT - 1, NEXT - 1, None)
    assert contents(url) == before
    assert not (tmp_path / "backups").exists()


def test_a_dangling_reference_is_found(ready: Engine, url: str, tmp_path: Path) -> None:
    """SQLite looks at references at the end, since it rebuilds tables with them off; a server never lets one dangle."""
    before = contents(url)
    harmful = _migration("UPDATE customer_tags SET customer_id = 1 WHERE customer_id = (SELECT min(id) FROM customers)")
    expected = peewee.IntegrityError if is_server(url) else Refused
    with pytest.raises(expected, match=r"foreign key|dangling references in customer_tags"):
        upgrade(ready, (*MIGRATIONS, harmful), tmp_path / "backups")
    assert contents(url) == before
    assert _version(url) == NEXT - 1


WORKER_POLICIES = [(table, "oclient_worker") for table in (
    "customer_tags", "customer_categories", "customer_interests", "customer_measurements", "catalogue_entries",
    "list_settings", "members", "assignments", "customers", "consent_events", "customer_lists", "audit_heads",
    "audit_entries", "audit_values", "accounts",
)] + [("customer_lists", "oclient_worker_holding")]  # fmt: skip
"""What the migrations of messages and campaigns add to tables that are older."""


def test_a_list_made_before_duplicate_control_gets_its_keys(ready: Engine, world: World, tmp_path: Path) -> None:  # O22
    """Its business type had brought rules that were not in force yet, and two of its records clash."""
    for email in ("same@example.com", "same@example.com", "own@example.com"):
        add(world.ola, world.id, company="X", email=email)
    with world.house.store.work("operator", list_id=world.id, writing=True) as unit:
        unit.lists.put("duplicates.rules", "email; phone")
    with ready.migrating():
        messages = ("message_events", "send_attempts", "rendered", "outbox", "attachments", "campaigns", "suppressions",
                    "template_versions", "templates", "gateway_buckets")  # fmt: skip
        later = (
            *messages,
            "customer_sets",
            "import_mappings",
            "drafts",
            "list_preferences",
            "preferences",
            "undo_images",
            "undo_steps",
            "version_floors",
            "wipes",
        )
        ready.database.execute_sql("ANALYZE")
        for order in ("updated", "company", "city", "email"):
            ready.database.execute_sql(f"DROP INDEX customers_by_{order}")
        for column in ("closed_at", "closed_by"):
            ready.database.execute_sql(f"ALTER TABLE customer_lists DROP COLUMN {column}")
        for table in (*later, "duplicate_keys", "duplicate_clashes", "duplicate_probes", "assignment_requests"):
            # On a server policies of other tables look into the journal of undo.
            ready.database.execute_sql(f"DROP TABLE {table}{' CASCADE' if ready.name == 'postgresql' else ''}")
        if ready.name == "postgresql":
            ready.database.execute_sql(
                "DROP FUNCTION oclient_pass_on, oclient_ask, oclient_holders, oclient_index_many, oclient_due_lists,"
                " oclient_suppressed"
            )
            for table, name in WORKER_POLICIES:
                ready.database.execute_sql(f"DROP POLICY {name} ON {table}")
            ready.database.execute_sql("DROP FUNCTION oclient_closing CASCADE")
        ready.set_schema_version(2)
    upgrade(ready, MIGRATIONS, tmp_path / "backups")
    if ready.name == "sqlite":  # an index without figures beside others with them is taken for the best of all
        known = {row[0] for row in ready.database.execute_sql("SELECT idx FROM sqlite_stat1").fetchall()}
        assert {f"customers_by_{order}" for order in ("name", "updated", "company", "city", "email")} <= known
    found = world.ola.do(ListDuplicates(world.id))
    assert (found.count, found.customers) == (1, 2)
    with pytest.raises(Duplicate):
        add(world.ola, world.id, company="Y", email="own@example.com")
