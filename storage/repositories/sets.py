"""Customer sets: one's own, and those shared with the list."""

from typing import Any

import peewee

from oclient_tui.domain.sets import CustomerSet, name_taken
from oclient_tui.domain.text import fold, one_line
from storage.scope import Scope
from storage.tables.sets import CustomerSetRow


class SetRepository:
    """The sets that one person knows of; another's private ones are not met."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self, account_id: int) -> list[CustomerSet]:
        """Return one's own sets and the shared ones, by name."""
        return [_set(row) for row in self._known(account_id).order_by(CustomerSetRow.name_key, CustomerSetRow.id)]

    def named(self, account_id: int, name: str) -> CustomerSet | None:
        """Return the set of a name: one's own before one that another shared."""
        fitting = self._known(account_id).where(CustomerSetRow.name_key == fold(one_line(name)))
        found = sorted((_set(row) for row in fitting), key=lambda one: one.account_id != account_id)
        return found[0] if found else None

    def add(self, made: CustomerSet) -> None:
        """Store a set; raise Refused if one's own of that name is there."""
        row = {
            "id": made.id,
            "account_id": made.account_id,
            "name": made.name,
            "name_key": fold(made.name),
            "line": made.filter,
            "shared": made.shared,
            "created_at": made.created_at,
        }
        try:
            self._scope.insert(CustomerSetRow, row).execute()
        except peewee.IntegrityError as error:
            raise name_taken(made.name) from error

    def share(self, found: CustomerSet, *, shared: bool) -> None:
        """Share a set with the list or take it back; raise Refused if a shared one of that name is there."""
        try:
            query = self._scope.update(CustomerSetRow, {"shared": shared})
            query.where(CustomerSetRow.id == found.id).execute()
        except peewee.IntegrityError as error:
            raise name_taken(found.name) from error

    def remove(self, set_id: int) -> None:
        """Remove a set; the customers in it stay."""
        self._scope.delete(CustomerSetRow).where(CustomerSetRow.id == set_id).execute()

    def forget(self, account_id: int) -> None:
        """Remove the sets that somebody who leaves the list kept for themselves."""
        private = (CustomerSetRow.account_id == account_id) & (CustomerSetRow.shared == False)  # noqa: E712 - a column
        self._scope.delete(CustomerSetRow).where(private).execute()

    def _known(self, account_id: int) -> Any:
        known = (CustomerSetRow.account_id == account_id) | (CustomerSetRow.shared == True)  # noqa: E712 - a column
        return self._scope.select(CustomerSetRow).where(known)


def _set(row: CustomerSetRow) -> CustomerSet:
    return CustomerSet(row.id, row.name, row.line, row.account_id, row.shared, row.created_at)
