"""Copies of an SQLite file: whole, checked, this user's alone, with the ledger of removals inside (D30)."""

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import peewee

from oclient_tui.domain.errors import Busy, CannotCreate, Invalid, tr
from storage.copies import Copied

_LEDGER = "kept_ledger"
"""The table that carries the ledger inside a copy; a database in use has none."""

_PLAIN = {
    "disk is full": "the disk is full",
    "disk I/O error": "the disk is full or refuses to be written",
    "malformed": "pages of the database are damaged",
    "not a database": "the header of the database is damaged",
}
"""What SQLite's own words mean."""


def ledger_beside(database: Path) -> Path:
    """Return where the ledger of a database lies."""
    return database.with_name(f"{database.name}.ledger")


def copy_database(database: peewee.Database, target: Path, ledger: Path) -> Copied:
    """Fill an empty file with a compact copy and the ledger, check it, and flush it to the disk.

    Raise CannotCreate where it cannot be written whole; then the file may hold a part, which is the caller's to remove.
    """
    try:
        database.execute_sql("VACUUM INTO ?", (str(target),))
        lines = ledger.read_text("ascii", "replace") if ledger.exists() else ""
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            if lines:
                copy.execute(f"CREATE TABLE {_LEDGER} (lines TEXT NOT NULL)")
                copy.execute(f"INSERT INTO {_LEDGER} VALUES (?)", (lines,))  # noqa: S608 - a constant
            found = _examined(copy)
        flush(target)
    except (peewee.DatabaseError, sqlite3.Error, OSError) as error:
        message = tr("The copy {path} cannot be written: {problem}. The database was not changed.")
        raise CannotCreate(message, path=target, problem=told(error)) from error
    return found


def examine(path: Path) -> Copied:
    """Read a whole file with SQLite's own checks; raise Invalid for a damaged one. Only for a file nobody else uses."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            return _examined(copy)
    except sqlite3.Error as error:
        raise Invalid(tr("The backup is damaged: {problem}. Nothing was changed."), problem=told(error)) from error


def drop_ledger(path: Path) -> None:
    """Take the ledger out of a copy that is to be used as the database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute(f"DROP TABLE IF EXISTS {_LEDGER}")


def _examined(copy: sqlite3.Connection) -> Copied:
    wrong = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
    if wrong != ["ok"]:
        raise sqlite3.DatabaseError(wrong[0].replace("\n", " "))
    dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
    if dangling:
        raise sqlite3.DatabaseError(f"dangling references in {dangling[0]}")
    names = [str(name) for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    plain = [name for name in names if not name.startswith(("sqlite_", "customer_search", _LEDGER))]
    rows = sum(int(copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in plain)  # noqa: S608
    lines = copy.execute(f"SELECT lines FROM {_LEDGER}").fetchone() if _LEDGER in names else None  # noqa: S608
    version = int(copy.execute("PRAGMA user_version").fetchone()[0])
    return Copied(version, rows, str(lines[0]) if lines else "")


@contextmanager
def empty_file(path: Path) -> Generator[Path]:
    """Make an empty file of this user's alone, hold it against others who want it too, and remove it at the end.

    What a killed process left under the name is emptied and used. Raise Busy where another process is at it.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        message = tr("{path} cannot be written: {problem}. Nothing was changed.")
        raise CannotCreate(message, path=path, problem=told(error)) from error
    try:
        _hold(handle, path)
        try:
            os.fchmod(handle, 0o600)
            os.ftruncate(handle, 0)
            _unlink_logs(path)
            yield path
        finally:
            if _same(handle, path):
                path.unlink()
            _unlink_logs(path)
    finally:
        os.close(handle)


def _unlink_logs(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _hold(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Busy(tr("Another process is writing {path} just now. Try again."), path=path) from None
    if not _same(handle, path):  # whoever held it before has just given it its final name
        raise Busy(tr("Another process is writing {path} just now. Try again."), path=path)


def _same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        return False


def place(fresh: Path, target: Path, *, over: bool) -> None:
    """Give a finished file its name, at once and for good; without `over` raise CannotCreate if the name is taken."""
    try:
        if over:
            fresh.replace(target)
        else:
            _name_once(fresh, target)
        flush(target.parent)
    except FileExistsError as error:
        raise CannotCreate(tr("{path} is there already. Use another name, or --force."), path=target) from error
    except OSError as error:
        message = tr("{path} cannot be written: {problem}. Nothing was changed.")
        raise CannotCreate(message, path=target, problem=told(error)) from error


def _name_once(fresh: Path, target: Path) -> None:
    try:
        os.link(fresh, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as a memory stick's
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        fresh.replace(target)


def raw_copy(source: Path, target: Path) -> None:
    """Copy bytes as they are into a file of this user's alone, and flush them."""
    with (
        source.open("rb") as given,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as to,
    ):
        shutil.copyfileobj(given, to, 1 << 20)
        to.flush()
        os.fsync(to.fileno())


def flush(path: Path) -> None:
    """Wait until a file, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def told(error: Exception) -> str:
    """Return what went wrong in plain words, without the path and the number that the system puts before them."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    found = str(error).strip().partition("\n")[0]
    return next((plain for words, plain in _PLAIN.items() if words in found), found)
