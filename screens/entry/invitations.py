"""Invitations that wait for an answer: a line each under the lists, answered by enter and a dialog (X01, D26)."""

from typing import Any, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.members import Invitation
from oclient_tui.domain.text import inert
from oclient_tui.services.sharing.invitations import AcceptInvitation, RejectInvitation
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.dialogs import Choice, ChoiceDialog
from screens.entry.places import ROLES
from screens.ink import line
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

COLUMNS = (Column("list", "", 0), Column("role", "", 9), Column("ends", "", 26))
_MOST = 6
_QUESTION = tr(
    "“{name}” invites you as {role}. Who accepts sees the list at once, with what its owner lets that role see."
)


class Waiting(Vertical):
    """The invitations under their head; nothing at all where there are none."""

    DEFAULT_CSS = """
    Waiting { height: auto; margin-top: 1; display: none; }
    Waiting.some { display: block; }
    Waiting #waiting-head { height: 1; padding: 0 2; color: $oc-muted; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.offers: list[Invitation] = []

    def compose(self) -> ComposeResult:
        """Yield the head and the lines."""
        yield Static("", id="waiting-head", markup=False)
        yield Rows(Directory(whole(lambda: self.offers)), self._drawn, id="invitations")

    @property
    def rows(self) -> Rows[Invitation]:
        """The lines."""
        return cast("Rows[Invitation]", self.query_one("#invitations"))

    async def show(self, offers: list[Invitation]) -> None:
        """Show these."""
        self.offers = offers
        self.set_class(bool(offers), "some")
        head = line(translate(tr("Waiting for your answer")), "  ", (str(len(offers)), "$oc-text"))
        self.query_one("#waiting-head", Static).update(head)
        self.rows.styles.height = min(len(offers), _MOST)
        await self.rows.load(keep_place=True)

    def _drawn(self, row: Invitation, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        ends = translate(tr("until {day}")).format(day=shown_day(row.expires_at))
        cells = (Cell(row.list_name, "text"), Cell(translate(ROLES[row.role])), Cell(ends))
        here = self.rows.has_focus
        return drawn(shell_of(self).look, cells, COLUMNS, width, RowState(cursor=under_cursor and here, focused=here))


async def answer(screen: HouseScreen[Any], offer: Invitation) -> bool:
    """Ask what to answer and do it; whether anything was answered."""
    choices = (
        Choice("later", tr("Not now")),
        Choice("accept", tr("Accept")),
        Choice("reject", tr("Decline"), danger=True),
    )
    dialog = ChoiceDialog(_QUESTION, choices, name=offer.list_name, role=translate(ROLES[offer.role]))
    chosen = await screen.shell.push_screen_wait(dialog)
    if chosen == "later":
        return False
    reference = str(offer.id)
    try:
        await screen.do(AcceptInvitation(reference) if chosen == "accept" else RejectInvitation(reference))
    except OClientError as error:
        screen.refused(error)
        return True
    said = tr("You are on “{name}” now.") if chosen == "accept" else tr("Declined: “{name}”.")
    screen.notify(translate(said).format(name=inert(offer.list_name)), markup=False)
    return True
