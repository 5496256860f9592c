"""The bytes of customers' files: in the database, so that they live and die with their rows in one transaction.

Beside the database they could be left behind by a crash, missed by a backup or a wipe, and be out of reach for a
second host; and a folder of files would need guarding against every trick with paths (E5).
"""

from collections.abc import Sequence
from typing import Any

from oclient_tui.domain.module import Field, Kind, Module
from storage.scope import Scope
from storage.tables.records import FileBlobRow, record_table


class FileRepository:
    """Files of visible customers, by the hash of their bytes."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, customer_id: int, sha256: str, content: bytes) -> None:
        """Keep bytes for a customer, once."""
        if not self._of(self._scope.select(FileBlobRow, FileBlobRow.sha256), customer_id, sha256).exists():
            row = {"customer_id": customer_id, "sha256": sha256, "content": content}
            self._scope.insert(FileBlobRow, row).execute()

    def get(self, customer_id: int, sha256: str) -> bytes | None:
        """Return the bytes."""
        row = self._of(self._scope.select(FileBlobRow), customer_id, sha256).first()
        return bytes(row.content) if row else None

    def drop_unused(self, customer_id: int, sha256: str, modules: Sequence[Module]) -> None:
        """Remove a customer's bytes unless a record of any module still names them."""
        if not any(
            self._named(module, field.name, customer_id, sha256) for module in modules for field in _files(module)
        ):
            self._of(self._scope.delete(FileBlobRow), customer_id, sha256).execute()

    def _named(self, module: Module, field: str, customer_id: int, sha256: str) -> bool:
        table = record_table(module)
        here = self._scope.select(table, table.id).where(table.customer_id == customer_id)
        return bool(here.where(getattr(table, f"{field}_sha256") == sha256).exists())

    @staticmethod
    def _of(query: Any, customer_id: int, sha256: str) -> Any:
        return query.where(FileBlobRow.customer_id == customer_id, FileBlobRow.sha256 == sha256)


def _files(module: Module) -> list[Field]:
    return [field for field in module.fields if field.kind is Kind.FILE]
