"""A backup on its way to being the database: copied, checked, brought up to date, and then exchanged (R1, D30)."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import peewee

from oclient_tui.domain.errors import CannotCreate, Invalid, Misconfigured, tr
from storage import sqlite_header
from storage.copies import Copied
from storage.migrations.register import MIGRATIONS
from storage.sqlite import SqliteEngine
from storage.sqlite_copy import drop_ledger, empty_file, examine, flush, ledger_beside, raw_copy, told
from storage.sqlite_settling import Removed, Settling
from storage.sqlite_takeover import Takeover

RESTORING = ".restoring"
"""The ending of the file that a restore works on, in the folder of the data."""


class Draft:
    """The copy that is being prepared; the database that is there is held meanwhile, and stays until `put_in_place`."""

    def __init__(self, fresh: Path, copied: Copied, ledger: str, old: Takeover) -> None:
        self.copied = copied
        self.ledger = ledger
        self.engine = SqliteEngine(fresh)
        self._fresh = fresh
        self._old = old
        self._settling = Settling(self.engine)

    def ids(self) -> tuple[list[int], list[int]]:
        """Return the ids of all lists and of all customers."""
        return self._settling.ids()

    def settle(self, lists: Sequence[int], customers: Sequence[int]) -> Removed:
        """Remove what the ledger names and what was wiped since, and end every sign-in."""
        return self._settling.settle(lists, customers, self._old.standing())

    def put_in_place(self, backups: Path) -> tuple[Path, ...]:
        """Keep what was there in the folder of the backups, make this the database, and return what was kept."""
        self.engine.close()
        self._settling.finish()
        flush(self._fresh)
        kept = self._old.keep(backups)
        self._old.exchange(self._fresh)
        return kept


@contextmanager
def drafting(target: SqliteEngine, file: Path) -> Generator[Draft]:
    """Take the database alone, and a checked copy of the backup beside it; on any failure nothing has changed.

    Raise Invalid for a file that is no whole backup of this program, Misconfigured for one of a newer program, Busy
    where anybody has the database open, CannotCreate where there is no room.
    """
    _look(file, target.path)
    target.close()
    with suppress(OSError):  # what is wrong there is told by the next step
        target.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh_name = target.path.with_name(target.path.name + RESTORING)
    with empty_file(fresh_name) as fresh, Takeover(target.path) as old:
        ledger = _bring(file, fresh)
        copied = examine(fresh)
        drop_ledger(fresh)
        draft = Draft(fresh, copied, ledger + copied.ledger, old)
        try:
            yield draft
        finally:
            draft.engine.close()


def _look(file: Path, database: Path) -> None:
    """Read the header only, which writes nothing to the backup (U1)."""
    try:
        with suppress(FileNotFoundError):
            if file.samefile(database):
                raise Invalid(tr("{path} is the database itself, not a backup."), path=file)
        version = sqlite_header.schema_version(file) if file.lstat() else None
    except (OSError, peewee.DatabaseError) as error:
        message = tr("The backup {path} cannot be read: {problem}. Nothing was changed.")
        problem = told(error) if isinstance(error, OSError) else "the file was cut short"
        raise Invalid(message, path=file, problem=problem) from error
    if not version:
        raise Invalid(tr("{path} is not a backup of this program. Nothing was changed."), path=file)
    if version > MIGRATIONS[-1].number:
        raise Misconfigured(
            tr("The backup is newer (schema {found}) than this program (schema {known}). Upgrade the program."),
            found=version,
            known=MIGRATIONS[-1].number,
        )


def _bring(file: Path, fresh: Path) -> str:
    """Copy the backup, with what is still in its log, and return the ledger that lies beside it."""
    try:
        _pour(file, fresh)
        log = file.with_name(f"{file.name}-wal")
        if log.exists() and log.stat().st_size:
            raw_copy(log, fresh.with_name(f"{fresh.name}-wal"))
        ledger = ledger_beside(file)
        return ledger.read_text("ascii", "replace") if ledger.exists() else ""
    except OSError as error:
        message = tr("The backup {path} cannot be copied into the folder of the data: {problem}. Nothing was changed.")
        raise CannotCreate(message, path=file, problem=told(error)) from error


def _pour(file: Path, fresh: Path) -> None:
    with file.open("rb") as given, fresh.open("r+b") as to:
        while part := given.read(1 << 20):
            to.write(part)
