"""The first run: on an empty installation of one's own, the person at the terminal makes the first account."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.sharing.accounts import AddAccount, ListAccounts
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.house import Visit
from screens.ink import said
from screens.shell import Shell
from screens.widgets.form import Field

GO = Command("first-run.go", "ctrl+s", "go", tr("begin"), tr("Make the account."), key_display="ctrl+s")
DOOR = "screen"
NAMES = ("name", "email", "password", "again")


async def nobody_yet(shell: Shell) -> bool:
    """Whether this is an installation of one's own without any account; never so for a served screen (D17)."""
    if shell.served:
        return False
    return not await shell.desk.quick(shell.house.operator(DOOR).do, ListAccounts())


class FirstRunScreen(HouseScreen[Visit]):
    """Asks who is there, once."""

    TITLE_WORDS = tr("Welcome")
    BINDINGS: ClassVar[list[BindingType]] = bound(GO)

    def body(self) -> Iterable[Widget]:
        """Yield the block in the upper third."""
        yield Vertical(
            Static(said(tr("Who are you?")), classes="title"),
            Field("name", translate(tr("Name"))),
            Field("email", translate(tr("E-mail")), needed=True),
            Field("password", translate(tr("Password")), password=True, needed=True),
            Field("again", translate(tr("Once more")), password=True, needed=True),
            Button(translate(tr("Go on")), id="go", compact=True, classes="main"),
            id="block",
        )

    def ready(self) -> None:
        """Start in the name."""
        super().ready()
        self._field("name").input.focus()
        self.status(translate(tr("The account is made on this computer and belongs to you.")))

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, from the last one begin."""
        event.stop()
        here = NAMES.index((event.input.id or "").removeprefix("input-"))
        if here + 1 < len(NAMES):
            self._field(NAMES[here + 1]).input.focus()
        else:
            self.action_go()

    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Begin, or go to what is missing."""
        for name in NAMES:
            self._field(name).wrong("")
        for name in ("email", "password"):
            if not self._field(name).value.strip():
                self._field(name).input.focus()
                return
        if self._field("password").value != self._field("again").value:
            self._field("again").wrong(translate(tr("The two passwords differ. Type the same one twice.")))
            self._field("again").input.focus()
            return
        self.begin(*(self._field(name).value for name in ("email", "name", "password")))

    @work(exclusive=True)
    async def begin(self, email: str, name: str, password: str) -> None:
        """Make the account and leave with the visit; a refusal is said under the last field."""
        shell = self.shell
        case = AddAccount(email.strip(), name.strip(), password)
        try:
            account = await shell.desk.quick(shell.house.operator(DOOR).do, case)
        except OClientError as error:
            self._field("again").wrong(error.text(translate))
        else:
            self.dismiss(Visit(account, shell.house.person(account, DOOR), DOOR))
