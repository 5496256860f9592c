"""The wipe of a list: what goes and what stays, the name typed, the own password, each step shown (D5, O39-O41)."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import NotFound, OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.wipes import Certificate, Extent
from oclient_tui.services.privacy.certifying import FinishWipe
from oclient_tui.services.privacy.wiping import PlanWipe, WipeList
from oclient_tui.services.usecase import UseCase
from screens.base import HouseScreen
from screens.commands import bound
from screens.dialogs import CLOSE, LEFT, RIGHT, Dialog
from screens.ink import line, said
from screens.people.certificate import CertificateScreen
from screens.shell import shell_of
from screens.widgets.form import Field

R = TypeVar("R")
Told = Callable[[str], None]
_BACKUPS_SHOWN = 3


async def wipe(screen: HouseScreen[Any], of: CustomerList) -> None:
    """Ask, wipe, and show the certificate."""
    try:
        extent = await screen.do(PlanWipe(of.id), long=True)
    except OClientError as error:
        screen.refused(error)
        return
    certificate = await screen.shell.push_screen_wait(WipeDialog(of, extent))
    if certificate is not None:
        await screen.shell.push_screen_wait(CertificateScreen(certificate, of.name))


class WipeDialog(Dialog[Certificate | None]):
    """Gives back the certificate; None where nothing was wiped, or its cleaning is owed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE, RIGHT, LEFT)
    DEFAULT_CSS = """
    WipeDialog > Vertical { border-left: outer $oc-error; }
    WipeDialog .title { color: $oc-error; }
    WipeDialog #problem, WipeDialog #steps { height: auto; display: none; margin-top: 1; }
    WipeDialog #problem { color: $oc-error; }
    WipeDialog #problem.shown, WipeDialog #steps.shown { display: block; }
    WipeDialog Field Label.name { width: 19; }
    WipeDialog Field Label.problem { padding-left: 20; }
    """

    def __init__(self, of: CustomerList, extent: Extent) -> None:
        super().__init__()
        self._list, self._extent = of, extent
        self._steps: list[str] = []
        self._wiping = False

    def compose(self) -> Iterable[Widget]:
        """Yield what goes, what stays, what has to be typed, and the buttons."""
        with Vertical():
            yield Static(line("✗ ", said(tr("Wipe “{name}” for ever"), name=self._list.name)), classes="title")
            yield Static(self._about())
            yield Static("", id="space")
            yield Field("name", translate(tr("Name of the list")))
            yield Field("password", translate(tr("Your password")), password=True)
            yield Static("", id="problem", markup=False)
            yield Static("", id="steps", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Cancel")), id="cancel", compact=True)
                yield Button(translate(tr("Wipe for ever")), id="wipe", classes="danger", compact=True, disabled=True)

    def _about(self) -> Content:
        extent = self._extent
        counts = [
            (extent.customers, tr("customers")),
            (extent.records, tr("records on their cards")),
            (extent.files, tr("files")),
        ]
        width = max(len(str(number)) for number, _ in counts)
        lines = [line(translate(tr("This removes, at once and without undo:")))]
        lines += [line("  ", (f"{number:>{width}}", "bold"), " ", translate(words)) for number, words in counts]
        lines.append(line("  ", translate(tr("its people's access, settings, audit and undo"))))
        lines.append(line(""))
        lines += [
            line(("▲ ", "$oc-warn"), said(tr("A backup may still hold the list: {file}"), file=backup))
            for backup in extent.backups[:_BACKUPS_SHOWN]
        ]
        more = len(extent.backups) - _BACKUPS_SHOWN
        if more > 0:
            lines.append(line("  ", said(tr("and {number} more backups"), number=more)))
        reach = line(translate(tr("Backups and copies that were put elsewhere are not reached.")))
        lines.append(line(("▲ ", "$oc-warn"), reach))
        return Content("\n").join(lines)

    def ready(self) -> None:
        """Start on Cancel."""
        self.query_one("#cancel", Button).focus()

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @on(Input.Changed, "#input-name")
    def named(self, event: Input.Changed) -> None:
        """Let the wipe be pressed while the name stands there letter by letter."""
        self.query_one("#wipe", Button).disabled = event.value != self._list.name

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on from the name to the password, from there to the buttons: enter in a field never wipes."""
        event.stop()
        wiping = self.query_one("#wipe", Button)
        if event.input.id == "input-name":
            self._field("password").input.focus()
        else:
            (self.query_one("#cancel", Button) if wiping.disabled else wiping).focus()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """Cancel, or wipe."""
        event.stop()
        if event.button.id == "cancel":
            self.action_close()
        elif not self._field("password").value:
            self._field("password").wrong(translate(tr("Your password is asked each time.")))
            self._field("password").input.focus()
        else:
            self.begin()

    @work(exclusive=True)
    async def begin(self) -> None:
        """Wipe, and leave with the certificate; what is refused is said here and can be tried again."""
        name, password = self._field("name"), self._field("password")
        loop = asyncio.get_running_loop()

        def told(message: str) -> None:
            loop.call_soon_threadsafe(self._step, message)

        self._lock(running=True)
        try:
            done = await self._do(WipeList(self._list.id, name.value, password.value, told))
            certificate = done.certificate
        except NotFound:
            certificate = await self._finish(told)
        except OClientError as error:
            self._say(error)
            return
        finally:
            self._lock(running=False)
        if certificate is not None:
            self.dismiss(certificate)

    async def _finish(self, told: Told) -> Certificate | None:
        """Go on with a list that is removed already, by an attempt before this one."""
        try:
            found = await self._do(FinishWipe(str(self._list.id), told))
        except OClientError as error:
            self._say(error)
            return None
        return found[0]

    async def _do(self, case: UseCase[R]) -> R:
        shell = shell_of(self)
        assert shell.visit is not None, "somebody is signed in"  # noqa: S101 - a bug, not an input
        return await shell.desk.long(shell.visit.session.do, case)

    def _lock(self, *, running: bool) -> None:
        self._wiping = running
        self._steps = [] if running else self._steps
        for widget in self.query("Input, Button"):
            widget.disabled = running
        self.query_one("#steps").set_class(running, "shown")
        self.query_one("#problem").set_class(False, "shown")
        if running:
            self.focus()

    def _step(self, message: str) -> None:
        """Show what is being done now, under what is done."""
        if not self.is_attached:
            return
        self._steps.append(translate(message))
        done = [line(("✓ ", "$oc-ok"), step) for step in self._steps[:-1]]
        self.query_one("#steps", Static).update(
            Content("\n").join([*done, line(("▸ ", "$oc-accent"), self._steps[-1])])
        )

    def _say(self, error: OClientError) -> None:
        password, problem = self._field("password"), self.query_one("#problem", Static)
        self.call_after_refresh(password.input.focus)
        password.input.value = ""
        problem.update(line("✗ ", error.text(translate)))
        self.call_after_refresh(problem.set_class, True, "shown")

    def action_close(self) -> None:
        """Leave the list as it is; once it has begun, the wipe is not stopped half-way."""
        if not self._wiping:
            self.dismiss(None)
