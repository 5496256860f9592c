"""Putting another file in the place of an SQLite database: only while nobody else has it open (D30, R1).

A process that kept the old file open would write into nothing after the exchange, and a write-ahead log that stays
beside a new file would be played into it. So the old file is taken alone first, which also empties and removes its
log; and after the exchange it is blanked, so that whoever waited for it meanwhile fails instead of writing there.
"""

import fcntl
import os
import sqlite3
import tempfile
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from oclient_tui.domain.errors import Busy, CannotCreate, Unavailable, tr
from storage.sqlite_copy import flush, ledger_beside, raw_copy, told

_LOCK_BYTES, _LOCK_START = 512, 0x40000000
"""Where SQLite's own locks on a file lie (sqlite.org/lockingv3, os_unix.c)."""

_HEADER = 100
_LOGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Proofs:
    """By what people sign in now: a password changed since a backup, or a key removed since, must not work again."""

    accounts: tuple[int, ...] = ()
    passwords: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    """Accounts and the hashes of their passwords."""

    keys: tuple[tuple[int, str], ...] = ()
    """Accounts and the fingerprints of their keys."""

    withdrawn: tuple[tuple[int, int], ...] = ()
    """Lists and the ids of their invitations that were revoked or declined."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of the old database must outlive a restore: no session and no closed account may come back."""

    epoch: int = 0
    disabled: tuple[int, ...] = ()
    wipes: tuple[tuple[object, ...], ...] = ()
    """The stubs of wipes, with all their columns."""

    proofs: Proofs = Proofs()
    wiped: tuple[int, ...] = ()
    """The lists that they are of: whoever was stopped after a wipe may not have written it into the ledger yet."""


class Takeover:
    """The file in a database's place, held so that nobody else reads or writes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._open = ExitStack()

    def __enter__(self) -> "Takeover":
        with self._open:
            if self.path.exists():
                self._take()
            self._open = self._open.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _take(self) -> None:
        """Take it with SQLite's own locks, or, where SQLite cannot read it, by the bytes that these locks lie on."""
        connection = self._open.enter_context(closing(sqlite3.connect(self.path, timeout=0.2, isolation_level=None)))
        try:
            for statement in ("PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = DELETE"):
                connection.execute(statement).fetchall()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise self._in_use() from error
            message = tr("The database {path} cannot be taken alone: {problem}. Nothing was changed.")
            raise Unavailable(message, path=self.path, problem=told(error)) from error
        except sqlite3.DatabaseError:
            self._open.close()
            handle = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
            self._open.callback(os.close, handle)
            try:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCK_BYTES, _LOCK_START)
            except OSError as problem:
                raise self._in_use() from problem
        else:
            self._connection = connection

    def _in_use(self) -> Busy:
        return Busy(
            tr("Another process has the database {path} open. Close the program everywhere and try again."),
            path=self.path,
        )

    def keep(self, folder: Path) -> tuple[Path, ...]:
        """Put what is there into the folder of the backups, byte by byte, and return the files; none for no database.

        The bytes themselves are kept, since a damaged database cannot be copied in any other way.
        """
        if not self.path.exists():
            return ()
        start = f"{self.path.stem}-before-restore-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(".db", start, folder)
            os.close(handle)
            kept = [Path(name)]
            self._copy(self.path, kept[0])
            log = self.path.with_name(f"{self.path.name}-wal")
            if log.exists() and log.stat().st_size:
                kept.append(kept[0].with_name(f"{kept[0].name}-wal"))
                raw_copy(log, kept[1])
            if (ledger := ledger_beside(self.path)).exists():
                raw_copy(ledger, ledger_beside(kept[0]))
            flush(folder)
        except OSError as error:
            message = tr("No backup can be written to {folder}: {problem}")
            raise CannotCreate(message, folder=folder, problem=told(error)) from error
        return tuple(kept)

    def _copy(self, source: Path, target: Path) -> None:
        """Copy through a handle that stays open: closing one would give up every lock of this process on the file."""
        given = self._open.enter_context(source.open("rb"))
        with target.open("r+b") as to:
            while part := given.read(1 << 20):
                to.write(part)
            to.flush()
            os.fsync(to.fileno())

    def standing(self) -> Standing:
        """Return the highest epoch and the closed accounts; nothing where that can no longer be read."""
        if self._connection is not None:
            with suppress(sqlite3.DatabaseError):
                found = self._connection.execute("SELECT max(epoch) FROM accounts").fetchone()[0]
                closed = self._connection.execute("SELECT id FROM accounts WHERE disabled ORDER BY id").fetchall()
                wipes, wiped = self._wipes(self._connection)
                disabled = tuple(int(row[0]) for row in closed)
                return Standing(int(found or 0), disabled, wipes, self._proofs(self._connection), wiped)
        return Standing()

    @staticmethod
    def _proofs(connection: sqlite3.Connection) -> Proofs:
        """Return by what people sign in; nothing where that can no longer be read."""
        try:
            accounts, *others = (
                tuple(connection.execute(query).fetchall())
                for query in (
                    "SELECT id FROM accounts",
                    "SELECT account_id, password_hash FROM credentials",
                    "SELECT account_id, fingerprint FROM account_keys",
                    "SELECT list_id, id FROM invitations WHERE state IN ('revoked', 'rejected')",
                )
            )
        except sqlite3.DatabaseError:
            return Proofs()
        return Proofs(tuple(int(row[0]) for row in accounts), *others)

    @staticmethod
    def _wipes(connection: sqlite3.Connection) -> tuple[tuple[tuple[object, ...], ...], tuple[int, ...]]:
        """Return the stubs of wipes; none in a database made before there were any."""
        try:
            rows = connection.execute(
                "SELECT id, subject, account_id, at, counts, sealed, digest FROM wipes"
            ).fetchall()
        except sqlite3.OperationalError:
            return (), ()
        return tuple(rows), tuple(int(row[1]) for row in rows)

    def exchange(self, fresh: Path) -> None:
        """Put a finished file in the place, in one step. Killed before, the old database is there; after, the new."""
        old = self._open.enter_context(self.path.open("r+b")) if self.path.exists() else None
        for ending in _LOGS:  # of a damaged file, or of one that was removed by hand
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        flush(self.path.parent)
        fresh.replace(self.path)
        flush(self.path.parent)
        if old is not None:
            old.write(bytes(_HEADER))
            old.flush()
