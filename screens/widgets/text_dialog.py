"""Asks for a line or a few: what is refused is said at the field, and nothing that was typed is lost."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from screens.commands import Command, bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import plain
from screens.widgets.form import Field

SAVE = Command("dialog.save", "ctrl+s", "save", tr("save"), tr("Save what was typed."), key_display="ctrl+s")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line: its name in the program, its words, what stands there, and what it completes to."""

    name: str
    words: str
    value: str = ""
    hidden: bool = False
    completed: tuple[str, ...] = ()


Keep = Callable[[dict[str, str]], Awaitable[object]]
"""Stores what was typed; raises OClientError, whose sentence then stands at the field that it names."""


class TextDialog(Dialog[bool]):
    """Gives back whether something was stored."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE, SAVE)

    def __init__(self, title: str, about: str, asked: tuple[Asked, ...], keep: Keep) -> None:
        super().__init__()
        self._title, self._about, self._asked, self._keep = title, about, asked, keep

    def compose(self) -> Iterable[Widget]:
        """Yield the title, what it is about, the lines and the buttons."""
        with Vertical():
            yield Static(plain(self._title), classes="title")
            if self._about:
                yield Static(plain(self._about), classes="about")
            for one in self._asked:
                yield Field(one.name, one.words, password=one.hidden)
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Cancel")), id="cancel", compact=True)
                yield Button(translate(tr("Save")), id="save", classes="main", compact=True)

    def ready(self) -> None:
        """Fill in what stands there, and begin in the first line."""
        for one in self._asked:
            line = self._field(one.name).input
            line.value = one.value
            if one.completed:
                line.suggester = SuggestFromList(one.completed, case_sensitive=False)
        self._field(self._asked[0].name).input.focus()

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @on(Input.Submitted)
    def next(self, event: Input.Submitted) -> None:
        """Go to the next line; from the last one, save."""
        event.stop()
        lines = [self._field(one.name).input for one in self._asked]
        following = lines.index(event.input) + 1
        if following < len(lines):
            lines[following].focus()
        else:
            self.action_save()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """Save or cancel."""
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.dismiss(False)

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Store it and leave; a refusal is said at its field."""
        typed = {one.name: self._field(one.name).value for one in self._asked}
        for name in typed:
            self._field(name).wrong("")
        try:
            await self._keep(typed)
        except OClientError as error:
            named = str(error.values.get("field", ""))
            field = self._field(named if named in typed else self._asked[0].name)
            field.wrong(error.text(translate))
            field.input.focus()
        else:
            self.dismiss(True)

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)
