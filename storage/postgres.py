"""PostgreSQL: many hosts, row-level security as a second lock. Imported only when a URL asks for it (D24)."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.json import Json, Jsonb

from oclient_tui.domain.errors import Misconfigured, Refused, tr
from storage.copies import Copied
from storage.engine import Engine, sqlstate

_MIGRATION_LOCK = 0x0C11E271
_TURNS_LOCK = 0x0C11E272
_OURS = frozenset({"schema_version", "accounts", "customer_lists", "audit_heads"})
"""Tables by which our schema is known; other programs have a schema_version too."""

_RETRYABLE = frozenset({"40001", "40P01", "55P03"})


class _Psycopg(peewee.Psycopg3Adapter):
    """peewee's own adapter, without the global that stays empty while the driver is hidden from it."""

    txn_idle, txn_inerror, txn_unknown = TransactionStatus.IDLE, TransactionStatus.INERROR, TransactionStatus.UNKNOWN

    def __init__(self) -> None:
        super().__init__()
        self.json_type, self.jsonb_type = Json, Jsonb

    def check_driver(self) -> None:
        """Do nothing: this module's import has brought the driver."""

    def get_binary_type(self) -> type[psycopg.Binary]:
        """Return the driver's wrapper for bytes."""
        return psycopg.Binary

    def connect(self, db: peewee.Database, **params: Any) -> "psycopg.Connection[Any]":
        """Connect with libpq's own reading of the URL, several hosts and failover included."""
        try:
            return psycopg.connect(str(db.database), **params)
        except psycopg.ProgrammingError:
            # libpq quotes the part it cannot read, and that part may be the password (E7).
            raise Misconfigured(tr("The URL of the database cannot be read.")) from None


class _Postgres(peewee.PostgresqlDatabase):
    psycopg2_adapter = psycopg3_adapter = _Psycopg


class PostgresEngine(Engine):
    """A database on a server; its transactions act as the role `oclient_app`, for one list and one account."""

    name = "postgresql"
    words = {  # noqa: RUF012 - a constant that each engine overrides
        "customer_key": "id BIGINT NOT NULL, list_id BIGINT NOT NULL",
        "customer_unique": "PRIMARY KEY (list_id, id)",
        "bytewise": 'COLLATE "C"',
        "clustered": "",
        "bytes": "BYTEA",
    }

    def __init__(self, url: str) -> None:
        super().__init__(_Postgres(url, application_name="oclient", connect_timeout=10))

    def begin(self, *, writing: bool) -> peewee._atomic:  # noqa: ARG002 - SQLite needs to know
        """Begin READ COMMITTED, the server's default; what must stand still is locked row by row."""
        return self.database.atomic()

    def act_as(self, actor: str, list_id: int | None, account_id: int | None) -> None:
        """Take the role without rights of its own, and name actor, list and account, until the transaction ends."""
        values = (actor, str(list_id or ""), str(account_id or ""))
        self.database.execute_sql(
            "SELECT set_config('role', 'oclient_app', true), set_config('app.actor', %s, true),"
            " set_config('app.list_id', %s, true), set_config('app.account_id', %s, true)",
            values,
        )

    def act_for_wipe(self, actor: str, list_id: int, account_id: int) -> None:
        """Leave the role of people; the policies of the actor hold for the tables' own user as well (FORCE)."""
        self.act_as(actor, list_id, account_id)
        self.database.execute_sql("SELECT set_config('role', 'none', true)")

    @contextmanager
    def unreferenced(self) -> Generator[None]:
        """Do nothing: a server lets nobody but its administrator pass references over."""
        yield

    def take_turns(self) -> None:
        """Hold an advisory lock until the transaction ends: READ COMMITTED would count beside each other."""
        self.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_TURNS_LOCK,))

    def schema_version(self) -> int | None:
        """Return the number in our own table; a schema with other tables and without ours is somebody else's."""
        tables = self.tables()
        if not _OURS.issubset(tables):
            return None if tables else 0
        found = self.database.execute_sql("SELECT version FROM schema_version").fetchone()
        return int(found[0]) if found else None

    def set_schema_version(self, version: int) -> None:
        """Keep the number in a table of one row."""
        self.database.execute_sql("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        self.database.execute_sql("DELETE FROM schema_version")
        self.database.execute_sql("INSERT INTO schema_version VALUES (%s)", (version,))

    def tables(self) -> list[str]:
        """Return the tables of the current schema."""
        return list(self.database.get_tables())

    @contextmanager
    def migrating(self) -> Generator[None]:
        """Hold an advisory lock for the transaction: two hosts may start at once, and one migrates."""
        with self.database.atomic():
            self.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
            self.database.execute_sql("SELECT set_config('app.actor', 'operator', true)")
            yield

    def broken_references(self) -> list[str]:
        """Return nothing: the server never lets a reference dangle, not even within a migration."""
        return []

    def integrity(self) -> list[str]:
        """Return nothing: a server's pages are its own tools' to check (pg_amcheck)."""
        return []

    def backup(self, folder: Path, label: str) -> None:
        """Make none: a server is backed up by pg_dump or its host."""

    def server_version(self) -> str:
        """Return the server's version."""
        (found,) = self.database.execute_sql("SHOW server_version").fetchone()
        return f"PostgreSQL {found}"

    def copy_out(self, target: Path, *, over: bool) -> Copied:  # noqa: ARG002 - SQLite's
        """Make none: raise Refused with the command that makes one."""
        raise Refused(
            tr(
                "A server is copied by its own tool: pg_dump --format=custom --file={path} URL. See docs/operations.md."
            ),
            path=target,
        )

    def retryable(self, error: peewee.PeeweeException) -> bool:
        """Only what the server itself calls worth another try: serialisation, deadlock, lock not available."""
        return sqlstate(error) in _RETRYABLE
