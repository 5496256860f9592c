"""Customer lists and their settings."""

from collections.abc import Mapping

from oclient_tui.domain.lists import CustomerList, Membership
from oclient_tui.domain.text import fold, one_line
from storage.scope import Hall, Scope
from storage.tables.lists import ListRow, ListSettingRow


class ListRepository:
    """Lists: those of an account, and the one a transaction is about."""

    def __init__(self, hall: Hall, scope: Scope, *, locks: bool) -> None:
        self._hall = hall
        self._scope = scope
        self._locks = locks

    def add(self, found: CustomerList, settings: Mapping[str, str]) -> None:
        """Store a new list and what its business type keeps for later."""
        row = {
            "name": found.name,
            "name_key": fold(found.name),
            "business_type": found.business_type,
            "owner_id": found.owner_id,
            "assigned_only": found.assigned_only,
            "region": found.region,
            "language": found.language,
            "created_at": found.created_at,
            "version": found.version,
        }
        self._scope.insert(ListRow, row).execute()
        self._scope.insert_many(ListSettingRow, [{"key": key, "value": value} for key, value in settings.items()])

    def get(self) -> CustomerList | None:
        """Return the list of this transaction."""
        row = self._scope.select(ListRow).first()
        return _list(row) if row else None

    def hold(self) -> CustomerList | None:
        """Return the list and keep it from being closed for a wipe until the transaction ends."""
        query = self._scope.select(ListRow)
        row = (query.for_update("FOR SHARE") if self._locks else query).first()
        return _list(row) if row else None

    def set(self, values: Mapping[str, object]) -> None:
        """Change columns of the list and its version; until the transaction ends, nobody else writes on the list."""
        self._scope.update(ListRow, {**values, "version": ListRow.version + 1}).execute()

    def settings(self) -> dict[str, str]:
        """Return what is stored beside the list's own columns."""
        return {row.key: row.value for row in self._scope.select(ListSettingRow)}

    def setting(self, key: str) -> str | None:
        """Return one of them."""
        row = self._scope.select(ListSettingRow).where(ListSettingRow.key == key).first()
        return row.value if row else None

    def put(self, key: str, value: str) -> None:
        """Store one of them, in the place of what stood there."""
        changed = self._scope.update(ListSettingRow, {"value": value}).where(ListSettingRow.key == key).execute()
        if not changed:
            self._scope.insert(ListSettingRow, {"key": key, "value": value}).execute()

    def drop(self, key: str) -> None:
        """Take one of them away."""
        self._scope.delete(ListSettingRow).where(ListSettingRow.key == key).execute()

    def of(self, account_id: int) -> list[Membership]:
        """Return the lists an account is on, by name."""
        rows = self._hall.lists_of(account_id).order_by(ListRow.name_key, ListRow.list_id)
        return [Membership(_list(row), row.role) for row in rows.objects()]

    def named(self, account_id: int, name: str) -> list[CustomerList]:
        """Return the account's lists of a name."""
        fitting = self._hall.lists_of(account_id).where(ListRow.name_key == fold(one_line(name)))
        return [_list(row) for row in fitting.limit(3)]

    def every(self) -> list[CustomerList]:
        """Return all lists, for the operator."""
        return [_list(row) for row in self._hall.every_list().order_by(ListRow.name_key, ListRow.list_id)]


def _list(row: ListRow) -> CustomerList:
    return CustomerList(
        id=row.list_id,
        name=row.name,
        business_type=row.business_type,
        owner_id=row.owner_id,
        assigned_only=row.assigned_only,
        region=row.region,
        language=row.language,
        created_at=row.created_at,
        version=row.version,
        closed_at=row.closed_at,
    )
