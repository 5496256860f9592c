"""Signing in: the same words for somebody unknown and for a wrong password (S4)."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.sharing.invitations import AcceptInvitation
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.entry.invited import InvitedScreen
from screens.house import Visit
from screens.ink import said
from screens.rewording import reword
from screens.widgets.form import Field

GO = Command(
    "sign-in.go", "enter", "go", tr("sign in"), tr("Go on to the next field, or sign in."), key_display="enter"
)
CODE = Command("sign-in.code", "f3", "code", tr("I have a code"), tr("Come in by an invitation."), key_display="F3")
LANGUAGE = Command("sign-in.language", "f2", "language", tr("language"), tr("Change between English and Polish."))


class SignInScreen(HouseScreen[Visit]):
    """E-mail, password, and nothing else."""

    TITLE_WORDS = tr("Sign in")
    BINDINGS: ClassVar[list[BindingType]] = bound(GO, CODE, LANGUAGE)

    _invited_by = ""
    """The code of an invitation to be taken as soon as its person has signed in."""

    def body(self) -> Iterable[Widget]:
        """Yield the block in the upper third."""
        yield Vertical(
            Static(said(tr("Sign in")), classes="title"),
            Field("email", translate(tr("E-mail"))),
            Field("password", translate(tr("Password")), password=True),
            Button(translate(tr("Sign in")), id="go", compact=True, classes="main"),
            id="block",
        )

    def ready(self) -> None:
        """Start in the e-mail."""
        super().ready()
        self.query_one("#input-email", Input).focus()

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on from the e-mail, sign in from the password."""
        event.stop()
        self.action_go()

    @on(Button.Pressed, "#go")
    def pressed(self) -> None:
        """Sign in."""
        self.action_go()

    def action_go(self) -> None:
        """Go on to what is missing, else sign in."""
        email, password = self.query_one("#field-email", Field), self.query_one("#field-password", Field)
        if not email.value.strip():
            email.input.focus()
        elif not password.value:
            password.input.focus()
        else:
            self.sign_in(email.value.strip(), password.value)

    @work(exclusive=True)
    async def sign_in(self, email: str, password: str) -> None:
        """Prove it, and leave with the visit; a refusal empties the password and keeps the focus there."""
        shell, field = self.shell, self.query_one("#field-password", Field)
        door = "ssh" if shell.served else "screen"
        field.wrong("")
        try:
            account = await shell.desk.quick(shell.house.gate.by_password, email, password, door)
        except OClientError as error:
            field.input.value = ""
            field.wrong(error.text(translate))
            field.input.focus()
        else:
            visit = Visit(account, shell.house.person(account, door), door, shell.served)
            await self._take_place(visit)
            self.dismiss(visit)

    async def _take_place(self, visit: Visit) -> None:
        """Take the place of the code that led here; whose code it is shows only now (D19)."""
        if not self._invited_by:
            return
        try:
            taken = await self.shell.desk.quick(visit.session.do, AcceptInvitation(self._invited_by))
        except OClientError as error:
            self.refused(error)
        else:
            self.notify(translate(tr("You are on the list “{name}” now.")).format(name=taken.list_name))

    @work(exclusive=True, group="code")
    async def action_code(self) -> None:
        """Come in by a code; where its address has an account, sign in with that first."""
        came = await self.shell.push_screen_wait(InvitedScreen())
        if isinstance(came, Visit):
            self.dismiss(came)
        elif came:
            self._invited_by = came
            field = self.query_one("#field-password", Field)
            field.wrong(translate(tr("The invited address has an account: sign in.")))

    async def action_language(self) -> None:
        """Speak the other language from here on."""
        self.shell.speak_other()
        await reword(self)
