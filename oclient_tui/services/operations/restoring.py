"""Backup and restore (D30, R1, W3)."""

from dataclasses import dataclass
from pathlib import Path

from oclient_tui.domain.errors import Misconfigured, tr
from oclient_tui.domain.ledger import ERASURE, WIPE, Pages, read_pages
from oclient_tui.services.operations.noting import BACKUP, RESTORE, NoteOperation
from oclient_tui.services.ports import Tools
from oclient_tui.services.session import Actor, Session
from storage.store import Store


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds."""

    file: Path
    schema: int
    rows: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the backup's schema and rows, what was removed again, and where the old database is."""

    schema: int
    rows: int
    lists_removed: int
    customers_removed: int
    kept: tuple[Path, ...]


def back_up(store: Store, tools: Tools, door: str, file: Path, *, over: bool) -> BackedUp:
    """Write a whole, checked copy; raise CannotCreate where it cannot be, Refused where a server's tool must do it."""
    copied = store.copy_out(file, over=over)
    _operator(store, tools, door).do(NoteOperation(BACKUP, {"rows": copied.rows}))
    return BackedUp(file, copied.version, copied.rows)


def restore(store: Store, tools: Tools, door: str, file: Path, *, without_ledger: bool) -> Restored:
    """Make a backup the database again, without what was wiped or erased since.

    Everything happens on a copy; the exchange is one rename at the end. `without_ledger` puts back what was wiped as
    well: for somebody whose key is lost. Raise as storage's `drafting` does, and Misconfigured for a ledger that was
    written under another key.
    """
    with store.draft(file) as (draft, copy):
        theirs, ours = read_pages(draft.ledger), tools.ledger.read()
        pages = Pages(ours.lines + theirs.lines)
        lists, customers = ([], []) if without_ledger else _named(tools, pages, *draft.ids())
        removed = draft.settle(lists, customers)
        numbers = {"schema": draft.copied.version, "rows": draft.copied.rows}
        numbers |= {"lists_removed": removed.lists, "customers_removed": removed.customers}
        _operator(copy, tools, door).do(NoteOperation(RESTORE, numbers))
        tools.ledger.merge(theirs)
        kept = draft.put_in_place(store.backups)
    return Restored(draft.copied.version, draft.copied.rows, removed.lists, removed.customers, kept)


def _named(tools: Tools, pages: Pages, lists: list[int], customers: list[int]) -> tuple[list[int], list[int]]:
    if tools.ledger.foreign(pages):
        raise Misconfigured(
            tr(
                "The ledger of what was wiped was written under another key than this machine has, so it cannot be "
                "followed. Put the key file back, or say --without-ledger: then what was wiped returns. "
                "Nothing was changed."
            )
        )
    return tools.ledger.among(pages, WIPE, lists), tools.ledger.among(pages, ERASURE, customers)


def _operator(store: Store, tools: Tools, door: str) -> Session:
    return Session(store, tools, Actor(operator=True), door)
