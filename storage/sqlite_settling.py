"""What happens to a restored copy before it becomes the database: removals again, no sign-in, no trace (D30, W3)."""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass

from storage.sqlite import SqliteEngine
from storage.sqlite_takeover import Proofs, Standing
from storage.wiping.removing import remove
from storage.wiping.schema import FIRST

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed again."""

    lists: int = 0
    customers: int = 0


def hold_outbox(copy: sqlite3.Connection) -> None:
    """Put every message that waits on hold, so that a restore sends nothing twice (W3).

    It may have gone out since the backup was made. One that was being sent then is in doubt; both wait for a person.
    """
    waiting = "UPDATE outbox SET state = ?, last_class = 'restored', lease_token = '', lease_until = 0 WHERE state IN "
    copy.execute(waiting + "('draft', 'ready', 'leased')", ("held",))
    copy.execute(waiting + "('sending')", ("unknown",))


class Settling:
    """A copy of a backup at the latest schema, which nobody else uses: what fails here leaves the database as it is."""

    def __init__(self, engine: SqliteEngine) -> None:
        self._engine = engine
        self._path = engine.path

    def ids(self) -> tuple[list[int], list[int]]:
        """Return the ids of all lists and of all customers."""
        with closing(sqlite3.connect(self._path)) as copy:
            lists = [int(row[0]) for row in copy.execute("SELECT list_id FROM customer_lists")]
            customers = [int(row[0]) for row in copy.execute("SELECT id FROM customers")]
        return lists, customers

    def settle(self, lists: Collection[int], customers: Sequence[int], standing: Standing) -> Removed:
        """Remove what the ledger names and what was wiped since, end every sign-in, and keep the stubs of wipes."""
        gone = sorted({*lists, *standing.wiped} & set(self.ids()[0]))
        with self._engine.unreferenced():
            for list_id in gone:
                with self._engine.transaction(writing=True):
                    remove(self._engine, list_id, 0)
        self._engine.close()
        with closing(sqlite3.connect(self._path, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute("BEGIN EXCLUSIVE")
            tables = _tables(copy)
            for start in range(0, len(customers), _AT_ONCE):
                _remove_customers(copy, tables, customers[start : start + _AT_ONCE])
            if customers:
                copy.execute("INSERT INTO customer_search (customer_search) VALUES ('rebuild')")
            copy.executemany("INSERT OR IGNORE INTO wipes VALUES (?, ?, ?, ?, ?, ?, ?)", standing.wipes)
            _end_sign_ins(copy, standing)
            _keep_proofs(copy, standing.proofs)
            hold_outbox(copy)
            copy.execute("COMMIT")
        return Removed(len(gone), len(customers))

    def finish(self) -> None:
        """Leave no trace of what was removed, and make it one compact file without a log beside it."""
        with closing(sqlite3.connect(self._path, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
            copy.execute("VACUUM")


def _tables(copy: sqlite3.Connection) -> list[str]:
    """Return every table whose rows hang on customers, in the order in which they can be emptied."""
    found = copy.execute("SELECT t.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c"
                         " WHERE t.schema = 'main' AND t.type = 'table' AND c.name = 'customer_id'")  # fmt: skip
    return sorted((str(row[0]) for row in found), key=lambda name: (name not in FIRST, name))


def _remove_customers(copy: sqlite3.Connection, tables: Sequence[str], ids: Sequence[int]) -> None:
    """Remove customers, what hangs on them, and what the audit says of them; its chain stays whole (D8)."""
    marks = ", ".join("?" * len(ids))
    _delete(copy, tables, "customer_id", ids)
    _delete(copy, ["customers"], "id", ids)
    said = f"SELECT list_id, seq FROM audit_entries WHERE subject IN ({marks})"  # noqa: S608 - question marks
    erase = f"DELETE FROM audit_values WHERE (list_id, seq) IN ({said})"  # noqa: S608 - the same
    copy.execute(erase, [str(number) for number in ids])


def _delete(copy: sqlite3.Connection, tables: Collection[str], column: str, values: Sequence[int]) -> None:
    marks = ", ".join("?" * len(values))
    for name in tables:
        copy.execute(f'DELETE FROM "{name}" WHERE {column} IN ({marks})', list(values))  # noqa: S608 - the schema's names


def _end_sign_ins(copy: sqlite3.Connection, standing: Standing) -> None:
    """End every session, kept or running, of before and after the backup; closed accounts stay closed (S6)."""
    copy.execute("DELETE FROM sign_ins")
    copy.execute("UPDATE accounts SET epoch = 1 + max(?, (SELECT max(epoch) FROM accounts))", (standing.epoch,))
    copy.executemany("UPDATE accounts SET disabled = 1 WHERE id = ?", [(account,) for account in standing.disabled])


def _keep_proofs(copy: sqlite3.Connection, proofs: Proofs) -> None:
    """Let accounts of before and after have the present passwords, and no key or invitation that was withdrawn."""
    known = [(account,) for account in proofs.accounts]
    copy.executemany("DELETE FROM credentials WHERE account_id = ?", known)
    back = "INSERT INTO credentials (account_id, password_hash) SELECT id, ?2 FROM accounts WHERE id = ?1"
    copy.executemany(back, proofs.passwords)
    removed = set(copy.execute("SELECT account_id, fingerprint FROM account_keys")) - set(proofs.keys)
    ended = [(account, key) for account, key in removed if (account,) in set(known)]
    copy.executemany("DELETE FROM account_keys WHERE account_id = ? AND fingerprint = ?", ended)
    closed = "UPDATE invitations SET state = 'revoked' WHERE list_id = ? AND id = ? AND state = 'pending'"
    copy.executemany(closed, proofs.withdrawn)
