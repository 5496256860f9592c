"""The rows as peewee sees them are the tables as the migrations make them, on both engines."""

from contextlib import closing
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import peewee
import pytest

from oclient_tui.composition import House
from oclient_tui.modules import registered
from oclient_tui.services.sharing.accounts import ListAccounts
from storage import tables as storage_tables
from storage.tables import records
from storage.tables.base import Table
from tests.storage.backdoor import is_server, sql, tables
from tests.storage.crowd import another_house

KINDS = {
    peewee.BigIntegerField: {"bigint", "integer"},  # an SQLite rowid is declared INTEGER
    peewee.IntegerField: {"integer"},
    peewee.TextField: {"text"},
    peewee.BooleanField: {"boolean"},
    peewee.BlobField: {"blob", "bytea"},
}
MODULES = [
    import_module(f"{storage_tables.__name__}.{found.name}")
    for found in iter_modules(storage_tables.__path__)
    if found.name != "base"
]
MODELS = [
    kind for module in MODULES for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Table) and kind.__module__ == module.__name__
    and kind is not records.RecordTable
] + [records.record_table(module) for module in registered()]  # fmt: skip


@pytest.fixture
def filled_url(url: str, house: House) -> str:
    house.operator("test").do(ListAccounts())
    return url


def _columns(url: str, table: str) -> dict[str, tuple[str, bool]]:
    """Return each column's type and whether it may be NULL."""
    if is_server(url):
        asked = (
            "SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns WHERE table_name = ?"
        )
        return {name: (kind, bool(null)) for name, kind, null in sql(url, asked, table)}
    found = sql(url, f"PRAGMA table_info({table})")
    return {name: (kind.lower(), not notnull and not key) for _, name, kind, notnull, _, key in found}


def _key(url: str, table: str) -> set[str]:
    if is_server(url):
        asked = (
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) WHERE i.indisprimary AND i.indrelid = ?::regclass"
        )
        return {name for (name,) in sql(url, asked, table)}
    return {name for _, name, _, _, _, key in sql(url, f"PRAGMA table_info({table})") if key}


def test_columns_agree(filled_url: str) -> None:
    for model in MODELS:
        meta = model._meta
        declared = {field.column_name: field for field in meta.sorted_fields}
        found = _columns(filled_url, meta.table_name)
        assert found.keys() == declared.keys(), meta.table_name
        for name, (kind, nullable) in found.items():
            assert kind in KINDS[type(declared[name])], f"{meta.table_name}.{name} is {kind}"
            assert nullable == declared[name].null, f"{meta.table_name}.{name}: whether it may be NULL"


def test_keys_agree(filled_url: str) -> None:
    for model in MODELS:
        meta = model._meta
        primary: Any = meta.primary_key
        declared = set(primary.field_names) if meta.composite_key else {primary.column_name}
        found = _key(filled_url, meta.table_name)
        if meta.table_name == "customers" and not is_server(filled_url):
            assert found == {"id"}, "on SQLite the id is the rowid that the search index points to"
        else:
            assert found == declared, meta.table_name


def test_no_table_lacks_a_model(filled_url: str) -> None:
    without = {"customer_words", "schema_version"}
    assert set(tables(filled_url)) - without == {model._meta.table_name for model in MODELS}


def test_every_key_of_a_list_s_table_has_the_list_in_it(pg_url: str, tmp_path: Path) -> None:  # §5a
    with closing(another_house(pg_url, tmp_path)) as house:
        house.operator("test").do(ListAccounts())
    asked = (
        "SELECT c.relname, i.indexrelid::regclass::text, array_agg(a.attname) FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2"
    )
    listed = {name for name in tables(pg_url) if "list_id" in _columns(pg_url, name)}
    stray = [index for table, index, columns in sql(pg_url, asked) if table in listed and "list_id" not in columns]
    assert len(listed) >= 14
    assert not stray
