"""Brings the tables of card modules to what their declarations say: adds, and never drops anything (D13).

A database made before a module existed gets its table when a store is opened for use; a module that grew gets its
new columns. Every module has a version of its own, which grows with every such step.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from oclient_tui.domain.errors import Misconfigured, tr
from oclient_tui.domain.module import Kind, Module
from storage.engine import Engine
from storage.policies import guard_customer_table
from storage.scope import Hall
from storage.tables.records import Column, ModuleVersionRow, columns, table_name

_FOUNDATION = """
CREATE TABLE module_versions (module TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, columns TEXT NOT NULL);
CREATE TABLE file_blobs (
    list_id BIGINT NOT NULL, customer_id BIGINT NOT NULL, sha256 TEXT NOT NULL, content {bytes} NOT NULL,
    PRIMARY KEY (list_id, customer_id, sha256),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE)
"""
_TABLE = """
CREATE TABLE {table} (
    list_id BIGINT NOT NULL, id BIGINT NOT NULL, customer_id BIGINT NOT NULL, version INTEGER NOT NULL,
    created_at BIGINT NOT NULL, created_by BIGINT NOT NULL, updated_at BIGINT NOT NULL, {columns},
    PRIMARY KEY (list_id, id),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE);
CREATE INDEX {table}_customer ON {table} (list_id, customer_id, id)
"""
_TYPES: Mapping[str, str] = {
    "text": "TEXT {bytewise} NOT NULL DEFAULT ''",
    "number": "BIGINT",
    "switch": "BOOLEAN NOT NULL DEFAULT FALSE",
}


def reconcile(engine: Engine, modules: Sequence[Module]) -> None:
    """Add the tables and columns that are missing; two processes may begin at once, and one of them does it.

    Raise Misconfigured for a field whose kind is not the one that its column was made for.
    """
    # In a transaction, which looks first whether the file is ours to open.
    with engine.transaction(writing=False):
        due = _due(modules, _known(engine))
    if not due:
        return
    with engine.migrating():
        known = _known(engine)
        if known is None:
            _run(engine, _FOUNDATION.format(bytes=engine.words["bytes"]))
            guard_customer_table(engine, "file_blobs")
        for module in _due(modules, known):
            _bring(engine, module, (known or {}).get(module.key))


def _known(engine: Engine) -> dict[str, list[Column]] | None:
    """Return the columns of every module that was here before; None in a database that never had one."""
    if "module_versions" not in engine.tables():
        return None
    rows = Hall(engine.database).select(ModuleVersionRow)
    return {row.module: [Column(*entry.split(":")) for entry in row.columns.split()] for row in rows}


def _due(modules: Sequence[Module], known: Mapping[str, list[Column]] | None) -> list[Module]:
    return [module for module in modules if known is None or not set(columns(module)) <= set(known.get(module.key, ()))]


def _bring(engine: Engine, module: Module, have: list[Column] | None) -> None:
    table, missing = table_name(module), [column for column in columns(module) if column not in (have or ())]
    changed = {column.name for column in missing} & {column.name for column in have or ()}
    if changed:
        raise Misconfigured(
            tr("The module {module} declares {fields} otherwise than the database has it. Nothing was changed."),
            module=module.key,
            fields=", ".join(sorted(changed)),
        )
    added = [f'"{column.name}" {_TYPES[column.kind].format(**engine.words)}' for column in missing]
    if have is None:
        _run(engine, _TABLE.format(table=table, columns=", ".join(added)))
        guard_customer_table(engine, table)
    else:
        _run(engine, ";".join(f"ALTER TABLE {table} ADD COLUMN {column}" for column in added))
    _hold_choices(engine, module, {column.name for column in missing})
    _note(engine, module, [*(have or ()), *missing])


def _hold_choices(engine: Engine, module: Module, fresh: set[str]) -> None:
    """Let the server keep an entry of a catalogue while it is being chosen; on SQLite writers take turns anyway."""
    if engine.name != "postgresql":
        return
    for field in module.fields:
        if field.kind is Kind.CHOICE and field.name in fresh:
            _run(
                engine,
                f'ALTER TABLE {table_name(module)} ADD FOREIGN KEY (list_id, "{field.name}")'
                " REFERENCES catalogue_entries (list_id, id)",
            )


def _note(engine: Engine, module: Module, have: Sequence[Column]) -> None:
    hall = Hall(engine.database)
    of_module = ModuleVersionRow.module == module.key
    row = hall.select(ModuleVersionRow).where(of_module).first()
    hall.delete(ModuleVersionRow).where(of_module).execute()
    text = " ".join(f"{column.name}:{column.kind}" for column in have)
    version = row.version + 1 if row else 1
    hall.insert(ModuleVersionRow, {"module": module.key, "version": version, "columns": text}).execute()


def _run(engine: Engine, script: str) -> None:
    run: Any = engine.database.execute_sql
    for statement in script.split(";"):
        run(statement)
