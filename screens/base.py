"""What every screen of ours has: its three lines, its way to the lists, and what it says when something is refused."""

import logging
import secrets
from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.usecase import UseCase
from screens.commands import Command, bound, needed_for
from screens.house import Visit
from screens.ink import Part, line
from screens.jump import JumpScreen, targets
from screens.opening import Opening
from screens.rewording import reword
from screens.shell import Shell, shell_of
from screens.widgets.chrome import Footer, Header, Status

JUMP = Command(
    "app.jump", "ctrl+o", "jump", tr("jump"), tr("Put a letter on everything here; typing it goes there."), shown=False
)
R = TypeVar("R")
Answer = TypeVar("Answer")
_LOG = logging.getLogger("oclient.screens")
_BUG = tr("Something went wrong that should not have. Tell the owner this number: {number}. Nothing was changed.")


class HouseScreen(Opening[Answer]):
    """A screen with header, body, status and footer."""

    BINDINGS: ClassVar[list[BindingType]] = bound(JUMP)
    TITLE_WORDS = ""
    _worded = ""
    permissions: frozenset[Permission] | None = None
    """What the person may do on the list of this screen; None until it is known, and where there is no list."""

    @property
    def shell(self) -> Shell:
        """The App, as ours."""
        return shell_of(self)

    @property
    def visit(self) -> Visit:
        """Who works here. Only for screens after signing in."""
        visit = self.shell.visit
        assert visit is not None, "nobody has signed in"  # noqa: S101 - a bug, not an input
        return visit

    def compose(self) -> ComposeResult:
        """Yield the three lines with the body between them."""
        yield Header()
        yield from self.body()
        yield Status()
        yield Footer()

    def body(self) -> Iterable[Widget]:
        """Yield what the screen is about."""
        return ()

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here, translated."""
        return (translate(self.TITLE_WORDS),) if self.TITLE_WORDS else ()

    def ready(self) -> None:
        """Fill in the header."""
        self._worded = self.shell.language
        self.head()

    async def on_screen_resume(self) -> None:
        """Say everything again where another language came to be spoken above this screen."""
        if self._worded not in ("", self.shell.language):
            await reword(self)

    def head(self) -> None:
        """Write the header anew."""
        header, visit = self.query_one(Header), self.shell.visit
        header.crumbs = self.crumbs()
        header.person = (visit.account.name or visit.account.email) if visit else ""

    def status(self, *left: Part, right: str = "") -> None:
        """Write the status line."""
        found = self.query_one(Status)
        found.left, found.right = line(*left), line(right)

    async def do(self, case: UseCase[R], *, long: bool = False) -> R:
        """Run a use case beside the screen; raise what it raises."""
        desk, session = self.shell.desk, self.visit.session
        return await (desk.long if long else desk.quick)(session.do, case)

    async def learn(self, list_id: int) -> None:
        """Read what the person may do on a list, and show and hide commands by it. The use cases are the guard."""
        self.permissions = await self.shell.desk.quick(self.visit.session.permissions, list_id)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the person has no right to."""
        needs = needed_for(self, action, parameters)
        return needs is None or (self.permissions is not None and needs in self.permissions)

    @work(exclusive=True, group="jump")
    async def action_jump(self) -> None:
        """Go to what is chosen by its letter."""
        chosen = await self.shell.push_screen_wait(JumpScreen(targets(self)))
        if chosen is not None:
            chosen.go()

    def refused(self, error: OClientError) -> None:
        """Say in a toast why something was refused."""
        self.notify(error.text(translate), severity="error", markup=False, timeout=12)

    def failed(self, error: Exception) -> None:
        """Say a number for what should not have happened; the log gets the trace, without locals (T4, E7)."""
        number = secrets.token_hex(3).upper()
        _LOG.error("screen %s: %s", number, type(error).__name__, exc_info=error)
        self.notify(translate(_BUG).format(number=number), severity="error", markup=False, timeout=12)
