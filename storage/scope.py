"""The row lock: the only place that starts a query (architecture §3).

`Scope` starts queries on the rows of one list, as far as one person may see them. `Hall` starts queries on the
installation's own rows, and asks the few questions across lists that are named as such.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import peewee

from oclient_tui.domain.access import Access
from storage.tables.base import CustomerTable, ListTable, Table
from storage.tables.customers import AssignmentRow, CustomerRow
from storage.tables.lists import InvitationRow, ListRow, MemberRow
from storage.tables.preferences import ListPreferenceRow

_ROWS_AT_ONCE = 200


class Hall:
    """The installation's own tables: accounts and what belongs to them."""

    def __init__(self, database: peewee.Database) -> None:
        self.database = database

    def select(self, table: type[Table], *columns: Any) -> Any:
        """Start a select on a table that belongs to no list."""
        return _outside_lists(table).select(*columns).bind(self.database)

    def insert(self, table: type[Table], values: Mapping[str, object]) -> Any:
        """Start an insert into a table that belongs to no list."""
        return _outside_lists(table).insert(**values).as_rowcount().bind(self.database)

    def update(self, table: type[Table], values: Mapping[str, object]) -> Any:
        """Start an update of a table that belongs to no list."""
        return _outside_lists(table).update(**values).bind(self.database)

    def delete(self, table: type[Table]) -> Any:
        """Start a delete from a table that belongs to no list."""
        return _outside_lists(table).delete().bind(self.database)

    def lists_of(self, account_id: int) -> Any:
        """Across lists: those an account is on."""
        return (
            ListRow.select(ListRow, MemberRow.role.alias("role"))
            .join(MemberRow, on=(MemberRow.list_id == ListRow.list_id))
            .where(MemberRow.account_id == account_id)
            .bind(self.database)
        )

    def preferences_on_lists(self, account_id: int) -> Any:
        """Across lists: what an account likes on each it is on."""
        mine = ListPreferenceRow.account_id == account_id
        return ListPreferenceRow.select().where(mine).bind(self.database)

    def every_list(self) -> Any:
        """Across lists: all of them, for the operator."""
        return ListRow.select().bind(self.database)

    def invitations(self) -> Any:
        """Across lists: invitations with their lists' names, to be narrowed to one token or one address."""
        return (
            InvitationRow.select(InvitationRow, ListRow.name.alias("list_name"))
            .join(ListRow, on=(ListRow.list_id == InvitationRow.list_id))
            .bind(self.database)
        )


class Scope:
    """One list, as far as `access` reaches; None as access is a system actor, who sees the whole list."""

    def __init__(self, database: peewee.Database, list_id: int, access: Access | None) -> None:
        self.database = database
        self.list_id = list_id
        self.access = access

    @property
    def restricted(self) -> bool:
        """Whether rows must be narrowed to the person's own and assigned customers."""
        return self.access is not None and not self.access.sees_all

    def select(self, table: type[ListTable], *columns: Any) -> Any:
        """Start a select on a list's rows; a customer's rows only where the customer is visible."""
        return self._narrowed(table, table.select(*columns))

    def update(self, table: type[ListTable], values: Mapping[str, object]) -> Any:
        """Start an update within the same bounds."""
        return self._narrowed(table, table.update(**values))

    def delete(self, table: type[ListTable]) -> Any:
        """Start a delete within the same bounds."""
        return self._narrowed(table, table.delete())

    def insert(self, table: type[ListTable], values: Mapping[str, object]) -> Any:
        """Start an insert of one row into this list."""
        return table.insert(list_id=self.list_id, **values).as_rowcount().bind(self.database)

    def insert_many(self, table: type[ListTable], rows: Iterable[Mapping[str, object]]) -> None:
        """Insert rows into this list."""
        waiting = [{"list_id": self.list_id, **row} for row in rows]
        for start in range(0, len(waiting), _ROWS_AT_ONCE):
            table.insert_many(waiting[start : start + _ROWS_AT_ONCE]).as_rowcount().bind(self.database).execute()

    def insert_free(self, table: type[ListTable], rows: Iterable[Mapping[str, object]]) -> int:
        """Insert the rows whose keys nobody has, waiting for whoever is writing the same, and return how many."""
        waiting = [{"list_id": self.list_id, **row} for row in rows]
        parts = (waiting[start : start + _ROWS_AT_ONCE] for start in range(0, len(waiting), _ROWS_AT_ONCE))
        inserts = (table.insert_many(part).on_conflict_ignore().as_rowcount() for part in parts)
        return sum(int(insert.bind(self.database).execute()) for insert in inserts)

    def customers(self, *columns: Any) -> Any:
        """Start a select on visible customers; a restricted person's goes along the index of the assignments (P4)."""
        query = CustomerRow.select(*columns)
        if self.restricted:
            ours = (AssignmentRow.list_id == CustomerRow.list_id) & (AssignmentRow.customer_id == CustomerRow.id)
            query = query.join(AssignmentRow, on=ours).where(
                AssignmentRow.list_id == self.list_id, AssignmentRow.account_id == self._account
            )
        return query.where(CustomerRow.list_id == self.list_id).bind(self.database)

    def by_name(self) -> tuple[Any, Any]:
        """Return the two columns that order `customers` by name, from the index that select goes along."""
        if self.restricted:
            return AssignmentRow.sort_key, AssignmentRow.customer_id
        return CustomerRow.sort_key, CustomerRow.id

    def inside(self, table: type[ListTable], *columns: Any) -> Any:
        """Start a subselect on this list's rows, to stand inside a query that is itself narrowed."""
        return table.select(*columns).where(table.list_id == self.list_id).bind(self.database)

    @property
    def _account(self) -> int:
        return self.access.account_id if self.access else 0

    def _narrowed(self, table: type[ListTable], query: Any) -> Any:
        query = query.where(table.list_id == self.list_id).bind(self.database)
        column = _customer_column(table)
        if column is None or not self.restricted:
            return query
        mine = AssignmentRow.alias("mine")
        assigned = mine.select(mine.customer_id).where(mine.list_id == self.list_id, mine.account_id == self._account)
        return query.where(column.in_(assigned))


def _customer_column(table: type[ListTable]) -> Any:
    if table is CustomerRow:
        return CustomerRow.id
    return table.customer_id if issubclass(table, CustomerTable) else None


def _outside_lists(table: type[Table]) -> type[Table]:
    if issubclass(table, ListTable):
        raise TypeError(f"{table.__name__} belongs to a list: start the query with a Scope")
    return table
