"""Whom the list does not write to: put on, and taken off with a reason (O24, E23)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.mail_replies import ReplyClass
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.suppressions import Suppression
from oclient_tui.services.messages.suppressing import ASKED, AllowAddress, ListSuppressed, SuppressAddress
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.messages.wording import CHANNELS
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.text_dialog import Asked, TextDialog

ADD = Command(
    "suppression.add", "a", "add", tr("add"), tr("Write to an address no more, whatever else holds."),
    needs=Permission.SUPPRESSION,
)  # fmt: skip
LIFT = Command(
    "suppression.lift", "d", "lift", tr("take off"), tr("Write to the address again; asks for the reason."),
    needs=Permission.SUPPRESSION,
)  # fmt: skip
BACK = Command(
    "suppression.back", "escape,q", "back", tr("back"), tr("Go back to the overview of the settings."),
    key_display="esc",
)  # fmt: skip
COLUMNS = (Column("address", tr("Address"), 0), Column("channel", tr("Kind"), 8), Column("reason", tr("Why"), 14),
           Column("detail", tr("Note"), 26), Column("at", tr("Since"), 16))  # fmt: skip
WIDE = 100
REASONS = {ASKED: tr("asked for it"), ReplyClass.ADDRESS_BAD: tr("no such address"),
           ReplyClass.OPTED_OUT: tr("asked for it")}  # fmt: skip
_ERASED = tr("erased: known by its mark alone")
_LIFT = tr("The address is written to again. The audit keeps who decided it, and this reason.")


class SuppressedScreen(TableScreen[Suppression]):
    """The suppression list; gives back False, for nothing of the settings changes here."""

    BINDINGS: ClassVar[list[BindingType]] = bound(ADD, LIFT, BACK)
    EMPTY = tr("Everybody with an address may be written to. a notes who asked not to be.")

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("Not written to")))

    async def fetch(self) -> Sequence[Suppression]:
        """Return the addresses."""
        await self.learn(self.list.id)
        return await self.do(ListSuppressed(self.list.id))

    def columns(self) -> tuple[Column, ...]:
        """Return the columns; where there is little room, the notes stay out."""
        return COLUMNS if self.size.width >= WIDE else tuple(one for one in COLUMNS if one.key != "detail")

    def tell(self) -> None:
        """Say how many there are."""
        self.count(translate(tr("addresses")))

    def cells(self, row: Suppression) -> Sequence[Cell]:
        """Return which address, why and since when."""
        address, reason = row.address or translate(_ERASED), translate(REASONS.get(row.reason, row.reason))
        cells = {
            "address": Cell(address, "text"),
            "channel": Cell(translate(CHANNELS[row.channel])),
            "reason": Cell(reason),
            "detail": Cell(row.detail),
            "at": Cell(shown_day(row.at)),
        }
        return [cells[one.key] for one in self.columns()]

    @work(exclusive=True, group="change")
    async def action_add(self) -> None:
        """Ask for the kind, the address and a note."""
        options = tuple((channel.value, translate(words)) for channel, words in CHANNELS.items())
        title = translate(tr("Write no more"))
        kind = await self.shell.push_screen_wait(PickDialog(title, "", options))
        if not kind:
            return

        async def keep(typed: dict[str, str]) -> None:
            await self.do(SuppressAddress(self.list.id, typed["address"], kind, typed["note"]))

        words = tr("E-mail") if kind == Channel.EMAIL else tr("Phone")
        asked = (Asked("address", translate(words)), Asked("note", translate(tr("Note"))))
        if await self.shell.push_screen_wait(TextDialog(title, "", asked, keep)):
            self.again()

    @work(exclusive=True, group="change")
    async def action_lift(self) -> None:
        """Ask for the reason and take the address off."""
        current = self.rows.current
        if current is None or not current.address:
            return

        async def keep(typed: dict[str, str]) -> None:
            await self.do(AllowAddress(self.list.id, current.address, current.channel.value, typed["reason"]))

        asked = TextDialog(current.address, translate(_LIFT), (Asked("reason", translate(tr("Reason"))),), keep)
        if await self.shell.push_screen_wait(asked):
            self.again()
