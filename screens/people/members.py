"""The people of a list: who is there as what, who is invited, seeing the list as somebody does (D4, X01, looks 10)."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission, Role
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.members import Invitation, InvitationState, Member
from oclient_tui.domain.text import inert
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.watching import LookForChanges
from oclient_tui.services.sharing.invitations import ListInvitations, RevokeInvitation
from oclient_tui.services.sharing.members import ListMembers, RemoveMember
from oclient_tui.services.usecase import UseCase
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.figures import figure
from screens.people.member_text import COLUMNS, Person, about, cells, state_of
from screens.people.person import InviteDialog, OfferDialog, PersonDialog
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, RowState
from screens.widgets.rows import Rows

SEE_AS = Command(
    "members.see-as", "t", "see_as", tr("see as"), tr("See the list exactly as this person does; change nothing."),
    needs=Permission.SEE_AS,
)  # fmt: skip
RIGHTS = Command(
    "members.rights", "enter", "rights", tr("rights"), tr("Change the role and rights of this person."),
    key_display="enter", needs=Permission.ROLES,
)  # fmt: skip
INVITE = Command("members.invite", "i", "invite", tr("invite"), tr("Offer somebody a place."), needs=Permission.INVITE)
REMOVE = Command(
    "members.remove", "d", "remove", tr("remove"), tr("Take somebody off the list, or an invitation back; asks first."),
    needs=Permission.ROLES,
)  # fmt: skip
COPY = Command("members.copy", "y", "copy", tr("copy"), tr("Copy the e-mail address."))
BACK = Command("members.back", "escape,q", "back", tr("back"), key_display="esc")
REFRESH = Command("members.refresh", "R", "refresh", tr("refresh"), tr("Read the people again."), shown=False)

_REMOVE = tr(
    "Take {email} off the list? Nothing of it is seen from the next action on. Assignments end: {number}. "
    "The customers stay on the list; those assigned to nobody else are seen by owner and admins alone."
)
_REVOKE = tr("Take the invitation of {email} back? Its code works no longer.")
LOOK_EVERY = 1.0
Eyes = Callable[[CustomerList, Member], HouseScreen[None]]
"""Makes the screen that shows a list as somebody else sees it."""


class MembersScreen(TableScreen[Person]):
    """The table; gives back whether the list may have changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(RIGHTS, SEE_AS, INVITE, REMOVE, COPY, BACK, REFRESH)
    COLUMNS = COLUMNS
    SORTED = ("name", "↑")
    DEFAULT_CSS = """
    MembersScreen #table { width: 1fr; }
    MembersScreen #about { width: 42; height: 100%; padding: 1 2; background: $oc-surface; }
    MembersScreen.-narrow #about { display: none; }
    """

    eyes: ClassVar[Eyes]
    """Set by the App: that screen is made of the customers' own, from which one comes here."""

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._sees: dict[int, int] = {}
        self._mark = ""
        self.changed = True  # others may have changed it meanwhile

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and where one is."""
        return (self.list.name, translate(tr("People")))

    def body(self) -> Iterable[Widget]:
        """Yield the table, and what the person under the cursor may do."""
        yield Horizontal(self.table(), Static("", id="about"))

    def room(self) -> int:
        """Return how wide a row is beside what is told of one."""
        return super().room() - (42 if self.size.width >= 100 else 0)

    def ready(self) -> None:
        """Read the people, and again whenever the list was changed."""
        super().ready()
        self.set_interval(LOOK_EVERY, self.look_again)

    async def fetch(self) -> Sequence[Person]:
        """Return who is on the list, and who is invited where one may know."""
        await self.learn(self.list.id)
        self._mark = await self.do(LookForChanges(self.list.id))  # before: what comes meanwhile is read again
        people: list[Person] = [*await self.do(ListMembers(self.list.id))]
        if self._may(Permission.INVITE):
            offers = await self.do(ListInvitations(self.list.id))
            people += [one for one in offers if one.state is InvitationState.PENDING]
        return people

    async def follow(self) -> None:
        """Count what each sees."""
        self.count_seen()

    @work(exclusive=True, group="count")
    async def count_seen(self) -> None:
        """Count what each person sees, where that is not everything: for the owner alone, who may see as they do."""
        if not self._may(Permission.SEE_AS):
            return
        for person in self._limited():
            try:
                self._sees[person.account_id] = await self.do(
                    CountCustomers(self.list.id, see_as=person.email), long=True
                )
            except OClientError:
                continue  # left meanwhile: the next look takes the row away
        self.rows.refresh()
        self.tell()

    def _limited(self) -> Sequence[Member]:
        members = [one for one in self.found if isinstance(one, Member)]
        return [one for one in members if one.role is Role.MEMBER and self.list.assigned_only]

    @work(exclusive=True, group="look")
    async def look_again(self) -> None:
        """Read the people again when the list was changed meanwhile."""
        if self.shell.screen is not self:
            return
        try:
            mark = await self.do(LookForChanges(self.list.id))
        except OClientError as error:
            self.refused(error)
            self.dismiss(self.changed)
            return
        if mark != self._mark and self._mark:
            self.read()

    def _may(self, permission: Permission) -> bool:
        return self.permissions is not None and permission in self.permissions

    def cells(self, row: Person) -> Sequence[Cell]:
        """Return who it is, as what, and what they may do."""
        return cells(row, self._seen_by(row))

    def state(self, row: Person) -> RowState:
        """Mark who is only invited, and who is away."""
        return state_of(row)

    def _seen_by(self, row: Person) -> str:
        """Return how many customers a person sees; nothing where one may not know."""
        if isinstance(row, Invitation):
            return ""
        if row.role is not Role.MEMBER or not self.list.assigned_only:
            return translate(tr("all"))
        known = self._sees.get(row.account_id)
        return ("…" if known is None else figure(known)) if self._may(Permission.SEE_AS) else ""

    @on(Rows.Moved)
    def tell(self) -> None:
        """Tell of the person under the cursor, and how many there are."""
        current = self.rows.current
        shown = about(current, self._seen_by(current), owner=self._may(Permission.ROLES)) if current else ""
        self.query_one("#about", Static).update(shown)
        members = sum(isinstance(one, Member) for one in self.found)
        invited = len(self.found) - members
        parts = [translate(tr("people: {number}")).format(number=members)]
        if invited:
            parts.append(translate(tr("invited: {number}")).format(number=invited))
        self.status(" · ".join(parts), right=f"{self.rows.cursor + 1}/{len(self.found)}" if self.found else "")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with whoever is under the cursor: nothing with the owner, of an offer only its end."""
        if action in ("see_as", "rights", "remove") and self.is_mounted:
            current = self.rows.current
            if current is None or (isinstance(current, Member) and current.role is Role.OWNER):
                return False
            if isinstance(current, Invitation) and action != "remove":
                return False
        return super().check_action(action, parameters)

    @on(Rows.Opened)
    def opened(self) -> None:
        """Change the rights of the person under the cursor, where one may."""
        if self.check_action("rights", ()):
            self.action_rights()

    @work(exclusive=True, group="act")
    async def action_rights(self) -> None:
        """Change role and rights."""
        current = self.rows.current
        if not isinstance(current, Member):
            return
        if await self.shell.push_screen_wait(PersonDialog(self.list.id, current)):
            self.read()

    @work(exclusive=True, group="act")
    async def action_see_as(self) -> None:
        """See the list as this person does."""
        current = self.rows.current
        if isinstance(current, Member):
            await self.shell.push_screen_wait(type(self).eyes(self.list, current))

    @work(exclusive=True, group="act")
    async def action_invite(self) -> None:
        """Offer somebody a place, and show the code."""
        offer = await self.shell.push_screen_wait(InviteDialog(self.list.id))
        if offer is not None:
            self.read()
            await self.shell.push_screen_wait(OfferDialog(offer))

    @work(exclusive=True, group="act")
    async def action_remove(self) -> None:
        """Take somebody off the list, or an invitation back."""
        current = self.rows.current
        if isinstance(current, Invitation):
            choices = (Choice("no", tr("Leave it")), Choice("yes", tr("Take it back"), danger=True))
            await self._asked(_REVOKE, choices, RevokeInvitation(self.list.id, current.email), current.email)
        elif current is not None:
            choices = (Choice("no", tr("Cancel")), Choice("yes", tr("Take off the list"), danger=True))
            await self._asked(_REMOVE, choices, RemoveMember(self.list.id, current.email), current.email)

    async def _asked(self, question: str, choices: tuple[Choice, ...], case: UseCase[None], email: str) -> None:
        try:
            number = await self._assigned(email) if isinstance(case, RemoveMember) else 0
            dialog = ChoiceDialog(question, choices, email=email, number=number)
            if await self.shell.push_screen_wait(dialog) == "yes":
                await self.do(case)
                self.notify(translate(tr("Done: {email}")).format(email=inert(email)), markup=False)
        except OClientError as error:
            self.refused(error)
        self.read()

    async def _assigned(self, email: str) -> int:
        return await self.do(CountCustomers(self.list.id, f'assigned:"{email}"'), long=True)

    def action_copy(self) -> None:
        """Copy the address under the cursor."""
        current = self.rows.current
        if current is not None:
            self.shell.copy(current.email)

    def action_refresh(self) -> None:
        """Read the people again."""
        self.read()
