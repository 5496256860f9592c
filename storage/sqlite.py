"""SQLite: one file of the owner's, written by one transaction at a time."""

import os
import sqlite3
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from oclient_tui.domain.errors import Busy, CannotCreate, Misconfigured, Unavailable, tr
from storage import sqlite_header
from storage.copies import Copied
from storage.engine import APPLICATION_ID, Engine
from storage.sqlite_copy import copy_database, empty_file, ledger_beside, place, told

BUSY_TIMEOUT_S = 10
_AGAIN_S = 0.01
_PRAGMAS = (("foreign_keys", "ON"), ("secure_delete", "ON"), ("synchronous", "NORMAL"))
_LARGE_CACHE = -256_000
"""In kibibytes, which is what the minus says."""

_MAPPED_BYTES = 2_147_418_112
"""Pages are read where the system keeps them, shared by all processes, instead of being copied into each (P3, P9)."""


_DISK = tr("The disk of {path} is full or refuses to be written. Nothing was changed. Make room and try again.")
_DAMAGED = tr("The database {path} is damaged; nothing was changed. See what is wrong: oclient db check. "
              "Put a backup back: oclient restore FILE")  # fmt: skip
_TOLD = {
    "disk is full": _DISK,
    "disk I/O error": _DISK,
    "readonly database": tr("The database {path} or its folder cannot be written. Nothing was changed."),
    "unable to open": tr("The database {path} or its folder cannot be opened or written. Nothing was changed."),
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "cut short": _DAMAGED,
}
"""What SQLite says of a disk or a file, and the sentence for it."""


class SqliteEngine(Engine):
    """A file of ours, mode 0600, in a folder that only its owner opens."""

    name = "sqlite"
    words = {  # noqa: RUF012 - a constant that each engine overrides
        "customer_key": "id INTEGER PRIMARY KEY, list_id BIGINT NOT NULL",
        "customer_unique": "UNIQUE (list_id, id)",
        "bytewise": "",
        "clustered": "WITHOUT ROWID",
        "bytes": "BLOB",
    }

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._file = peewee.SqliteDatabase(str(self.path), pragmas=_PRAGMAS, timeout=BUSY_TIMEOUT_S)
        super().__init__(self._file)
        self._checked = False

    def begin(self, *, writing: bool) -> peewee._atomic:
        """Begin IMMEDIATE to write, DEFERRED to read: a read that turns into a write would fail under load."""
        self._own()
        return self.database.atomic("IMMEDIATE" if writing else "DEFERRED")

    def _own(self) -> None:
        """Make the file, or check once that it is ours to open (another person's is refused, a wide mode narrowed)."""
        if self._checked:
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
        except OSError as error:
            raise self._closed(error) from error
        status = self.path.stat()
        if status.st_uid != os.geteuid():
            raise Misconfigured(tr("The database {path} belongs to another user of this machine."), path=self.path)
        if status.st_mode & 0o077:
            self.path.chmod(0o600)
        if status.st_size and self.schema_version() is None:
            raise Misconfigured(
                tr("{path} is not a database of this program. Nothing was written to it."), path=self.path
            )
        self._mark(new=not status.st_size)
        # Only now: a mapped file grows by zeros first, and a process that looked at a new one meanwhile would take
        # it for a foreign one.
        self._file.pragma("mmap_size", _MAPPED_BYTES, permanent=True)
        self._checked = True

    def _mark(self, *, new: bool) -> None:
        """Make a file ours: its mark, and the write-ahead log.

        While a file is made SQLite does not wait for another process that makes it too, lest both wait for ever; so it
        is asked again, as long as it would wait for a lock.
        """
        until = time.monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                if new:
                    # Before WAL, so that the mark stands in the file's own header from the first byte on.
                    self._pragma("application_id", APPLICATION_ID)
                if self._pragma("journal_mode") != "wal":
                    self._pragma("journal_mode", "WAL")
            except peewee.OperationalError as error:
                if not self.retryable(error) or time.monotonic() > until:
                    raise
                time.sleep(_AGAIN_S)
            else:
                return

    def _closed(self, error: OSError) -> CannotCreate:
        message = tr("The database {path} cannot be opened: {problem}")
        return CannotCreate(message, path=self.path, problem=error.strerror)

    def _pragma(self, name: str, value: str | int | None = None) -> Any:
        """Read a pragma, or set it; both are constants of this file."""
        row = self.database.execute_sql(f"PRAGMA {name}" if value is None else f"PRAGMA {name} = {value}").fetchone()
        return row[0] if row else None

    def act_as(self, actor: str, list_id: int | None, account_id: int | None) -> None:
        """Do nothing: SQLite has no second lock on rows."""

    def act_for_wipe(self, actor: str, list_id: int, account_id: int) -> None:
        """Do nothing, as above."""

    @contextmanager
    def unreferenced(self) -> Generator[None]:
        """Set foreign keys off, which must be done before a transaction: each removed row would be looked for."""
        self._own()
        self.database.connect(reuse_if_open=True)
        usual = self._pragma("cache_size")
        self._pragma("foreign_keys", "OFF")
        # Indexes are emptied all over the file: what does not fit here is read and written again and again.
        self._pragma("cache_size", _LARGE_CACHE)
        try:
            yield
        finally:
            if not self.database.is_closed():  # an error may have closed it, and the next one opens as usual
                self._pragma("cache_size", usual)
                self._pragma("foreign_keys", "ON")

    def take_turns(self) -> None:
        """Do nothing: transactions that write take turns anyway."""

    def schema_version(self) -> int | None:
        """Read the file itself, so that nothing is written to a foreign, newer or damaged one (U1)."""
        try:
            return sqlite_header.schema_version(self.path)
        except OSError as error:
            raise self._closed(error) from error

    def set_schema_version(self, version: int) -> None:
        """Write user_version: it belongs to the transaction."""
        self._pragma("user_version", version)

    def tables(self) -> list[str]:
        """Return our tables, the search index's own ones left out."""
        found = self.database.execute_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            " AND name NOT LIKE 'customer~_search%' ESCAPE '~' ORDER BY name"
        )
        return [name for (name,) in found.fetchall()]

    @contextmanager
    def migrating(self) -> Generator[None]:
        """Write alone, with foreign keys off before the transaction: ON deletes child rows while a table is rebuilt."""
        self._own()
        self.database.connect(reuse_if_open=True)
        self._pragma("foreign_keys", "OFF")
        try:
            with self.database.atomic("EXCLUSIVE"):
                yield
        finally:
            self._pragma("foreign_keys", "ON")

    def broken_references(self) -> list[str]:
        """Return the tables named by SQLite's own check."""
        found = self.database.execute_sql("PRAGMA foreign_key_check").fetchall()
        return sorted({str(row[0]) for row in found})

    def integrity(self) -> list[str]:
        """Return SQLite's findings on pages, indexes and references."""
        self._own()
        try:
            pages = [str(row[0]) for row in self.database.execute_sql("PRAGMA integrity_check(20)").fetchall()]
        except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
            return [told(error)]
        return [row for row in pages if row != "ok"] + [f"foreign key: {table}" for table in self.broken_references()]

    def backup(self, folder: Path, label: str) -> Path:
        """Write a compact copy with the ledger, mode 0600, outside the data folder (D30)."""
        self._own()
        start = f"{self.path.stem}-{label}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(".db", start, folder)
        except OSError as error:
            raise CannotCreate(
                tr("No backup can be written to {folder}: {problem}"), folder=folder, problem=error.strerror
            ) from error
        os.close(handle)
        try:
            copy_database(self.database, Path(name), self.ledger)
        except CannotCreate:
            Path(name).unlink()
            raise
        return Path(name)

    def server_version(self) -> str:
        """Return the library's version, and whether pages are read where the system keeps them."""
        self._own()
        mapped = int(self._pragma("mmap_size") or 0)
        return f"SQLite {sqlite3.sqlite_version}, memory mapping {'on' if mapped else 'off'}"

    @property
    def file(self) -> Path:
        """The database's file."""
        return self.path

    @property
    def ledger(self) -> Path:
        """Where the ledger of removals lies."""
        return ledger_beside(self.path)

    def copy_out(self, target: Path, *, over: bool) -> Copied:
        """Write a compact, checked copy to a file of one's own choice; it appears whole or not at all (D30).

        Raise CannotCreate for a file that is there, unless `over`, and for one in the folder of the data: what is
        wiped must not stay there.
        """
        self._own()
        place_of = Path(os.path.realpath(target.parent)) / target.name
        if place_of.is_relative_to(os.path.realpath(self.path.parent)):
            raise CannotCreate(
                tr("{path} is in the folder of the data. A backup belongs elsewhere, best on another disk."),
                path=target,
            )
        if os.path.lexists(place_of) and not over:
            raise CannotCreate(tr("{path} is there already. Use another name, or --force."), path=target)
        with empty_file(place_of.with_name(f".{place_of.name}.partial")) as fresh:
            copied = copy_database(self.database, fresh, self.ledger)
            place(fresh, place_of, over=over)
        return copied

    @contextmanager
    def failures(self) -> Generator[None]:
        """Do the same for what comes while rows are fetched: peewee hands on the driver's own errors there."""
        with super().failures():
            try:
                yield
            except sqlite3.OperationalError as error:
                raise peewee.OperationalError(str(error)) from error
            except sqlite3.DatabaseError as error:
                if type(error) is not sqlite3.DatabaseError:
                    raise
                raise peewee.DatabaseError(str(error)) from error

    def sentence(self, error: peewee.DatabaseError) -> Busy | Unavailable:
        """Say what the disk or the file is to blame for; the driver's own words say neither what nor what to do."""
        known = next((sentence for words, sentence in _TOLD.items() if words in str(error)), None)
        return Unavailable(known, path=self.path) if known else super().sentence(error)

    def retryable(self, error: peewee.PeeweeException) -> bool:
        """Only a lock that stayed taken."""
        return "locked" in str(error) or "busy" in str(error)
