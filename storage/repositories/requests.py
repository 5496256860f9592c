"""Requests to be assigned to a hidden record (N01)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.engine import Engine
from storage.repositories import customer_rows
from storage.scope import Scope
from storage.tables.customers import CustomerRow
from storage.tables.duplicates import AssignmentRequestRow

_SQLITE_ASK = (
    "WITH wanted (id, digest) AS (VALUES {}) INSERT OR IGNORE INTO assignment_requests"
    " (list_id, id, account_id, customer_id, at) SELECT ?2, min(e.id), ?1, e.customer_id, ?3 FROM ("
    " SELECT w.id, min(k.customer_id) AS customer_id FROM wanted w JOIN ("
    " SELECT list_id, digest, customer_id FROM duplicate_keys"
    " UNION ALL SELECT list_id, digest, customer_id FROM duplicate_clashes) k ON k.list_id = ?2 AND k.digest = w.digest"
    " WHERE NOT EXISTS (SELECT 1 FROM assignments a WHERE a.list_id = k.list_id AND a.customer_id = k.customer_id"
    " AND a.account_id = ?1) GROUP BY w.id) e GROUP BY e.customer_id"
)


@dataclass(frozen=True, slots=True)
class AssignmentRequest:
    """Who asks for which record."""

    id: int
    account_id: int
    customer_id: int
    customer: str
    at: int


class RequestRepository:
    """The open requests of a list: one for a person and a record."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope

    def ask(self, wanted: Sequence[tuple[int, bytes]], account_id: int, now: int) -> None:
        """Ask, for each key, for the eldest record that has it and is hidden from the account; tell nothing of it.

        A key comes with the id of the request that it may become. It is one statement, whatever there is to find.
        """
        run: Any = self._engine.database.execute_sql
        pairs = list(wanted) or [(0, b"")]
        if self._engine.name == "postgresql":
            run("SELECT oclient_ask(%s::bigint[], %s::bytea[], %s)", (*map(list, zip(*pairs, strict=True)), now))
            return
        places = ", ".join(f"(?{4 + 2 * place}, ?{5 + 2 * place})" for place in range(len(pairs)))
        given = [value for pair in pairs for value in pair]
        run(_SQLITE_ASK.format(places), (account_id, self._scope.list_id, now, *given))

    def all(self) -> list[AssignmentRequest]:
        """Return the open requests with the names of their records, oldest first."""
        rows = list(self._scope.select(AssignmentRequestRow).order_by(AssignmentRequestRow.id))
        wanted = self._scope.inside(AssignmentRequestRow, AssignmentRequestRow.customer_id)
        found = self._scope.customers(CustomerRow).where(CustomerRow.id.in_(wanted)).objects()
        names = {row.id: customer_rows.customer(row, {}, {}).name for row in found}
        return [
            AssignmentRequest(row.id, row.account_id, row.customer_id, names[row.customer_id], row.at) for row in rows
        ]

    def reopen(self, customer_id: int, row: Mapping[str, object]) -> None:
        """Let a request that was closed stand again."""
        self._scope.insert(AssignmentRequestRow, {"customer_id": customer_id, **row}).execute()

    def take(self, request_id: int) -> AssignmentRequest | None:
        """Close a request and return it; None if it is not open. Of two who answer at once, one gets it."""
        found = next((request for request in self.all() if request.id == request_id), None)
        ours = AssignmentRequestRow.id == request_id
        closed = found is not None and self._scope.delete(AssignmentRequestRow).where(ours).execute() == 1
        return found if closed else None
