"""What every engine does: transactions as ruled in D10, database errors as sentences."""

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from oclient_tui.domain.errors import Busy, Misconfigured, NotFound, Unavailable, tr
from storage.copies import Copied

APPLICATION_ID = 0x0C11E271
"""Marks an SQLite file as ours."""

driver_errors: Any = vars(peewee)["__exception_wrapper__"]
"""A context that turns a driver's errors into peewee's, for statements sent to the driver itself."""

_REFUSED = "42501"
"""insufficient_privilege: what a row-level policy answers to a write it does not allow, and a server to a user."""

_OVERTAKEN = frozenset({"23503", "23505"})
"""A reference gone, or a key taken, between our reading and our writing: only where two write at once."""


class Engine(ABC):
    """A database of one kind: how to begin, whom to act for, and which words of SQL differ."""

    name: str
    words: Mapping[str, str]
    """The words of a migration that differ between engines."""

    def __init__(self, database: peewee.Database) -> None:
        self.database = database

    @abstractmethod
    def begin(self, *, writing: bool) -> peewee._atomic:
        """Return the context of a transaction (D10)."""

    @abstractmethod
    def act_as(self, actor: str, list_id: int | None, account_id: int | None) -> None:
        """Tell the database for whom the open transaction acts (D9)."""

    @abstractmethod
    def act_for_wipe(self, actor: str, list_id: int, account_id: int) -> None:
        """Let the open transaction act as the tables' own user for the wipe of a list, or for looking after it."""

    @abstractmethod
    @contextmanager
    def unreferenced(self) -> Generator[None]:
        """Leave out what references would make of each removed row, where whole lists are removed; no transaction."""
        yield

    @abstractmethod
    def take_turns(self) -> None:
        """Wait until no other transaction that took turns is open, so that what is counted now stays true (D6)."""

    @abstractmethod
    def schema_version(self) -> int | None:
        """Return the schema's number, 0 for an empty database, None for somebody else's."""

    @abstractmethod
    def set_schema_version(self, version: int) -> None:
        """Write the schema's number inside the open transaction."""

    @abstractmethod
    def tables(self) -> list[str]:
        """Return the names of all our tables."""

    @abstractmethod
    @contextmanager
    def migrating(self) -> Generator[None]:
        """Hold the database for a migration: one transaction, nobody else inside, references not enforced."""
        yield

    @abstractmethod
    def broken_references(self) -> list[str]:
        """Return the tables with references that lead nowhere."""

    @abstractmethod
    def integrity(self) -> list[str]:
        """Return what is wrong with the stored pages and references; empty when all is well."""

    @abstractmethod
    def backup(self, folder: Path, label: str) -> Path | None:
        """Copy the database into a folder and return the file; None where the server's own tools must do it."""

    @abstractmethod
    def server_version(self) -> str:
        """Return which database this is, with its version."""

    @property
    def file(self) -> Path | None:
        """The file that holds the database; None for a server."""
        return None

    @abstractmethod
    def copy_out(self, target: Path, *, over: bool) -> Copied:
        """Write a whole, checked copy to a file; raise Refused where the server's own tools must do it."""

    @abstractmethod
    def retryable(self, error: peewee.PeeweeException) -> bool:
        """Whether the same transaction may simply be tried again."""

    @contextmanager
    def transaction(self, *, writing: bool) -> Generator[None]:
        """Run one transaction."""
        with self.failures(), self._overtaken(), self.begin(writing=writing):
            yield

    @contextmanager
    def failures(self) -> Generator[None]:
        """Turn what the database itself refuses into Busy, Unavailable or Misconfigured; bugs stay as they are."""
        try:
            yield
        except peewee.ProgrammingError as error:
            if sqlstate(error) != _REFUSED:
                raise
            raise Misconfigured(tr("The database user lacks a right: {problem}"), problem=_first_line(error)) from error
        except peewee.DatabaseError as error:
            if isinstance(error, peewee.IntegrityError | peewee.DataError | peewee.InternalError):
                raise
            self.close()  # a connection that the server cut would fail for ever; the next transaction opens another
            raise self.sentence(error) from error

    @contextmanager
    def _overtaken(self) -> Generator[None]:
        """Tell apart what only happens among rows: one that a policy hides, and one that somebody else just changed."""
        try:
            yield
        except peewee.ProgrammingError as error:
            if sqlstate(error) != _REFUSED:
                raise
            raise NotFound(tr("There is no such record.")) from error
        except peewee.IntegrityError as error:
            if sqlstate(error) not in _OVERTAKEN:
                raise
            raise Busy(tr("Somebody else changed the same thing just now. Try again.")) from error

    def sentence(self, error: peewee.DatabaseError) -> Busy | Unavailable:
        """Return the error as something to tell a person."""
        if self.retryable(error):
            return Busy(tr("Somebody else is writing just now. Try again."))
        return Unavailable(tr("The database cannot be used: {problem}"), problem=_first_line(error))

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.database.is_closed():
            self.database.close()


def _first_line(error: peewee.DatabaseError) -> str:
    return str(error).strip().partition("\n")[0]


def sqlstate(error: peewee.PeeweeException) -> str | None:
    """Return the server's code for an error; None where the engine has none. peewee keeps the driver's in `orig`."""
    return getattr(getattr(error, "orig", None), "sqlstate", None)
