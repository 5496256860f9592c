"""The list's categories (O31, O32): everybody reads them, the owner adds to them."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.fields import FIELDS
from oclient_tui.domain.text import one_line
from oclient_tui.services.usecase import UseCase, Work
from storage.repositories.categories import Category


@dataclass
class ListCategories(UseCase[list[Category]], needs=Permission.VIEW):
    """Show the categories."""

    list_id: int

    def run(self, work: Work) -> list[Category]:
        """Return them in their order."""
        return work.unit.categories.all()


@dataclass
class AddCategory(UseCase[Category], needs=Permission.CATALOGUES, writes=True):
    """Add a category at the end."""

    list_id: int
    name: str

    def run(self, work: Work) -> Category:
        """Store it; raise Invalid for a bad name, Refused for one that is there."""
        name, limit = one_line(self.name), FIELDS["categories"].length
        if not name or len(name) > limit or "," in name:
            raise Invalid(tr("A category's name has 1 to {limit} characters and no comma."), limit=limit)
        category_id = work.tools.ids.next()
        work.unit.categories.add(category_id, name)
        work.record(Event("CategoryAdded", str(category_id), after={"name": name}))
        return Category(category_id, name, 0)
