"""Versions that were given once and are not given again (N18)."""

from collections.abc import Iterable, Mapping

from storage.scope import Scope
from storage.tables.undo import VersionFloorRow


class FloorRepository:
    """The highest version of customers and records where undo went below it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, record_id: int) -> int:
        """Return the highest version that a visible customer or record had before undo; 0 for one never undone."""
        return self.several([record_id]).get(record_id, 0)

    def several(self, ids: Iterable[int]) -> dict[int, int]:
        """Return the floors of those that have one."""
        rows = self._scope.select(VersionFloorRow, VersionFloorRow.id, VersionFloorRow.floor)
        return {int(row[0]): int(row[1]) for row in rows.where(VersionFloorRow.id.in_(list(ids))).tuples()}

    def lift(self, floors: Mapping[int, tuple[int, int]]) -> None:
        """Raise floors, each given with its customer; what is higher already stays."""
        have = self.several(floors)
        higher = {number: floor for number, floor in floors.items() if floor[1] > have.get(number, 0)}
        if not higher:
            return
        self._scope.delete(VersionFloorRow).where(VersionFloorRow.id.in_(list(higher))).execute()
        self._scope.insert_many(
            VersionFloorRow,
            [{"id": number, "customer_id": of, "floor": floor} for number, (of, floor) in higher.items()],
        )
