"""The people of a list, with their rights as they stand in this transaction."""

from typing import Any

from oclient_tui.domain.access import Access, Permission, Role
from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.members import Member
from storage.scope import Hall, Scope
from storage.tables.accounts import AccountRow
from storage.tables.lists import ListRow, MemberRow


class MemberRepository:
    """Membership is read anew in every transaction, so that a removal acts on the next action."""

    def __init__(self, hall: Hall, scope: Scope, *, locks: bool) -> None:
        self._hall = hall
        self._scope = scope
        self._locks = locks

    def access(self, account_id: int, *, writing: bool = False) -> Access | None:
        """Return what an account may do here; None if it is not on the list.

        A transaction that writes holds the membership and the list's switches still until it ends (D10, S2).
        """
        member = self._scope.select(MemberRow).where(MemberRow.account_id == account_id)
        switches = self._scope.select(ListRow, ListRow.list_id, ListRow.assigned_only, ListRow.closed_at)
        if writing and self._locks:
            member, switches = member.for_update("FOR UPDATE"), switches.for_update("FOR SHARE")
        row, found = member.first(), switches.first()
        if row is None or found is None:
            return None
        role, rights = Role(row.role), rights_of(row.rights)
        return Access(self._scope.list_id, account_id, role, rights, found.assigned_only, found.closed_at)

    def add(self, account_id: int, role: Role, rights: frozenset[Permission], now: int) -> None:
        """Put an account on the list."""
        row = {"account_id": account_id, "role": role.value, "rights": rights_text(rights), "joined_at": now}
        self._scope.insert(MemberRow, row).execute()

    def change(self, account_id: int, role: Role, rights: frozenset[Permission]) -> None:
        """Set role and rights."""
        values = {"role": role.value, "rights": rights_text(rights)}
        self._scope.update(MemberRow, values).where(MemberRow.account_id == account_id).execute()

    def remove(self, account_id: int) -> None:
        """Take an account off the list, its assignments with it."""
        self._scope.delete(MemberRow).where(MemberRow.account_id == account_id).execute()

    def all(self) -> list[Member]:
        """Return everybody on the list, by address."""
        return [self._member(row) for row in self._with_accounts().order_by(AccountRow.email_key).objects()]

    def joined_at(self, account_id: int) -> int:
        """Return since when a person is on the list, this time."""
        row = self._scope.select(MemberRow, MemberRow.joined_at).where(MemberRow.account_id == account_id)
        return int(row.scalar())

    def by_email(self, email: str) -> Member | None:
        """Return the person on the list with an address."""
        found = list(self._with_accounts().where(AccountRow.email_key == address_key(email)).objects())
        return self._member(found[0]) if found else None

    def _with_accounts(self) -> Any:
        columns = (MemberRow, AccountRow.email, AccountRow.name)
        return self._scope.select(MemberRow, *columns).join(AccountRow, on=(AccountRow.id == MemberRow.account_id))

    @staticmethod
    def _member(row: Any) -> Member:
        return Member(row.account_id, row.email, row.name, Role(row.role), rights_of(row.rights), row.joined_at)


def rights_text(rights: frozenset[Permission]) -> str:
    """Return rights as stored: names in order, between spaces."""
    return " ".join(sorted(right.value for right in rights))


def rights_of(text: str) -> frozenset[Permission]:
    """Return stored rights."""
    return frozenset(Permission(name) for name in text.split())
