"""Who does not get a message to many, each with the reason (N05)."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.messages.campaigns.planning import Plan
from oclient_tui.services.messages.campaigns.recipients import LeftOut
from screens.commands import Command, bound
from screens.figures import figure
from screens.messages.wording import EXCLUSIONS
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column

BACK = Command("left-out.back", "escape,q,f7", "back", tr("back"), key_display="esc")


class LeftOutScreen(TableScreen[LeftOut]):
    """The first of them; the status line counts all."""

    BINDINGS: ClassVar[list[BindingType]] = bound(BACK)
    COLUMNS = (Column("name", tr("Customer"), 0), Column("reason", tr("Why"), 32))
    EMPTY = tr("Everybody gets it.")

    def __init__(self, of: CustomerList, plan: Plan) -> None:
        super().__init__()
        self.list, self._plan = of, plan

    def crumbs(self) -> tuple[str, ...]:
        """Return the list, and what is shown."""
        return (self.list.name, translate(tr("Left out")))

    async def fetch(self) -> Sequence[LeftOut]:
        """Return them."""
        return self._plan.left_out

    def tell(self) -> None:
        """Say how many there are in all."""
        number = sum(self._plan.excluded.values())
        shown = len(self._plan.left_out)
        first = translate(tr("the first {number} are shown")).format(number=shown) if shown < number else ""
        self.status((figure(number), "bold $oc-text"), " ", translate(tr("left out")), right=first)

    def cells(self, row: LeftOut) -> Sequence[Cell]:
        """Return who, and why."""
        return (Cell(row.name, "text"), Cell(translate(EXCLUSIONS[row.reason])))
