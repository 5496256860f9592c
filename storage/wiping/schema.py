"""What tables there are, asked of the database itself: a table nobody thought of is found as well (O39)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from storage.engine import Engine

OWNER = "list_id"
STAYS: Mapping[str, str] = {
    "accounts": "people, who may be on other lists",
    "credentials": "people's",
    "account_keys": "people's",
    "sign_ins": "people's",
    "attempts": "people's",
    "preferences": "people's",
    "schema_version": "the installation's",
    "module_versions": "the installation's",
    "wipes": "the stubs of wipes",
}
"""Tables without rows of a list, and whose they are. Every other table has a column `list_id`, or a test fails."""

FIRST = ("customer_words", "duplicate_clashes")
"""Emptied before all others, since triggers on others would search them row by row, or pass a key on to them."""

_SQLITE_COLUMNS = (
    "SELECT t.name, c.name, c.type FROM pragma_table_list t JOIN pragma_table_info(t.name) c"
    " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)
_SQLITE_REFERENCES = (
    'SELECT t.name, f."table" FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f'
    " WHERE t.schema = 'main' AND t.type = 'table'"
)
_SERVER_COLUMNS = (
    "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a"
    " ON a.attrelid = c.oid WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
    " AND a.attnum > 0 AND NOT a.attisdropped"
)
_SERVER_REFERENCES = (
    "SELECT c.relname, p.relname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid"
    " JOIN pg_class p ON p.oid = f.confrelid WHERE f.contype = 'f'"
    " AND c.relnamespace = current_schema()::regnamespace"
)


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables with the types of their columns, and which table refers to which."""

    columns: Mapping[str, Mapping[str, str]]
    references: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, engine: Engine) -> "Schema":
        """Ask the database."""
        run: Any = engine.database.execute_sql
        server = engine.name == "postgresql"
        columns: dict[str, dict[str, str]] = {}
        for table, column, kind in run(_SERVER_COLUMNS if server else _SQLITE_COLUMNS).fetchall():
            columns.setdefault(table, {})[column] = str(kind).lower()
        references = run(_SERVER_REFERENCES if server else _SQLITE_REFERENCES).fetchall()
        return cls(columns, frozenset((child, parent) for child, parent in references))

    @property
    def of_lists(self) -> list[str]:
        """Every table with rows of lists, in the order in which they can be emptied."""
        owned = {table for table, columns in self.columns.items() if OWNER in columns}
        below: dict[str, set[str]] = {table: set() for table in sorted(owned)}
        for child, parent in self.references:
            if {child, parent} <= owned and child != parent:
                below[parent].add(child)
        later = [table for table in TopologicalSorter(below).static_order() if table not in FIRST]
        return [*(table for table in FIRST if table in owned), *later]

    def texts(self, table: str) -> list[str]:
        """Return the columns of a table that hold text or bytes."""
        return [name for name, kind in self.columns[table].items() if kind in ("text", "blob", "bytea")]


def quoted(name: str) -> str:
    """Return a name as it stands in SQL."""
    return '"{}"'.format(name.replace('"', '""'))


def any_of(names: Iterable[str]) -> str:
    """Return names of tables for a sentence."""
    return ", ".join(sorted(names))
