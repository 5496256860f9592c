"""Tables of card modules: a module dropped in as one file, one that grew, two processes at once (D13)."""

import sys
import textwrap
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import peewee
import pytest

from oclient_tui import modules
from oclient_tui.composition import House
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.errors import Invalid, Misconfigured, Refused
from oclient_tui.domain.module import Field, Kind, Module
from oclient_tui.modules import registered
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.records.changing import AddRecord, EditRecord
from oclient_tui.services.records.reading import ListModules, ListRecords
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from storage.reconcile import reconcile
from tests.factories import World, add
from tests.storage.backdoor import is_server, sql, tables
from tests.storage.crowd import another_house, at_once

SEVENTH = '''
    """Cars of a customer."""
    from oclient_tui.domain.module import Field, Kind, Module

    MODULE = Module(
        "cars", "Cars", order=70, states=("driving", "sold"), open_states=("driving",), blocks_delete=True,
        total="worth",
        fields=(Field("plate", required=True, personal=True), Field("order", Kind.NUMBER), Field("worth", Kind.MONEY)),
    )
'''
Drop = Callable[[str], None]


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Drop]:
    """Return a way to drop a file into the folder of modules: into another folder on its path."""
    folder = tmp_path / "dropped"
    folder.mkdir()

    def dropped(text: str) -> None:
        (folder / "cars.py").write_text(textwrap.dedent(text))
        monkeypatch.setattr(modules, "__path__", [*modules.__path__, str(folder)])

    with monkeypatch.context() as patch:
        yield dropped
        patch.delitem(sys.modules, "oclient_tui.modules.cars", raising=False)


def test_a_seventh_module_is_one_file(url: str, world: World, tmp_path: Path, drop: Drop) -> None:
    """On a database made before it existed: settings, storage, filters, audit and deletion, with no second edit."""
    before, list_id = world.id, world.id
    customer = add(world.ola, before, company="Garage").id
    assert "record_cars" not in tables(url)
    drop(SEVENTH)
    assert [module.key for module in registered()][-1] == "cars"
    with closing(another_house(url, tmp_path)) as house:
        ola = house.person(_account(house), "test")
        with pytest.raises(Invalid, match="no module"):
            ola.do(ListRecords(list_id, "cars"))
        assert ola.do(ShowSettings(list_id))["modules.cars"] == "off"
        ola.do(ChangeSetting(list_id, "modules.cars", "on"))
        assert [module.key for module in ola.do(ListModules(list_id))] == ["cars"]
        typed = TypedRecord({"plate": "KR 1234", "order": "7", "worth": "12 500,50"})
        made = ola.do(AddRecord(list_id, "cars", customer, typed))
        assert dict(made.values) == {"plate": "KR 1234", "order": 7, "worth": "12500.50", "state": "driving"}
        for line in (
            "cars:*",
            "cars.plate:kr",
            "cars.order>=7",
            "cars.state:driving",
            "cars>=12500.5",
            "cars.worth<12501",
        ):
            assert ola.do(CountCustomers(list_id, line)) == 1, line
        assert ola.do(CountCustomers(list_id, "cars>12500.50")) == 0
        with pytest.raises(Refused, match="unfinished business"):
            ola.do(DeleteCustomer(list_id, customer))
        ola.do(ChangeSetting(list_id, "modules.cars", "off"))
        with pytest.raises(Refused, match="unfinished business") as hidden:
            ola.do(DeleteCustomer(list_id, customer))  # C10
        assert "cars" not in f"{hidden.value}{hidden.value.values}".lower()
        ola.do(ChangeSetting(list_id, "modules.cars", "on"))
        ola.do(EditRecord(list_id, "cars", made.record.id, TypedRecord({"state": "sold"})))
        ola.do(DeleteCustomer(list_id, customer))
        assert sql(url, "SELECT * FROM record_cars") == []
        last = ola.do(ListAudit(list_id, limit=1))[0].values
        assert last is not None
        assert "KR 1234" in last.text


def _account(house: House) -> Account:
    with house.store.work("operator") as unit:
        found = unit.accounts.by_email("ola@example.com")
    assert found is not None
    return found


def test_the_same_process_takes_a_module_in(url: str, world: World, drop: Drop) -> None:
    drop(SEVENTH)
    world.ola.do(ChangeSetting(world.id, "modules.cars", "on"))
    assert world.ola.do(ListRecords(world.id, "cars")).items == []
    assert "record_cars" in tables(url)


GROWING = Module("cars", "Cars", order=70, fields=(Field("plate"),))
GROWN = replace(GROWING, fields=(Field("plate"), Field("seats", Kind.NUMBER), Field("taxed", Kind.SWITCH)))


def _versions(url: str) -> dict[str, int]:
    return dict(sql(url, "SELECT module, version FROM module_versions"))


def test_a_module_that_grew_gets_its_columns_and_keeps_its_rows(url: str, world: World) -> None:
    engine, customer = world.house.store.engine, add(world.ola, world.id, company="Garage").id
    reconcile(engine, [GROWING])
    assert _versions(url)["cars"] == 1
    sql(
        url,
        "INSERT INTO record_cars"
        " (list_id, id, customer_id, version, created_at, created_by, updated_at, plate, plate_key)"
        " VALUES (?, 5, ?, 1, 0, 0, 0, 'KR 1', 'kr 1')",
        world.id,
        customer,
    )
    reconcile(engine, [GROWN])
    assert _versions(url) == {**dict.fromkeys([module.key for module in registered()], 1), "cars": 2}
    found = sql(url, "SELECT plate, seats, taxed FROM record_cars")
    assert [(plate, seats, bool(taxed)) for plate, seats, taxed in found] == [("KR 1", None, False)]
    reconcile(engine, [GROWING])  # an older program, beside the newer one
    assert _versions(url)["cars"] == 2
    assert sql(url, "SELECT plate FROM record_cars") == [("KR 1",)], "nothing is ever dropped"


def test_a_field_of_another_kind_is_refused_and_changes_nothing(url: str, world: World) -> None:
    engine = world.house.store.engine
    reconcile(engine, [GROWING])
    changed = replace(GROWING, fields=(Field("plate", Kind.NUMBER), Field("seats", Kind.NUMBER)))
    with pytest.raises(Misconfigured, match="cars declares plate otherwise"):
        reconcile(engine, [changed])
    assert _versions(url)["cars"] == 1
    run: Any = engine.database.execute_sql
    with pytest.raises(peewee.DatabaseError):
        run("SELECT seats FROM record_cars")


def test_many_that_open_at_once_make_the_tables_once(url: str, world: World, tmp_path: Path, drop: Drop) -> None:
    assert "record_cars" not in tables(url)
    drop(SEVENTH)
    list_id = world.id

    def open_it(house: House, _: int) -> str:
        return house.person(_account(house), "test").do(ShowSettings(list_id))["modules.cars"]

    assert at_once(4, lambda: another_house(url, tmp_path), open_it) == ["off"] * 4
    assert _versions(url)["cars"] == 1


def test_with_nothing_to_do_opening_writes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, asked = world.house.store.engine, list[str]()
    run: Any = engine.database.execute_sql

    def noted(statement: str, *values: object, **options: object) -> object:
        asked.append(statement)
        return run(statement, *values, **options)

    monkeypatch.setattr(engine.database, "execute_sql", noted)
    reconcile(engine, registered())
    assert len(asked) == 2, asked
    assert all(statement.lstrip().upper().startswith("SELECT") for statement in asked), asked


def test_on_a_server_the_tables_are_guarded(url: str, world: World, drop: Drop) -> None:  # D9
    drop(SEVENTH)
    world.ola.do(ShowSettings(world.id))
    if not is_server(url):
        assert sql(url, "SELECT name FROM sqlite_master WHERE name = 'record_cars_customer'")
        return
    found = sql(
        url,
        "SELECT c.relrowsecurity, c.relforcerowsecurity, count(p.*) FROM pg_class c JOIN pg_policies p"
        " ON p.tablename = c.relname WHERE c.relname = 'record_cars' GROUP BY 1, 2",
    )
    assert found == [(True, True, 4)], "a person, the operator, and a wipe that reads and removes"
