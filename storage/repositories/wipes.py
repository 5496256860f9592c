"""Wiping a list: the mark that closes it, the removal, and the stubs that stay (D5, O39)."""

import json
from collections.abc import Iterable
from typing import Any

import peewee

from oclient_tui.domain.module import Module
from oclient_tui.domain.wipes import Wipe
from storage.engine import Engine
from storage.scope import Hall, Scope
from storage.tables.base import ListTable
from storage.tables.customers import CustomerRow
from storage.tables.lists import ListRow, MemberRow
from storage.tables.records import FileBlobRow, record_table
from storage.tables.wipes import WipeRow
from storage.wiping.removing import remove, wait_for_writers
from storage.wiping.sampling import Value, sample


class WipeRepository:
    """The wipe of this transaction's list, and what is known of earlier ones."""

    def __init__(self, engine: Engine, hall: Hall, scope: Scope) -> None:
        self._engine = engine
        self._hall = hall
        self._scope = scope

    def close(self, account_id: int, now: int) -> None:
        """Close the list; whoever writes on it just now is waited for, and nobody begins after the commit.

        On a server every writer holds the list's row until the transaction ends, so that changing it waits for them.
        """
        wait_for_writers(self._engine)
        self._scope.update(ListRow, {"closed_at": now, "closed_by": account_id}).execute()

    def hold(self, account_id: int, now: int) -> bool:
        """Renew the mark and hold the list until the transaction ends; False if it is no longer this account's.

        The people first: whoever writes holds the own place on the list and then wants the list.
        """
        if self._engine.name == "postgresql":
            list(self._scope.select(MemberRow, MemberRow.account_id).for_update("FOR UPDATE").tuples())
        renewed = self._scope.update(ListRow, {"closed_at": now}).where(ListRow.closed_by == account_id)
        return int(renewed.execute()) == 1

    def open_again(self, account_id: int) -> None:
        """Take the mark away."""
        mine = ListRow.closed_by == account_id
        self._scope.update(ListRow, {"closed_at": None, "closed_by": None}).where(mine).execute()

    def extent(self, modules: Iterable[Module]) -> tuple[int, int, int]:
        """Return how many customers, records of card modules and files the list has."""
        records = sum(self._count(record_table(module)) for module in modules)
        return self._count(CustomerRow), records, self._count(FileBlobRow)

    def _count(self, table: type[ListTable]) -> int:
        return int(self._scope.select(table, peewee.fn.COUNT(table.list_id)).scalar())

    def sample(self, most: int) -> list[Value]:
        """Return values of the list to look for once it is gone; none on a server, whose files nobody here reads."""
        return sample(self._engine, self._scope.list_id, most)

    def remove(self, account_id: int) -> dict[str, int]:
        """Remove every row of the list; return how many stood in each table. The list must be closed by the account."""
        counts = remove(self._engine, self._scope.list_id, account_id)
        self._engine.act_as("person", self._scope.list_id, account_id)
        return counts

    def add(self, wipe: Wipe, sealed: str) -> None:
        """Keep the stub, with what is needed to look for remains later."""
        row = {"id": wipe.id, "subject": wipe.list_id, "account_id": wipe.account_id, "at": wipe.at}
        counts = json.dumps(dict(wipe.counts), sort_keys=True)
        self._hall.insert(WipeRow, row | {"counts": counts, "sealed": sealed, "digest": wipe.digest}).execute()

    def settle(self, wipe_id: int, digest: str) -> bool:
        """Note the certificate's digest and forget what was kept for the search; False if somebody was first."""
        owed = (WipeRow.id == wipe_id) & (WipeRow.digest == "")
        return int(self._hall.update(WipeRow, {"digest": digest, "sealed": ""}).where(owed).execute()) == 1

    def sealed(self, wipe_id: int) -> str:
        """Return what was kept for the search."""
        row = self._hall.select(WipeRow).where(WipeRow.id == wipe_id).first()
        return row.sealed if row else ""

    def of(self, account_id: int) -> list[Wipe]:
        """Return what an account wiped, the newest first."""
        return self._found(self._hall.select(WipeRow).where(WipeRow.account_id == account_id))

    def every(self) -> list[Wipe]:
        """Return all wipes, for the operator, the newest first."""
        return self._found(self._hall.select(WipeRow))

    @staticmethod
    def _found(query: Any) -> list[Wipe]:
        return [
            Wipe(row.id, row.subject, row.account_id, row.at, json.loads(row.counts), row.digest)
            for row in query.order_by(WipeRow.id.desc())
        ]
