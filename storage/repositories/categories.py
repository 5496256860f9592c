"""The list's categories."""

from dataclasses import dataclass

import peewee

from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.text import fold
from storage.scope import Scope
from storage.tables.lists import CategoryRow


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its place in the list's order."""

    id: int
    name: str
    position: int


class CategoryRepository:
    """Categories are the list's own: the same name in another list is another category."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self) -> list[Category]:
        """Return the categories in their order."""
        rows = self._scope.select(CategoryRow).order_by(CategoryRow.position, CategoryRow.id)
        return [Category(row.id, row.name, row.position) for row in rows]

    def add(self, category_id: int, name: str) -> None:
        """Add a category at the end; raise Refused if the name is there already, however it is written (O32)."""
        last = self._scope.select(CategoryRow, peewee.fn.MAX(CategoryRow.position)).scalar()
        row = {"id": category_id, "name": name, "name_key": fold(name), "position": (last or 0) + 1}
        try:
            self._scope.insert(CategoryRow, row).execute()
        except peewee.IntegrityError as error:
            raise Refused(tr("The list has a category “{name}” already."), name=name) from error

    def named(self, names: tuple[str, ...]) -> dict[str, Category]:
        """Return the categories of these names, by folded name."""
        keys = [fold(name) for name in names]
        rows = self._scope.select(CategoryRow).where(CategoryRow.name_key.in_(keys))
        return {row.name_key: Category(row.id, row.name, row.position) for row in rows}
