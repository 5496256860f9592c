"""What people like on the screens."""

import json

from oclient_tui.domain.preferences import EVERYWHERE, ON_A_LIST, Preferences, Value, read
from storage.scope import Hall, Scope
from storage.tables.preferences import ListPreferenceRow, PreferenceRow


class PreferenceRepository:
    """The rows of one person at a time."""

    def __init__(self, hall: Hall, scope: Scope) -> None:
        self._hall = hall
        self._scope = scope

    def of(self, account_id: int) -> Preferences:
        """Return what a person likes."""
        mine = self._hall.select(PreferenceRow).where(PreferenceRow.account_id == account_id)
        everywhere = {row.key: read(row.key, json.loads(row.value), EVERYWHERE) for row in mine}
        on_lists: dict[int, dict[str, Value]] = {}
        for row in self._hall.preferences_on_lists(account_id):
            value = read(row.key, json.loads(row.value), ON_A_LIST)
            if value is not None:
                on_lists.setdefault(row.list_id, {})[row.key] = value
        return Preferences({key: value for key, value in everywhere.items() if value is not None}, on_lists)

    def put(self, account_id: int, key: str, value: Value | None) -> None:
        """Keep what a person likes everywhere."""
        row = {"account_id": account_id, "key": key}
        here = (PreferenceRow.account_id == account_id) & (PreferenceRow.key == key)
        self._hall.delete(PreferenceRow).where(here).execute()
        if value is not None:
            self._hall.insert(PreferenceRow, row | {"value": json.dumps(value, ensure_ascii=False)}).execute()

    def put_here(self, account_id: int, key: str, value: Value | None) -> None:
        """Keep what a person likes on the list of this transaction."""
        row = {"account_id": account_id, "key": key}
        here = (ListPreferenceRow.account_id == account_id) & (ListPreferenceRow.key == key)
        self._scope.delete(ListPreferenceRow).where(here).execute()
        if value is not None:
            self._scope.insert(ListPreferenceRow, row | {"value": json.dumps(value, ensure_ascii=False)}).execute()
