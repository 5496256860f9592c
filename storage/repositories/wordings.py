"""What the list's consent kinds asked for, version by version; appended, never changed (E09, D14)."""

from dataclasses import dataclass

from storage.scope import Scope
from storage.tables.catalogues import ConsentWordingRow


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a wording; version 0 is none at all."""

    version: int
    text: str


class WordingRepository:
    """The wordings, by the code of their kind. They outlive the kind, as the consent log does."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def current(self, code: str) -> Wording:
        """Return the newest version."""
        rows = self._scope.select(ConsentWordingRow).where(ConsentWordingRow.code == code)
        row = rows.order_by(ConsentWordingRow.version.desc()).first()
        return Wording(row.version, row.wording) if row else Wording(0, "")

    def codes(self) -> set[str]:
        """Return the codes of all consent kinds that the list ever had."""
        return {row[0] for row in self._scope.select(ConsentWordingRow, ConsentWordingRow.code).distinct().tuples()}

    def add(self, code: str, version: int, text: str, now: int) -> None:
        """Append a version."""
        self._scope.insert(ConsentWordingRow, {"code": code, "version": version, "wording": text, "at": now}).execute()
