"""Coming in by an invitation's code: it makes an account for an address that has none (D19)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.errors import OClientError, SignInNeeded, tr
from oclient_tui.services.sharing.invitations import HAS_ACCOUNT, NEEDS_PASSWORD, AcceptInvitation
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.house import Visit
from screens.ink import said
from screens.widgets.form import Field

GO = Command("invited.go", "ctrl+s", "go", tr("come in"), tr("Go on with the code."), key_display="ctrl+s")
BACK = Command("invited.back", "escape", "back", tr("sign in"), tr("Go back to signing in."), key_display="esc")

_NEW = ("name", "password", "again")
_ABOUT = tr("Type or paste the code that somebody handed to you.")
_WELCOME = tr("The code makes you an account. Who are you?")
_DIFFER = tr("The two passwords differ. Type the same one twice.")


class InvitedScreen(HouseScreen[Visit | str | None]):
    """Asks for the code, and for a name and a password where it makes an account.

    Gives back the visit of the new account; the code, where its address has an account and must sign in; or None.
    """

    TITLE_WORDS = tr("Invitation")
    BINDINGS: ClassVar[list[BindingType]] = bound(GO, BACK)
    DEFAULT_CSS = """
    InvitedScreen { align-horizontal: center; }
    InvitedScreen #block { width: 62; max-width: 100%; height: auto; margin-top: 4; }
    InvitedScreen #block Static { height: auto; margin-bottom: 1; }
    InvitedScreen Field { margin-bottom: 1; }
    InvitedScreen Button { margin-left: 15; }
    InvitedScreen .new { display: none; }
    InvitedScreen.known .new { display: block; }
    """

    def body(self) -> Iterable[Widget]:
        """Yield the code, and what a new account needs, hidden until the code is known to make one."""
        new = (
            Field("name", translate(tr("Name"))),
            Field("password", translate(tr("Password")), password=True, needed=True),
            Field("again", translate(tr("Once more")), password=True, needed=True),
        )
        for field in new:
            field.add_class("new")
        yield Vertical(
            Static(said(_ABOUT), id="about"),
            Field("code", translate(tr("Code")), needed=True),
            *new,
            Button(translate(tr("Go on")), id="go", classes="main", compact=True),
            id="block",
        )

    def ready(self) -> None:
        """Start in the code."""
        super().ready()
        self._field("code").input.focus()

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, from the last one come in."""
        event.stop()
        here = (event.input.id or "").removeprefix("input-")
        if here in _NEW[:-1]:
            self._field(_NEW[_NEW.index(here) + 1]).input.focus()
        else:
            self.action_go()

    @on(Button.Pressed)
    def action_go(self) -> None:
        """Ask whose code it is; once it is known to make an account, make it."""
        for field in self.query(Field):
            field.wrong("")
        code, password = self._field("code").value.strip(), self._field("password").value
        if not code:
            self._field("code").input.focus()
        elif not self.has_class("known"):
            self.ask(code)
        elif not password:
            self._field("password").input.focus()
        elif password != self._field("again").value:
            self._field("again").wrong(translate(_DIFFER))
            self._field("again").input.focus()
        else:
            self.come_in(code, self._field("name").value.strip(), password)

    @property
    def _door(self) -> str:
        return "ssh" if self.shell.served else "screen"

    @work(exclusive=True)
    async def ask(self, code: str) -> None:
        """Find out what the code is for. Without a password it can be taken by nobody, so nothing changes."""
        visitor = self.shell.house.visitor(self._door)
        try:
            await self.shell.desk.quick(visitor.do, AcceptInvitation(code))
        except SignInNeeded as error:
            if error.message == HAS_ACCOUNT:
                self.dismiss(code)
            elif error.message == NEEDS_PASSWORD:
                self.add_class("known")
                self.query_one("#about", Static).update(said(_WELCOME))
                self._field("name").input.focus()
        except OClientError as error:
            self._field("code").wrong(error.text(translate))
            self._field("code").input.focus()

    @work(exclusive=True)
    async def come_in(self, code: str, name: str, password: str) -> None:
        """Make the account and leave with its visit; a refusal is said under the last field."""
        try:
            account = await self.shell.desk.quick(self._accepted, code, name, password)
        except OClientError as error:
            self._field("again").wrong(error.text(translate))
        else:
            shell = self.shell
            self.dismiss(Visit(account, shell.house.person(account, self._door), self._door, shell.served))

    def _accepted(self, code: str, name: str, password: str) -> Account:
        """Take the place, and prove to be the new account as anybody does."""
        house = self.shell.house
        taken = house.visitor(self._door).do(AcceptInvitation(code, name, password))
        return house.gate.by_password(taken.email, password, self._door)

    def action_back(self) -> None:
        """Go back to signing in."""
        self.dismiss(None)
