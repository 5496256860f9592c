"""Inviting somebody to a new list: the address, the role, and the code to hand over, which is shown once (X01, S5)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission, Role
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.sharing.invitations import InviteMember, Offer
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.ink import line, said
from screens.widgets.form import Field

GO = Command(
    "invite.go", "ctrl+s", "go", tr("invite"), tr("Make the invitation."), key_display="ctrl+s", needs=Permission.INVITE
)
ROLE = Command("invite.role", "f5", "role", tr("role"), tr("Invite as a member, or as an admin."), key_display="F5")
COPY = Command("invite.copy", "f6", "copy", tr("copy code"), tr("Copy the code to the clipboard."), key_display="F6")
BACK = Command("invite.back", "escape", "back", tr("to the list"), tr("Go to the list."), key_display="esc")

_ABOUT = tr("A list is for several people. Whom do you work with? esc goes on without.")
_ROLES = {
    Role.MEMBER: tr("member: adds and edits customers"),
    Role.ADMIN: tr("admin: sees all customers, imports and exports"),
}
_HOW = tr(
    "Hand this code to {email}; it is shown this once and holds until {until}. They start oclient, then press F3."
)


class InviteScreen(HouseScreen[None]):
    """One address at a time; as many as one likes."""

    TITLE_WORDS = tr("Invite someone")
    BINDINGS: ClassVar[list[BindingType]] = bound(GO, ROLE, COPY, BACK)
    DEFAULT_CSS = """
    InviteScreen #block { padding: 1 2; max-width: 90; height: 1fr; }
    InviteScreen #block Static { height: auto; margin-bottom: 1; }
    InviteScreen Field { margin-bottom: 1; }
    InviteScreen Button { margin: 0 0 1 15; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._role = Role.MEMBER
        self._code = ""

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and what is being done."""
        return (self.list.name, translate(self.TITLE_WORDS))

    def body(self) -> Iterable[Widget]:
        """Yield the question, the address, the role, and the place for the code."""
        yield Vertical(
            Static(said(_ABOUT)),
            Field("email", translate(tr("E-mail")), needed=True),
            Static("", id="role", markup=False),
            Button(translate(tr("Invite")), id="go", classes="main", compact=True),
            Static("", id="offer", markup=False),
            id="block",
        )

    def ready(self) -> None:
        """Start in the address."""
        super().ready()
        self._told()
        self.query_one("#input-email", Input).focus()
        self.know()

    @work(exclusive=True, group="know")
    async def know(self) -> None:
        """Learn what one may do here."""
        await self.learn(self.list.id)

    def _told(self) -> None:
        role = translate(_ROLES[self._role])
        label = (f"{translate(tr('Role')):<15}", "$oc-muted")
        self.query_one("#role", Static).update(line(label, " ", role, ("   F5", "bold $oc-accent")))

    def action_role(self) -> None:
        """Take the other role."""
        self._role = Role.ADMIN if self._role is Role.MEMBER else Role.MEMBER
        self._told()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the copying until there is a code."""
        if action == "copy" and not self._code:
            return False
        return super().check_action(action, parameters)

    @on(Input.Submitted)
    @on(Button.Pressed)
    @work(exclusive=True, group="go")
    async def action_go(self) -> None:
        """Make the invitation and show its code; a refusal is said at the address."""
        field = self.query_one(Field)
        field.wrong("")
        if not field.value.strip():
            field.input.focus()
            return
        try:
            offer = await self.do(InviteMember(self.list.id, field.value.strip(), self._role.value))
        except OClientError as error:
            field.wrong(error.text(translate))
            field.input.focus()
            return
        field.input.value = ""
        self._show(offer)

    def _show(self, offer: Offer) -> None:
        self._code = offer.token
        invitation = offer.invitation
        how = translate(_HOW).format(email=invitation.email, until=shown_day(invitation.expires_at))
        shown = line((offer.token, "bold $oc-accent"), "   ", ("F6 ", "bold $oc-accent"), translate(COPY.words))
        self.query_one("#offer", Static).update(line(how).append("\n\n").append(shown))
        self.refresh_bindings()

    def action_copy(self) -> None:
        """Send the code to the terminal's clipboard."""
        self.shell.copy(self._code)

    def action_back(self) -> None:
        """Go to the list."""
        self.dismiss(None)
