"""The App: which screen follows which, and the keys that work everywhere (architecture §7: at most 150 lines)."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.events import Resize

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.customers.screen import CustomersScreen
from screens.dialogs import Choice, ChoiceDialog
from screens.entry.beginning import BeginScreen
from screens.entry.first_run import FirstRunScreen, nobody_yet
from screens.entry.lists import ListsScreen
from screens.entry.new_list import NewListScreen
from screens.entry.sign_in import SignInScreen
from screens.help import HelpDialog
from screens.palette import PaletteDialog
from screens.people.account import AccountScreen
from screens.people.members import MembersScreen
from screens.people.seen_as import SeenCustomers
from screens.rewording import reword
from screens.shell import Shell, hints
from screens.toasts import ToastsDialog
from screens.too_small import TooSmallScreen, fits

HELP = Command("app.help", "question_mark,f1", "help", tr("help"), tr("What can be done here."), key_display="?")
PALETTE = Command("app.palette", "ctrl+p,colon", "palette", tr("all"), tr("Find a command."), key_display="ctrl+p")
QUIT = Command("app.quit", "ctrl+q", "quit", tr("quit"), tr("Leave the program."), shown=False)
SHADE = Command("app.shade", "f10", "shade", tr("dark or light"), tr("Change between dark and light."), shown=False)
TOASTS = Command("app.toasts", "f9", "toasts", tr("messages"), tr("Show what was said before."), shown=False)
SIGN_OUT = Command(
    "app.sign-out", "f12", "sign_out", tr("other person"), tr("Sign out, and let another person sign in."), shown=False
)
LEAVING = tr("Sign out? What is open is closed, and another person can sign in.")
STAY, LEAVE = Choice("stay", tr("Stay")), Choice("leave", tr("Sign out"))
ACCOUNT = Command("app.account", "f11", "account", tr("your account"), tr("Your password and keys."), shown=False)
LANGUAGE = Command(
    "app.language",
    "f2",
    "language",
    tr("Polish or English"),
    tr("Change between English and Polish."),
    shown=False,
)
_GREETING_S = 12
MembersScreen.eyes = SeenCustomers


class OClientApp(Shell):
    """The program in a person's hands."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bound(HELP, PALETTE, QUIT, LANGUAGE, TOASTS, ACCOUNT, SHADE, SIGN_OUT)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-huge")]  # noqa: RUF012 - as in Textual

    def on_mount(self) -> None:
        """Begin."""
        self.go()
        if self.greeting:
            self.notify(self.greeting, timeout=_GREETING_S)

    def on_resize(self, event: Resize) -> None:
        """Cover everything where nothing could be read, until there is room again."""
        covered = isinstance(self.screen, TooSmallScreen)
        if fits(event.size) and covered:
            self.pop_screen()
        elif not fits(event.size) and not covered:
            self.push_screen(TooSmallScreen())

    @work
    async def action_sign_out(self) -> None:
        """Let another person sign in, once it was asked."""
        if self.visit is None or await self.push_screen_wait(ChoiceDialog(LEAVING, (STAY, LEAVE))) != LEAVE.key:
            return
        if self.served:  # the key signed in: with it the session ends, and nobody types a password here (D19)
            self.exit()
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.forget()
        self.go()
        if self.greeting:
            self.notify(self.greeting, timeout=_GREETING_S)

    @work(exclusive=True, group="go")
    async def go(self) -> None:
        """Sign in, then from list to list until somebody leaves."""
        if self.visit is None:
            first = await nobody_yet(self)
            self.visit = await self.push_screen_wait(FirstRunScreen() if first else SignInScreen())
            await self.arrive()
            made = await self.push_screen_wait(NewListScreen()) if first else None
            if made is not None:
                await self.push_screen_wait(BeginScreen(made))
                await self.push_screen_wait(CustomersScreen(made))
        else:
            await self.arrive()
        while True:
            chosen = await self.push_screen_wait(ListsScreen())
            await self.push_screen_wait(CustomersScreen(chosen))

    def action_help(self) -> None:
        """Show what can be done here."""
        self.offer(HelpDialog)

    def action_palette(self) -> None:
        """Show every command that can be used here, to be found by its name."""
        self.offer(PaletteDialog)

    @work
    async def offer(self, dialog: type[HelpDialog] | type[PaletteDialog]) -> None:
        """Let a command be chosen, and do it where it belongs."""
        screen = self.screen
        if isinstance(screen, HelpDialog | PaletteDialog):
            return
        place = screen.crumbs()[-1:] if isinstance(screen, HouseScreen) else ()
        chosen = await self.push_screen_wait(dialog(hints(screen), "".join(place) or translate(tr("Here"))))
        if chosen is not None:
            self.call_later(self.run_action, chosen.command.action, chosen.node)

    def action_shade(self) -> None:
        """Change between dark and light."""
        self.wear("light" if self.shade == "dark" else "dark")
        self.prefer("theme", self.shade)

    async def action_language(self) -> None:
        """Speak the other language."""
        self.speak_other()
        if isinstance(self.screen, HouseScreen):
            await reword(self.screen)

    def action_toasts(self) -> None:
        """Show what was said before."""
        if not isinstance(self.screen, ToastsDialog):
            self.clear_notifications()
            self.push_screen(ToastsDialog(self.toasts))

    def action_account(self) -> None:
        """Show one's own account."""
        if isinstance(self.screen, HouseScreen) and not isinstance(self.screen, AccountScreen):
            self.push_screen(AccountScreen())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an account only to somebody who has signed in."""
        return not (action == "account" and self.visit is None) and super().check_action(action, parameters)
