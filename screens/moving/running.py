"""A long run over a file, seen: a bar with rate and time left, and a way to stop it that asks first (looks §2)."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog, Dialog
from screens.ink import line, plain
from screens.moving.job import Cancelled, Job
from screens.shell import shell_of

R = TypeVar("R")
STOP = Command("run.stop", "c,escape", "stop", tr("cancel"), tr("Stop, after asking."), key_display="c")
_EVERY_S = 0.15
_WIDTH = 60
_ASK = tr("Stop here? Then nothing is changed, and the file can be taken anew at any time.")


class RunDialog(Dialog[R | OClientError | None], Generic[R]):
    """Runs the work on the long thread; gives back its answer, its refusal, or None where it was stopped."""

    BINDINGS: ClassVar[list[BindingType]] = bound(STOP)

    def __init__(self, title: str, run: Callable[[Job], R]) -> None:
        super().__init__()
        self._title, self._run, self._job = title, run, Job()

    def compose(self) -> Iterable[Widget]:
        """Yield the title, the bar and the line under it."""
        with Vertical():
            yield Static(plain(self._title), classes="title")
            yield Static("", id="bar", markup=False)
            yield Static("", id="told", markup=False)
            yield Static(plain(translate(tr("c cancels; then nothing is changed."))), classes="about")

    def ready(self) -> None:
        """Begin, and look how far it is a few times a second."""
        self.set_interval(_EVERY_S, self._tell)
        self._tell()
        self.begin()

    def _tell(self) -> None:
        self.query_one("#bar", Static).update(bar(self._job.part))
        self.query_one("#told", Static).update(plain(self._job.line()))

    @work
    async def begin(self) -> None:
        """Run it."""
        answer: R | OClientError | None
        try:
            answer = await shell_of(self).desk.long(self._run, self._job)
        except Cancelled:
            answer = None
        except OClientError as error:
            answer = error
        while shell_of(self).screen is not self:  # the question whether to stop is open: it is too late for it
            shell_of(self).pop_screen()
        self.dismiss(answer)

    @work(exclusive=True, group="stop")
    async def action_stop(self) -> None:
        """Ask, then stop after the batch that is being read."""
        if not self.is_current:  # it ended while the key was on its way
            return
        choices = (Choice("go", tr("Go on")), Choice("stop", tr("Stop the run"), danger=True))
        if await shell_of(self).push_screen_wait(ChoiceDialog(_ASK, choices)) == "stop":
            self._job.stopped = True


def bar(part: float | None, width: int = _WIDTH) -> Content:
    """Return a line that is strong as far as the work is done, with the percentage behind it."""
    if part is None:
        return line(("─" * width, "$oc-edge"))
    done = min(max(round(part * width), 0), width)
    return line(("━" * done, "$oc-accent"), ("─" * (width - done), "$oc-edge"), f" {min(part, 1):4.0%}")
