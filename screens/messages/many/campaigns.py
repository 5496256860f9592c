"""The runs of a list: one's own, or everybody's for those who see every customer (N04, N22)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.campaigns import Stage
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.messages.campaigns.following import MOST, Followed, ListCampaigns
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.figures import figure
from screens.messages.many.campaign import CampaignScreen
from screens.messages.wording import STAGES
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column
from screens.widgets.rows import Rows

OPEN = Command(
    "campaigns.open", "enter", "open", tr("open"), tr("Show how far it came; pause, resume, cancel, approve."),
    key_display="enter",
)  # fmt: skip
REFRESH = Command("campaigns.refresh", "R", "refresh", tr("refresh"), shown=False)
BACK = Command("campaigns.back", "escape,q", "back", tr("back"), key_display="esc")
_INKS = {Stage.RUNNING: "accent", Stage.DONE: "ok", Stage.CANCELLED: "muted"}


class CampaignsScreen(TableScreen[Followed]):
    """The newest first; changes nothing of customers."""

    BINDINGS: ClassVar[list[BindingType]] = bound(OPEN, REFRESH, BACK)
    COLUMNS = (
        Column("subject", tr("Subject"), 0), Column("stage", tr("State"), 11), Column("number", tr("To"), 7),
        Column("by", tr("Begun by"), 16), Column("at", tr("When ↓"), 16),
    )  # fmt: skip
    EMPTY = tr("No runs yet. Mark customers and press m to write to all of them.")

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of

    def crumbs(self) -> tuple[str, ...]:
        """Return the list, and what is shown."""
        return (self.list.name, translate(tr("Runs")))

    async def fetch(self) -> Sequence[Followed]:
        """Return them."""
        return await self.do(ListCampaigns(self.list.id, limit=MOST))

    def tell(self) -> None:
        """Say how many there are."""
        self.count(translate(tr("runs")))

    def cells(self, row: Followed) -> Sequence[Cell]:
        """Return what was said, how it stands, to how many, by whom and when."""
        stage = row.progress.stage
        return (
            Cell(row.campaign.title, "text"), Cell(translate(STAGES[stage]), _INKS.get(stage, "warn")),
            Cell(figure(row.campaign.recipients)), Cell(row.author), Cell(shown_day(row.campaign.created_at)),
        )  # fmt: skip

    @on(Rows.Opened)
    @work(exclusive=True, group="open")
    async def action_open(self) -> None:
        """Show the run under the cursor."""
        current = await self.rows.here()
        if current is not None:
            await self.shell.push_screen_wait(CampaignScreen(self.list, current.campaign.id))
            self.read()

    def action_refresh(self) -> None:
        """Read them again."""
        self.read()
