"""Who is assigned to which customers."""

from collections.abc import Collection, Sequence

import peewee

from storage.scope import Hall, Scope
from storage.tables.accounts import AccountRow
from storage.tables.customers import AssignmentRow, CustomerRow

_AT_ONCE = 500


class AssignmentRepository:
    """Assignments of visible customers; each carries the customer's sort key (P4)."""

    def __init__(self, hall: Hall, scope: Scope) -> None:
        self._hall = hall
        self._scope = scope

    def assign_author(self, customer_id: int, account_id: int, sort_key: str, now: int) -> None:
        """Assign a record just added to the person who added it (X02)."""
        self._scope.insert(AssignmentRow, _row(customer_id, account_id, sort_key, account_id, now)).execute()

    def assigned(self, customer_ids: Sequence[int], account_id: int) -> list[int]:
        """Return those of some visible customers that a person is assigned to."""
        found: list[int] = []
        for start in range(0, len(customer_ids), _AT_ONCE):
            rows = self._scope.select(AssignmentRow, AssignmentRow.customer_id)
            some = customer_ids[start : start + _AT_ONCE]
            found += (row[0] for row in rows.where(*_of(account_id, some)).tuples())
        return found

    def assign(self, customer_ids: Sequence[int], account_id: int, by: int, now: int) -> list[int]:
        """Assign visible customers and return those that were not assigned to this person before."""
        fresh: list[int] = []
        for start in range(0, len(customer_ids), _AT_ONCE):
            some = customer_ids[start : start + _AT_ONCE]
            have = set(self.assigned(some, account_id))
            wanted = self._scope.customers(CustomerRow.id, CustomerRow.sort_key).where(
                CustomerRow.id.in_(set(some) - have)
            )
            rows = [_row(customer_id, account_id, key, by, now) for customer_id, key in wanted.tuples()]
            self._scope.insert_many(AssignmentRow, rows)
            fresh += [customer_id for customer_id in some if customer_id not in have]
        return fresh

    def unassign(self, customer_ids: Sequence[int], account_id: int) -> list[tuple[int, int, int]]:
        """Take assignments of visible customers away; return which: the customer, by whom and when it was assigned."""
        gone: list[tuple[int, int, int]] = []
        for start in range(0, len(customer_ids), _AT_ONCE):
            some = customer_ids[start : start + _AT_ONCE]
            columns = (AssignmentRow.customer_id, AssignmentRow.assigned_by, AssignmentRow.assigned_at)
            found = list(self._scope.select(AssignmentRow, *columns).where(*_of(account_id, some)).tuples())
            # One's own assignment may be what makes the row visible, so the delete names the ids found before.
            self._scope.delete(AssignmentRow).where(*_of(account_id, [row[0] for row in found])).execute()
            gone += found
        return gone

    def rows(self, customer_ids: Sequence[int]) -> set[tuple[int, int, int, int]]:
        """Return the assignments of visible customers: customer, account, by whom and when it was assigned."""
        columns = (AssignmentRow.account_id, AssignmentRow.assigned_by, AssignmentRow.assigned_at)
        rows = self._scope.select(AssignmentRow, AssignmentRow.customer_id, *columns)
        return set(rows.where(AssignmentRow.customer_id.in_(list(customer_ids))).tuples())

    def put_back(self, rows: Sequence[tuple[int, int, int, int]]) -> None:
        """Let assignments of visible customers stand that were rows before."""
        keys = self._scope.customers(CustomerRow.id, CustomerRow.sort_key)
        placed = dict(keys.where(CustomerRow.id.in_([row[0] for row in rows])).tuples())
        again = [_row(one, account, placed[one], by, at) for one, account, by, at in rows]
        self._scope.insert_many(AssignmentRow, again)

    def accounts_of(self, customer_id: int) -> set[int]:
        """Return the accounts assigned to a visible customer."""
        rows = self._scope.select(AssignmentRow, AssignmentRow.account_id).where(
            AssignmentRow.customer_id == customer_id
        )
        return {row[0] for row in rows.tuples()}

    def count_of(self, account_id: int) -> int:
        """Return how many visible customers a person is assigned to."""
        rows = self._scope.select(AssignmentRow, peewee.fn.COUNT(AssignmentRow.customer_id))
        return int(rows.where(AssignmentRow.account_id == account_id).scalar())

    def counts(self, account_ids: Collection[int]) -> dict[int, int]:
        """Return how many visible customers each of these people is assigned to; nobody without one."""
        of, number = AssignmentRow.account_id, peewee.fn.COUNT(AssignmentRow.customer_id)
        rows = self._scope.select(AssignmentRow, of, number).where(of.in_(list(account_ids))).group_by(of)
        return {int(account): int(count) for account, count in rows.tuples()}

    def covered(self, account_ids: Collection[int]) -> int:
        """Return how many visible customers at least one of these people is assigned to."""
        number = peewee.fn.COUNT(AssignmentRow.customer_id.distinct())
        rows = self._scope.select(AssignmentRow, number)
        return int(rows.where(AssignmentRow.account_id.in_(list(account_ids))).scalar())

    def emails_of(self, customer_id: int) -> list[str]:
        """Return the addresses of the people assigned to a visible customer."""
        accounts = self._hall.select(AccountRow, AccountRow.email).where(
            AccountRow.id.in_(self.accounts_of(customer_id))
        )
        return [row[0] for row in accounts.order_by(AccountRow.email_key).tuples()]


def _of(account_id: int, customer_ids: Sequence[int]) -> tuple[object, object]:
    return AssignmentRow.account_id == account_id, AssignmentRow.customer_id.in_(customer_ids)


def _row(customer_id: int, account_id: int, sort_key: str, by: int, now: int) -> dict[str, object]:
    return {
        "customer_id": customer_id,
        "account_id": account_id,
        "sort_key": sort_key,
        "assigned_by": by,
        "assigned_at": now,
    }
