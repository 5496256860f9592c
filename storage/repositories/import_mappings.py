"""Saved mappings of columns to fields: the list's own, for everybody who may import."""

import json
from typing import Any

from oclient_tui.domain.import_mapping import SavedMapping
from oclient_tui.domain.text import fold, one_line
from storage.scope import Scope
from storage.tables.imports import ImportMappingRow


class ImportMappingRepository:
    """The mappings of one list."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self) -> list[SavedMapping]:
        """Return the mappings by name."""
        rows = self._scope.select(ImportMappingRow).order_by(ImportMappingRow.name_key, ImportMappingRow.id)
        return [_mapping(row) for row in rows]

    def named(self, name: str) -> SavedMapping | None:
        """Return the mapping of a name, however it is written."""
        row = self._named(self._scope.select(ImportMappingRow), name).first()
        return _mapping(row) if row else None

    def put(self, mapping: SavedMapping) -> None:
        """Store a mapping, in place of one of the same name."""
        self.remove(mapping.name)
        row = {
            "id": mapping.id,
            "account_id": mapping.account_id,
            "name": mapping.name,
            "name_key": fold(mapping.name),
            "columns": json.dumps(dict(mapping.columns), ensure_ascii=False),
            "saved_at": mapping.saved_at,
        }
        self._scope.insert(ImportMappingRow, row).execute()

    def remove(self, name: str) -> None:
        """Remove a mapping."""
        self._named(self._scope.delete(ImportMappingRow), name).execute()

    @staticmethod
    def _named(query: Any, name: str) -> Any:
        return query.where(ImportMappingRow.name_key == fold(one_line(name)))


def _mapping(row: ImportMappingRow) -> SavedMapping:
    return SavedMapping(row.id, row.name, json.loads(row.columns), row.account_id, row.saved_at)
