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
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.house import Visit
from screens.ink import said
from screens.rewording import reword
from screens.widgets.form import Field

GO = Command(
    "sign-in.go", "enter", "go", tr("sign in"), tr("Go on to the next field, or sign in."), key_display="enter"
)
LANGUAGE = Command("sign-in.language", "f2", "language", tr("language"), tr("Change between English and Polish."))


class SignInScreen(HouseScreen[Visit]):
    """E-mail, password, and nothing else."""

    TITLE_WORDS = tr("Sign in")
    BINDINGS: ClassVar[list[BindingType]] = bound(GO, LANGUAGE)

    def body(self) -> Iterable[Widget]:
        """Yield the block in the upper third."""
        yield Vertical(
            Static(said(tr("Sign in")), classes="title"),
            Field("email", translate(tr("E-mail"))),
            Field("password", translate(tr("Password")), password=True),
            Button(translate(tr("Sign in")), id="go", compact=True, classes="main"),
            id="block",
        )

    def on_mount(self) -> None:
        """Start in the e-mail."""
        super().on_mount()
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
            self.dismiss(Visit(account, shell.house.person(account, door), door, shell.served))

    async def action_language(self) -> None:
        """Speak the other language from here on."""
        await self.shell.speak_other()
        await reword(self)
