"""A field that takes one of a few values: enter shows them all."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.ink import line
from screens.shell import shell_of
from screens.widgets.form import Field
from screens.widgets.pick_dialog import PickDialog

PICK = Command("choice.pick", "enter,space", "pick", tr("choose"), tr("Show what can be chosen."), key_display="enter")


class Chosen(Static, can_focus=True):
    """The value in force, with a mark that there are others."""

    BINDINGS: ClassVar[list[BindingType]] = bound(PICK)
    DEFAULT_CSS = """
    Chosen { height: 1; width: 1fr; background: $oc-field; color: $oc-text; border-left: vkey $oc-edge; }
    Chosen:focus { border-left: outer $oc-accent; }
    Field.wrong Chosen { border-left: outer $oc-error; }
    """

    value: reactive[str] = reactive("")

    class Picked(Message):
        """A person chose; what a form fills in by itself is not told of."""

        def __init__(self, chosen: "Chosen") -> None:
            super().__init__()
            self.chosen = chosen

        @property
        def control(self) -> "Chosen":
            """Where it was chosen."""
            return self.chosen

    def __init__(self, name: str, words: str, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__(id=f"input-{name}", markup=False)
        self._title, self._options = words, options

    def watch_value(self, value: str) -> None:
        """Show it in words."""
        self.update(line(dict(self._options).get(value, value), (" ▾", "$oc-muted")))

    @work(exclusive=True)
    async def action_pick(self) -> None:
        """Ask for another."""
        found = await shell_of(self).push_screen_wait(PickDialog(self._title, "", self._options, self.value))
        if found:
            self.value = found
            self.post_message(self.Picked(self))


class ChoiceField(Field):
    """The field; `options` are pairs of the value and its words."""

    def __init__(self, name: str, words: str, options: tuple[tuple[str, str], ...], *, needed: bool = False) -> None:
        super().__init__(name, words, needed=needed)
        self._options = options

    def made(self) -> Widget:
        """Return what shows the value."""
        return Chosen(self.key, self._words, self._options)

    @property
    def box(self) -> Chosen:
        """What takes the focus."""
        return self.query_one(Chosen)

    @property
    def value(self) -> str:
        """What is chosen."""
        return self.box.value

    def fill(self, text: str) -> None:
        """Choose a value."""
        self.box.value = text
