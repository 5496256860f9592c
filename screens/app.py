"""The App: which screen follows which, and the keys that work everywhere (architecture §7: at most 150 lines)."""

from typing import ClassVar

from textual import work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from oclient_tui.domain.errors import tr
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.customers.screen import CustomersScreen
from screens.entry.first_run import FirstRunScreen, nobody_yet
from screens.entry.lists import ListsScreen
from screens.entry.new_list import NewListScreen
from screens.entry.sign_in import SignInScreen
from screens.help import HelpDialog
from screens.palette import Commands
from screens.rewording import reword
from screens.shell import Shell, hints
from screens.toasts import ToastsDialog

HELP = Command("app.help", "question_mark,f1", "help", tr("help"), tr("What can be done here."), key_display="?")
PALETTE = Command(
    "app.palette", "ctrl+p,colon", "command_palette", tr("all"), tr("Find a command."), key_display="ctrl+p"
)
QUIT = Command("app.quit", "ctrl+q", "quit", tr("quit"), tr("Leave the program."), shown=False)
SHADE = Command("app.shade", "f10", "shade", tr("dark or light"), tr("Change between dark and light."), shown=False)
TOASTS = Command("app.toasts", "f9", "toasts", tr("messages"), tr("Show what was said before."), shown=False)
LANGUAGE = Command(
    "app.language",
    "f2",
    "language",
    tr("Polish or English"),
    tr("Change between English and Polish."),
    shown=False,
)


class OClientApp(Shell):
    """The program in a person's hands."""

    CSS_PATH = "app.tcss"
    COMMANDS = {Commands}  # noqa: RUF012 - as in Textual
    BINDINGS: ClassVar[list[BindingType]] = bound(HELP, PALETTE, QUIT, LANGUAGE, TOASTS, SHADE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-huge")]  # noqa: RUF012 - as in Textual

    def on_mount(self) -> None:
        """Begin."""
        self.go()

    @work
    async def go(self) -> None:
        """Sign in, then from list to list until somebody leaves."""
        if self.visit is None:
            first = await nobody_yet(self)
            self.visit = await self.push_screen_wait(FirstRunScreen() if first else SignInScreen())
            await self.arrive()
            made = await self.push_screen_wait(NewListScreen()) if first else None
            if made is not None:
                await self.push_screen_wait(CustomersScreen(made))
        else:
            await self.arrive()
        while True:
            chosen = await self.push_screen_wait(ListsScreen())
            await self.push_screen_wait(CustomersScreen(chosen))

    def get_system_commands(self, screen: Screen[object]) -> "list[SystemCommand]":  # noqa: ARG002 - as in Textual
        """Return none of Textual's own: some act on the machine the program runs on (D17)."""
        return []

    def action_help(self) -> None:
        """Show what can be done here."""
        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(hints(self.screen)))

    async def action_shade(self) -> None:
        """Change between dark and light."""
        self.wear("light" if self.shade == "dark" else "dark")
        await self.prefer("theme", self.shade)

    async def action_language(self) -> None:
        """Speak the other language."""
        await self.speak_other()
        if isinstance(self.screen, HouseScreen):
            await reword(self.screen)

    def action_toasts(self) -> None:
        """Show what was said before."""
        if not isinstance(self.screen, ToastsDialog):
            self.clear_notifications()
            self.push_screen(ToastsDialog(self.toasts))
