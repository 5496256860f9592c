"""Many rows into PostgreSQL: COPY into temporary tables, then one statement a table under the row-level policies.

COPY into a table under such a policy is refused by the server; INSERT … SELECT is checked row by row like any other.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from storage.bulk_rows import ASSIGNMENTS, CUSTOMERS, KEYS, LABELS, Batch
from storage.engine import Engine, driver_errors


class PostgresBulk:
    """Stores batches for one list."""

    def __init__(self, engine: Engine, list_id: int) -> None:
        self._engine = engine
        self._list_id = list_id
        self._made: set[str] = set()

    def add(self, batch: Batch) -> bool:
        """Store a batch; False if somebody has one of its keys."""
        self._insert("customers", CUSTOMERS, batch.customers)
        self._insert("assignments", ASSIGNMENTS, batch.assignments)
        documents = [one.customer_id for one in batch.words], [one.document for one in batch.words]
        self._run("SELECT oclient_index_many(%s::bigint[], %s::text[])", documents)
        for table, rows in batch.labels.items():
            self._insert(table, LABELS[table], rows)
        return self._insert("duplicate_keys", KEYS, batch.keys, " ON CONFLICT DO NOTHING") == len(batch.keys)

    def finish(self) -> None:
        """Do nothing: the server's own autovacuum analyses what was added."""

    def close(self) -> None:
        """Do nothing: temporary tables end with the transaction."""

    def _insert(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]], conflict: str = "") -> int:
        staged, names = f"incoming_{table}", ", ".join(columns)
        if table not in self._made:
            self._made.add(table)
            self._run(f"CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608 - names of our own tables
        else:
            self._run(f"TRUNCATE {staged}")
        connection: Any = self._engine.database.connection()
        into = f"COPY {staged} ({names}) FROM STDIN"
        with driver_errors, connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
        done = self._run(f"INSERT INTO {table} ({names}) SELECT {names} FROM {staged}{conflict}")  # noqa: S608
        return int(done.rowcount)

    def _run(self, sql: str, values: Sequence[object] = ()) -> Any:
        return self._engine.database.execute_sql(sql, values)
