"""What every form on a card does: checks a field as it is left, saves, goes to the next problem, and loses nothing."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import events, on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Invalid, OClientError, tr
from screens.base import HouseScreen
from screens.card.drafting import EVERY_SECONDS, Drafting, Place
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, plain
from screens.widgets.form import Field

Answer = TypeVar("Answer")
SAVE = Command("form.save", "ctrl+s", "save", tr("save"), tr("Save what was typed."), key_display="ctrl+s")
LEAVE = Command(
    "form.leave", "escape", "leave", tr("back"), tr("Go back; asks when something was typed."), key_display="esc"
)
ERROR = Command(
    "form.error", "f8", "error", tr("next problem"), tr("Go to the next field with something wrong."), key_display="F8"
)


class FormScreen(HouseScreen[Answer | None]):
    """A form; gives back what was stored, or None. Its fields are `Field` widgets, its verdict a Static."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SAVE, LEAVE, ERROR)

    names: tuple[str, ...] = ()

    @abstractmethod
    def shown(self, name: str) -> str:
        """Return what is stored in a field, as it is typed."""

    @abstractmethod
    def read(self, name: str, text: str) -> None:
        """Raise Invalid for what a field does not take."""

    @abstractmethod
    async def store(self, changed: dict[str, str]) -> Answer | None:
        """Store what was typed; None where something was said instead. Raise what storing raises."""

    @abstractmethod
    def place(self) -> Place:
        """Return whose form this is, for its draft."""

    @abstractmethod
    def rebase(self, version: int) -> None:
        """Take what is typed as typed over a version: a later one is merged with when it is saved."""

    def verdict(self) -> Widget:
        """Return the line above the fields."""
        return Static("", id="verdict", markup=False)

    def fill(self) -> None:
        """Put what is stored into the fields, and begin with the first."""
        for name in self.names:
            self.field(name).fill(self.shown(name))
        self.field(self.names[0]).box.focus()
        self._drafting = Drafting(self, self.place())
        self.resume()

    @work(exclusive=True, group="form")
    async def resume(self) -> None:
        """Go on with what was typed before a line broke, then keep what is typed from here on."""
        try:
            draft = await self._drafting.found()
        except OClientError as error:
            self.refused(error)
            return
        if draft is not None:
            for name, text in draft.values.items():
                if name in self.names:
                    self.field(name).fill(text)
            self.rebase(draft.version)
            if draft.field in self.names:
                self.field(draft.field).box.focus()
        self.set_interval(EVERY_SECONDS, self.keep)

    @work(exclusive=True, group="draft")
    async def keep(self) -> None:
        """Keep what is typed as a draft."""
        if self.is_mounted and self.query(Field):
            here = (self.focused.id or "").removeprefix("input-") if self.focused else ""
            field = here if here in self.names else ""
            await self._drafting.keep(self.changed(), field, self.place().version)

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return self.query_one(f"#field-{name}", Field)

    def changed(self) -> dict[str, str]:
        """Return what is typed and differs from what is stored."""
        typed = {name: self.field(name).value for name in self.names}
        return {name: text for name, text in typed.items() if text.strip() != self.shown(name).strip()}

    @on(events.DescendantBlur)
    def left(self, event: events.DescendantBlur) -> None:
        """Check a field that was left."""
        name = (event.widget.id or "").removeprefix("input-")
        if name in self.names:
            self.check(name)
            self.keep()

    def check(self, name: str) -> None:
        """Say at a field what is wrong with it."""
        field = self.field(name)
        try:
            self.read(name, field.value)
        except Invalid as error:
            field.wrong(error.text(translate))
        else:
            field.wrong("")

    @work(exclusive=True, group="form")
    async def action_save(self) -> None:
        """Save; what is wrong is said where it is, and nothing that was typed is lost."""
        for name in self.names:
            self.check(name)
        if wrong := next(iter(self.wrong()), None):
            wrong.box.focus()
            return
        try:
            stored = await self.store(self.changed())
        except OClientError as error:
            self.stopped(error)
        else:
            if stored is not None:
                await self._drafting.end()
                self.dismiss(stored)

    def stopped(self, error: OClientError) -> None:
        """Say what is wrong at its field, where the error names one."""
        name = str(error.values.get("field", ""))
        if isinstance(error, Invalid) and name in self.names:
            self.field(name).wrong(error.text(translate))
            self.field(name).box.focus()
            self.field(name).query_one(".problem").scroll_visible()
        else:
            self.say("✗", "$oc-error", error.text(translate))

    def say(self, glyph: str, ink: str, sentence: str) -> None:
        """Say something above the fields."""
        verdict = self.query_one("#verdict", Static)
        verdict.update(line((glyph, ink), " ", plain(sentence)))
        verdict.scroll_visible()

    def wrong(self) -> Iterable[Field]:
        """Return the fields with something wrong, in reading order."""
        return (field for field in self.query(Field) if field.has_class("wrong"))

    def action_error(self) -> None:
        """Go to the next field with something wrong."""
        wrong = list(self.wrong())
        if wrong:
            focused = next((place for place, field in enumerate(wrong) if field.box.has_focus), -1)
            wrong[(focused + 1) % len(wrong)].box.focus()

    @work(exclusive=True, group="form")
    async def action_leave(self) -> None:
        """Go back; ask first when something was typed."""
        if self.changed():
            choices = (
                Choice("keep", tr("Keep as a draft")),
                Choice("discard", tr("Discard"), danger=True),
                Choice("stay", tr("Go on")),
            )
            answer = await self.shell.push_screen_wait(ChoiceDialog(tr("What you typed is not saved."), choices))
            if answer == "stay":
                return
            if answer == "keep":
                await self._drafting.keep(self.changed(), "", self.place().version)
                self.dismiss(None)
                return
        await self._drafting.end()
        self.dismiss(None)
