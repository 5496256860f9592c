"""PostgreSQL's second lock: what the role of every actor sees when the program's own filter is not there (D9, A8)."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from oclient_tui.domain.drafts import Draft
from oclient_tui.domain.errors import Invalid, SignInNeeded
from oclient_tui.domain.lists import BusinessType
from oclient_tui.modules import registered
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.importing.saved import SaveImportMapping
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import RequestAssignment
from oclient_tui.services.customers.sets import CreateSet
from oclient_tui.services.drafts.keeping import KeepDraft
from oclient_tui.services.preferences.keeping import SetListPreference, SetPreference
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.privacy.wiping import WipeList
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.sharing.accounts import ListAccounts
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.own_account import AddOwnKey
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.undo.undoing import UndoLast
from storage.tables.records import table_name
from tests.factories import PASSWORD, World, add
from tests.services.record_samples import typed
from tests.storage.backdoor import sql
from tests.storage.crowd import another_house
from tests.storage.planted_messages import plant_campaign, plant_message

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
UNSEEN = {"customer_words", "schema_version", "module_versions"}
"""Tables nobody reads as oclient_app: the search words (a function reads them) and the versions of the schema."""


@pytest.fixture
def filled(pg_url: str, tmp_path: Path) -> Generator[World]:
    """A world on PostgreSQL with a row in every table."""
    house = another_house(pg_url, tmp_path)
    world = World.build(house)
    values = {"categories": "VIP", "tags": "new", "interests": "Music", "measurement.waist": "90"}
    values |= {"email": "same@example.com"}
    hidden = add(world.ola, world.id, company="Hidden", **values)
    add(world.mia, world.id, company="Mine", **values)
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "email"))
    world.mia.do(RequestAssignment(world.id, Typed({"email": "same@example.com"})))
    world.ola.do(RecordConsent(world.id, hidden.id, "email", True, "yes", "form"))
    world.ola.do(AddOwnKey(KEY))
    world.ola.do(EditCustomer(world.id, hidden.id, Typed({"city": "Opole"})))
    world.ola.do(UndoLast(world.id))
    world.ola.do(CreateSet(world.id, "Mine", "company:Mine"))
    world.ola.do(SaveImportMapping(world.id, "Shop", {"company": "Firm"}))
    world.ola.do(CreateList("Salon", BusinessType("salon", "Salon", "", modules=("calendar",)), "pl"))
    world.ola.do(SetPreference("theme", "light"))
    world.ola.do(KeepDraft(world.id, "customer.new", Draft({"city": "Łódź"})))
    world.ola.do(SetListPreference(world.id, "sort", "city"))
    for module in registered():
        world.ola.do(ChangeSetting(world.id, f"modules.{module.key}", "on"))
        world.ola.do(AddRecord(world.id, module.key, hidden.id, typed(module, "Hidden")))
    plant_message(house.store, world.id, hidden.id, hidden.id)
    plant_campaign(house.store, world.id, world.ola.actor.account_id or 0)
    house.gate.keep(house.gate.by_password("ola@example.com", PASSWORD, "here"))
    with pytest.raises(SignInNeeded):
        house.gate.by_password("ola@example.com", "wrong", "here")
    gone = world.ola.do(CreateList("Gone", BusinessType("salon", "Salon", "")))
    world.ola.do(WipeList(gone.id, "Gone", PASSWORD))
    yield world
    house.close()


@pytest.fixture
def made(pg_url: str, tmp_path: Path) -> None:
    """The tables, and nothing in them."""
    with closing(another_house(pg_url, tmp_path)) as house:
        house.operator("test").do(ListAccounts())


def _every_table(url: str) -> list[str]:
    return [name for (name,) in sql(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]


def _as_app(url: str) -> psycopg.Connection[tuple[object, ...]]:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("SET ROLE oclient_app")
    return connection


def _counts(connection: psycopg.Connection[tuple[object, ...]], names: list[str]) -> dict[str, object]:
    counted: dict[str, object] = {}
    for name in names:
        row = connection.execute(f'SELECT count(*) FROM "{name}"'.encode()).fetchone()  # noqa: S608
        counted[name] = row[0] if row else None
    return counted


@pytest.mark.usefixtures("made")
def test_every_table_is_guarded_and_forced(pg_url: str) -> None:
    flags = sql(
        pg_url,
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace",
    )
    assert {name for name, enabled, forced in flags if not (enabled and forced)} == UNSEEN


@pytest.mark.usefixtures("made")
def test_the_role_has_no_privilege_on_what_it_must_not_read(pg_url: str) -> None:
    held = {
        (table, right)
        for table in UNSEEN
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
        if sql(pg_url, "SELECT has_table_privilege('oclient_app', ?, ?)", table, right)[0][0]
    }
    assert not held


@pytest.mark.usefixtures("made")
def test_the_role_itself_is_nobody(pg_url: str) -> None:
    """It cannot sign in, make anything, or pass the policies by."""
    found = sql(
        pg_url,
        "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname = 'oclient_app'",
    )
    assert found == [(False,) * 5]
    with _as_app(pg_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE stray (a INT)")


@pytest.mark.usefixtures("made")
def test_what_is_only_appended_cannot_be_changed(pg_url: str) -> None:  # D8, D14
    with _as_app(pg_url) as app:
        app.execute("SET app.actor = 'operator'")
        for table in ("audit_entries", "audit_values", "consent_events", "consent_wordings"):
            for statement in ("UPDATE {} SET list_id = list_id", "DELETE FROM {}", "TRUNCATE {}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(statement.format(table).encode())


def test_with_nothing_set_every_table_is_empty(pg_url: str, filled: World) -> None:
    guarded = [name for name in _every_table(pg_url) if name not in UNSEEN]
    with psycopg.connect(pg_url) as owner:
        rows = _counts(owner, guarded)
    assert all(rows.values()), f"a table without rows proves nothing: {rows}"
    with _as_app(pg_url) as app:
        assert _counts(app, guarded) == dict.fromkeys(guarded, 0)
        assert app.execute("SELECT oclient_matching(ARRAY['abcda'])").fetchall() == []
    assert filled.id


OPEN_TO = {
    "": set[str](),
    "nobody": set[str](),
    "undo": set[str](),  # it reaches rows of the list it is told, and here it is told none
    "wipe": set[str](),
    "worker": set[str](),
    "person": {"accounts", "account_keys", "audit_heads"},  # of the heads the installation's, which refusals go to
    "lookup": {
        "customers",
        "assignments",
        "members",
        "customer_lists",
        "duplicate_keys",
        "duplicate_clashes",
        "assignment_requests",
        "outbox",
        "suppressions",
    },
}


def test_settings_that_were_set_and_reset_leave_nothing(pg_url: str, filled: World) -> None:  # §5a
    """In a pooled connection a setting that was once set reads '' and not NULL: no rows, and no error."""
    guarded = [name for name in _every_table(pg_url) if name not in UNSEEN]
    with _as_app(pg_url) as app:
        with app.transaction():
            app.execute(
                "SELECT set_config('app.list_id', %s, true), set_config('app.account_id', %s, true),"
                " set_config('app.actor', 'person', true)",
                (str(filled.id), str(filled.ola.actor.account_id)),
            )
            assert _counts(app, ["customers"]) == {"customers": 2}
        assert app.execute("SELECT current_setting('app.list_id', true)").fetchone() == ("",)
        for actor, open_to in OPEN_TO.items():
            app.execute("SELECT set_config('app.actor', %s, false)", (actor,))
            closed = [name for name in guarded if name not in open_to]
            assert _counts(app, closed) == dict.fromkeys(closed, 0), f"actor {actor!r}"


@pytest.mark.parametrize("table", ["assignments", "assignment_requests"])
def test_undo_puts_nothing_back_for_somebody_who_took_nothing_away(pg_url: str, filled: World, table: str) -> None:
    """Mia has a step on the list, of a customer she added: that is no ticket to what hung on another one."""
    (hidden,) = sql(pg_url, "SELECT id FROM customers WHERE company = 'Hidden'")[0]
    mia = filled.mia.actor.account_id
    assert sql(pg_url, "SELECT count(*) FROM undo_steps WHERE account_id = ?", mia) == [(1,)]
    columns: dict[str, dict[str, object]] = {
        "assignments": {"sort_key": "", "assigned_by": mia, "assigned_at": 1},
        "assignment_requests": {"id": 1, "at": 1},
    }
    row = {"list_id": filled.id, "account_id": mia, "customer_id": hidden, **columns[table]}
    forged = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})"  # noqa: S608
    with _as_app(pg_url) as app:
        app.execute(
            "SELECT set_config('app.list_id', %s, false), set_config('app.account_id', %s, false),"
            " set_config('app.actor', 'undo', false)",
            (str(filled.id), str(mia)),
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=table):
            app.execute(forged.encode(), list(row.values()))


def test_a_person_s_settings_and_role_end_with_the_transaction(filled: World) -> None:
    database = filled.house.store.engine.database
    asked = "SELECT current_user, current_setting('app.list_id', true), current_setting('app.actor', true)"
    owner = database.execute_sql("SELECT session_user").fetchone()[0]
    for act in (lambda: filled.mia.do(CountCustomers(filled.id)), lambda: add(filled.mia, filled.id, company="B")):
        act()
        assert database.execute_sql(asked).fetchone() == (owner, "", "")
    with pytest.raises(Invalid, match="needs at least one"):
        add(filled.mia, filled.id, city="Nowhere")
    assert database.execute_sql(asked).fetchone() == (owner, "", "")


def test_inside_the_transaction_the_role_is_the_weak_one(filled: World) -> None:
    database = filled.house.store.engine.database
    with filled.house.store.work("person", list_id=filled.id, account_id=filled.mia.actor.account_id):
        assert database.execute_sql("SELECT current_user").fetchone() == ("oclient_app",)
        assert database.execute_sql("SELECT count(*) FROM customers").fetchone() == (1,)
        assert database.execute_sql("SELECT company FROM customers").fetchall() == [("Mine",)]
        assert database.execute_sql("SELECT count(*) FROM customer_tags").fetchone() == (1,)
        assert database.execute_sql("SELECT count(*) FROM consent_events").fetchone() == (0,)
        assert database.execute_sql("SELECT count(*) FROM duplicate_keys").fetchone() == (0,), "Ola's record holds it"
        assert database.execute_sql("SELECT count(*) FROM duplicate_clashes").fetchone() == (1,)
        assert database.execute_sql("SELECT count(*) FROM assignment_requests").fetchone() == (0,), "not her own either"
        for table in ("outbox", "rendered", "send_attempts", "message_events", "suppressions", "campaigns"):
            assert database.execute_sql(f"SELECT count(*) FROM {table}").fetchone() == (0,), table  # noqa: S608
        for table in ("file_blobs", *(table_name(module) for module in registered())):
            assert database.execute_sql(f"SELECT count(*) FROM {table}").fetchone() == (0,), table  # noqa: S608
        assert database.execute_sql("SELECT count(*) FROM audit_entries").fetchone() == (0,)
        assert database.execute_sql("SELECT count(*) FROM credentials").fetchone() == (0,)
