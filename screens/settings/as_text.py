"""The settings as one text: changed here or brought from elsewhere, its changes shown before they are made (N24)."""

import os
from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings_file import written
from oclient_tui.services.sharing.changing import Change
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.settings_file import ApplySettings, DumpSettings, PlanSettings
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.dialogs import CLOSE, Choice, ChoiceDialog, Dialog
from screens.ink import line, plain

PLAN = Command(
    "settings-text.plan", "ctrl+s", "plan", tr("plan"), tr("Show what the text would change, then apply it."),
    key_display="ctrl+s", needs=Permission.SETTINGS,
)  # fmt: skip
BACK = Command(
    "settings-text.back", "escape", "back", tr("back"), tr("Go back; asks when the text was changed."),
    key_display="esc",
)  # fmt: skip


class PlanDialog(Dialog[bool]):
    """Shows what will change; gives back whether to apply it."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)
    DEFAULT_CSS = """
    PlanDialog > Vertical { width: 92; }
    PlanDialog VerticalScroll { height: auto; max-height: 14; background: $oc-panel; scrollbar-size: 1 1; }
    PlanDialog Static { height: auto; }
    """

    def __init__(self, changes: list[Change]) -> None:
        super().__init__()
        self._changes = changes

    def compose(self) -> Iterable[Widget]:
        """Yield the changes, each before and after."""
        with Vertical():
            title = translate(tr("What changes: {number}")).format(number=len(self._changes))
            yield Static(plain(title), classes="title")
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(_told(change) for change in self._changes))
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Cancel")), id="cancel", compact=True)
                yield Button(translate(tr("Apply")), id="apply", compact=True)

    def ready(self) -> None:
        """Focus the harmless one."""
        self.query_one("#cancel").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Apply it, or not."""
        event.stop()
        self.dismiss(event.button.id == "apply")

    def action_close(self) -> None:
        """Change nothing."""
        self.dismiss(False)


class TextScreen(HouseScreen[bool]):
    """The text; gives back whether something was changed by it."""

    BINDINGS: ClassVar[list[BindingType]] = bound(PLAN, BACK)
    DEFAULT_CSS = """
    TextScreen TextArea { border: none; padding: 0 1; background: $oc-bg; color: $oc-text; height: 1fr;
        scrollbar-size: 1 1; }
    TextScreen TextArea > .text-area--gutter { color: $oc-muted; }
    TextScreen TextArea:focus { border: none; }
    TextScreen #problem { display: none; height: auto; padding: 0 2; color: $oc-error; }
    TextScreen.wrong #problem { display: block; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._stored: str | None = None
        self._applying = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (self.list.name, translate(tr("Settings")), translate(tr("As text")))

    def body(self) -> Iterable[Widget]:
        """Yield the text, and under it what is wrong with it."""
        yield TextArea("", id="text", show_line_numbers=True, soft_wrap=False)
        yield Static("", id="problem", markup=False)

    @property
    def area(self) -> TextArea:
        """Where the text stands."""
        return self.query_one(TextArea)

    def ready(self) -> None:
        """Write what is in force."""
        super().ready()
        self.area.focus()
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Write what is in force; what was changed since stays when the language changes."""
        if self._stored is None:
            try:
                await self.learn(self.list.id)
                found = await self.do(DumpSettings(self.list.id))
            except OClientError as error:
                self.refused(error)
                self.dismiss(False)
                return
            self._stored = self.area.text = written(found, known_settings(), translate)
        self.status(translate(tr("Secrets never stand here; what the text does not name stays as it is.")))

    @work(exclusive=True, group="plan")
    async def action_plan(self) -> None:
        """Show what would change, and change it on the person's word: all of it or nothing."""
        if self._applying:
            return
        text, variables = self.area.text, self._variables()
        try:
            changes = await self.do(PlanSettings(self.list.id, text, variables), long=True)
            self._wrong("")
            if not changes:
                self.notify(translate(tr("The text says what is in force already.")), markup=False)
            elif await self.shell.push_screen_wait(PlanDialog(changes)):
                self._applying = True
                await self.do(ApplySettings(self.list.id, text, variables), long=True)
                self.dismiss(True)
        except OClientError as error:
            self._applying = False
            self._wrong(error.text(translate))

    def _variables(self) -> Mapping[str, str]:
        """Return the variables that the text may name for secrets: none on a served screen, or it read the server's."""
        return {} if self.visit.served else os.environ

    def _wrong(self, sentence: str) -> None:
        self.set_class(bool(sentence), "wrong")
        self.query_one("#problem", Static).update(plain(f"✗ {sentence}"))

    @work(exclusive=True, group="back")
    async def action_back(self) -> None:
        """Go back; ask first when the text was changed. What is being applied is waited for."""
        if self._applying:
            return
        if self._stored is not None and self.area.text != self._stored:
            stay, leave = Choice("stay", tr("Go on")), Choice("leave", tr("Discard"))
            asked = ChoiceDialog(tr("What you changed in the text is not applied."), (stay, leave))
            if await self.shell.push_screen_wait(asked) != "leave":
                return
        self.dismiss(False)


def _told(change: Change) -> Content:
    before, after = (value or "–" for value in (change.before, change.after))
    return line((change.key, "bold"), "  ", (before, "$oc-muted"), " → ", after)
