"""The lists one is on, the invitations that wait, and the way to what can be done with each (O01, O04, looks 02)."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, SignInNeeded, tr
from oclient_tui.domain.lists import CustomerList, Membership
from oclient_tui.domain.members import Invitation
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.requests import ListRequests
from oclient_tui.services.sharing.invitations import MyInvitations
from oclient_tui.services.sharing.lists import MyLists
from oclient_tui.services.sharing.members import ListMembers
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.entry.invitations import Waiting, answer
from screens.entry.menu import act
from screens.entry.new_list import NewListScreen
from screens.entry.places import Facts, cells, columns
from screens.ink import line
from screens.settings.overview import SettingsScreen
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import RowState, drawn, head
from screens.widgets.rows import Rows

OPEN = Command(
    "lists.open", "enter", "open", tr("open"), tr("Open the list, or answer the invitation."), key_display="enter"
)
ADD = Command("lists.add", "a", "add", tr("new list"), tr("Make a new list from a business type."))
FAVOURITE = Command("lists.favourite", "f", "favourite", tr("favourite"), tr("Keep the list at the top, or no longer."))
SETTINGS = Command("lists.settings", "S", "settings", tr("settings"), tr("The settings of a list that you own."))
ACT = Command(
    "lists.act", "x", "act", tr("actions"), tr("People, audit, leaving, wiping: what you may do with the list.")
)
REFRESH = Command("lists.refresh", "R", "refresh", tr("refresh"), tr("Read the lists again."), shown=False)

_EMPTY = tr(
    "You are on no list yet.\n\nA list holds customers, and only the people whom its owner invites see it. "
    "Press a to make one; an invitation from somebody else comes up here by itself."
)
LOOK_EVERY = 1.0


class ListsScreen(HouseScreen[CustomerList]):
    """One table, and the invitations under it; gives back the list to open."""

    TITLE_WORDS = tr("Lists")
    BINDINGS: ClassVar[list[BindingType]] = bound(OPEN, ADD, ACT, SETTINGS, FAVOURITE, REFRESH)
    DEFAULT_CSS = """
    ListsScreen #table { height: auto; max-height: 1fr; }
    ListsScreen #none { padding: 1 5; width: 72; height: auto; display: none; }
    ListsScreen.empty #none { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Membership] = []
        self._facts = Facts()

    def body(self) -> Iterable[Widget]:
        """Yield the heads, the table and the invitations."""
        rows = Rows(Directory(whole(self._in_order)), self._drawn, id="lists")
        yield Static(id="heads", markup=False)
        yield Vertical(rows, Static(line(translate(_EMPTY)), id="none", markup=False), Waiting(), id="body")

    @property
    def rows(self) -> Rows[Membership]:
        """The table."""
        return cast("Rows[Membership]", self.query_one("#lists"))

    def ready(self) -> None:
        """Read the lists, and from then on look for others."""
        super().ready()
        self.rows.focus()
        self.read()
        self.set_interval(LOOK_EVERY, self.look_again)

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        shown = columns(self.size.width)
        words = [translate(column.words) for column in shown]
        self.query_one("#heads", Static).update(line(*head(shown, self.size.width - 1, words, "name", "↑")))
        self._fit()

    def _in_order(self) -> Sequence[Membership]:
        return sorted(self._found, key=lambda one: not self._liked(one))

    def _liked(self, row: Membership) -> bool:
        return self.shell.preferred("favourite", row.list.id) is True

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the lists and invitations; count afterwards, beside."""
        try:
            found, offers = await self._ask()
            await self._show(found, offers)
        except OClientError as error:
            self.refused(error)
            return
        self.count()

    @work(exclusive=True, group="look")
    async def look_again(self) -> None:
        """Show lists and invitations that came or went meanwhile."""
        if self.shell.screen is not self:
            return
        try:
            found, offers = await self._ask()
        except SignInNeeded:
            return  # said when the person does something
        except OClientError as error:
            self.refused(error)
            return
        if found != self._found or offers != self.query_one(Waiting).offers:
            await self._show(found, offers)
            self.count()

    async def _ask(self) -> tuple[list[Membership], list[Invitation]]:
        found = await self.do(MyLists())
        return found, await self.do(MyInvitations())

    async def _show(self, found: list[Membership], offers: list[Invitation]) -> None:
        current = self.rows.current
        self._found = found
        self.set_class(not found, "empty")
        waiting = self.query_one(Waiting)
        await waiting.show(offers)
        await self.rows.load(keep_place=True)
        self._fit()
        self._back_to(current)
        if not waiting.offers and waiting.rows.has_focus:
            self.rows.focus()
        self._tell()

    def _back_to(self, row: Membership | None) -> None:
        ids = [one.list.id for one in self._in_order()]
        if row is not None and row.list.id in ids:
            self.rows.move_to(ids.index(row.list.id))

    def _fit(self) -> None:
        room = max(self.size.height - 4 - (len(self.query_one(Waiting).offers[:6]) + 2), 3)
        self.rows.styles.height = min(max(len(self._found), 0), room)

    @work(exclusive=True, group="count")
    async def count(self) -> None:
        """Count what is not counted yet: customers one sees, people, and requests where one is the owner."""
        facts = self._facts
        for membership in self._found:
            number, owner = membership.list.id, membership.role == "owner"
            try:
                people = await self.do(ListMembers(number))
                requests = await self.do(ListRequests(number)) if owner else []
                facts.people[number], facts.asked[number] = len(people), len(requests)
                facts.seen[number] = await self.do(CountCustomers(number), long=True)
            except OClientError:
                continue  # gone since it was read: it leaves the table with the next look
            self.rows.refresh()

    def _tell(self) -> None:
        owned = sum(one.role == "owner" for one in self._found)
        parts = [translate(tr("lists: {number}")).format(number=len(self._found))]
        if owned:
            parts.append(translate(tr("you own {number}")).format(number=owned))
        offers = len(self.query_one(Waiting).offers)
        if offers:
            parts.append(translate(tr("invitations: {number}")).format(number=offers))
        self.status(" · ".join(parts))

    def _drawn(self, row: Membership, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        here = self.rows.has_focus
        glyph = "★" if self._liked(row) else " "
        state = RowState(cursor=under_cursor, focused=here, glyph=glyph, glyph_ink="warn")
        room = self.size.width
        return drawn(self.shell.look, cells(row, self._facts, room), columns(room), width, state)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer settings only on a list that one owns, and nothing about a list where there is none."""
        if action in ("settings", "favourite"):
            current = self.rows.current if self.is_mounted else None
            if current is None or (action == "settings" and current.role != "owner"):
                return False
        return super().check_action(action, parameters)

    @on(Rows.Moved)
    def moved(self) -> None:
        """Offer what can be done with the list under the cursor."""
        self.refresh_bindings()

    @on(Rows.Opened)
    def action_open(self) -> None:
        """Open the list under the cursor, or answer the invitation."""
        waiting = self.query_one(Waiting)
        if waiting.rows.has_focus:
            self.reply()
        elif self.rows.current is not None:
            self.dismiss(self.rows.current.list)

    @work(exclusive=True, group="act")
    async def reply(self) -> None:
        """Answer the invitation under the cursor."""
        offer = self.query_one(Waiting).rows.current
        if offer is not None and await answer(self, offer):
            self.read()

    @work(exclusive=True, group="act")
    async def action_add(self) -> None:
        """Make a new list and open it."""
        made = await self.shell.push_screen_wait(NewListScreen())
        if made is not None:
            self.dismiss(made)

    @work(exclusive=True, group="act")
    async def action_act(self) -> None:
        """Show what can be done with the list under the cursor."""
        current = self.rows.current
        if await act(self, current) == "open" and current is not None:
            self.dismiss(current.list)
        else:
            self.read()

    @work(exclusive=True, group="act")
    async def action_settings(self) -> None:
        """Open the settings."""
        current = self.rows.current
        if current is not None and await self.shell.push_screen_wait(SettingsScreen(current.list)):
            self.read()

    @work(exclusive=True, group="act")
    async def action_favourite(self) -> None:
        """Keep the list at the top, or no longer."""
        current = self.rows.current
        if current is not None:
            liked = None if self._liked(current) else True
            self.shell.prefer("favourite", liked, current.list.id)
            await self.rows.load(keep_place=True)
            self._back_to(current)

    def action_refresh(self) -> None:
        """Read the lists again."""
        self.read()
