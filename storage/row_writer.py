"""Many rows written by one prepared statement: what peewee would build anew for each row costs more than the writing.

Only for rows of one list that the caller sees, or that are not there yet; on PostgreSQL the policies say so again.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storage.engine import Engine
from storage.tables.base import ListTable


class RowWriter:
    """Writes into the tables of one list."""

    def __init__(self, engine: Engine, list_id: int) -> None:
        self._engine = engine
        self._list_id = list_id
        self._mark = "%s" if engine.name == "postgresql" else "?"

    def insert(self, table: type[ListTable], rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows, given by the names of their fields; a field that a row leaves out is NULL."""
        names = [name for name in table._meta.fields if name != "list_id"]
        values = [(self._list_id, *(row.get(name) for name in names)) for row in rows]
        columns = ", ".join(f'"{name}"' for name in ("list_id", *names))
        places = ", ".join([self._mark] * (len(names) + 1))
        self._run(f"INSERT INTO {table._meta.table_name} ({columns}) VALUES ({places})", values)  # noqa: S608 - ours

    def update(
        self, table: type[ListTable], key: str, names: Sequence[str], rows: Iterable[tuple[int, Mapping[str, Any]]]
    ) -> None:
        """Let the rows with a key have new values in some fields."""
        places = ", ".join(f'"{name}" = {self._mark}' for name in names)
        where = f'list_id = {self._mark} AND "{key}" = {self._mark}'
        values = [(*(row[name] for name in names), self._list_id, one) for one, row in rows]
        self._run(f"UPDATE {table._meta.table_name} SET {places} WHERE {where}", values)  # noqa: S608 - ours

    def _run(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        if values:
            cursor: Any = self._engine.database.cursor()
            cursor.executemany(statement, values)
