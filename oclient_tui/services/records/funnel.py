"""The sales funnel: how many sales and how much, by type, in the types' order (O35)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.services.records.switches import module_on
from oclient_tui.services.usecase import UseCase, Work

MODULE, TYPE, AMOUNT = "sales", "type", "amount"


@dataclass(frozen=True, slots=True)
class Step:
    """One type of sale: how many there are, and their sum in hundredths."""

    name: str
    count: int
    amount: int


@dataclass
class SalesFunnel(UseCase[list[Step]], needs=Permission.VIEW):
    """Count and add up the sales one sees; the owner may see the funnel as somebody else does (O07, N06)."""

    list_id: int
    see_as: str | None = None

    def run(self, work: Work) -> list[Step]:
        """Return a step for every type, those without a sale too; raise Invalid while the module is off."""
        sums = work.unit.records(module_on(work, MODULE)).sums(TYPE, AMOUNT)
        entries = work.unit.catalogue(CatalogueKind.SALE_TYPES).all()
        return [Step(entry.name, *sums.get(entry.id, (0, 0))) for entry in entries]
