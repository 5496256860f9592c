"""A field as every form has it: label left, one line, what is wrong with it under it (looks §2)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label

from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.ink import line, plain

NEXT = Command(
    "form.next", "enter", "submit", tr("go on"), tr("Go on to the next field, or finish."), key_display="enter"
)


class Line(Input, inherit_bindings=False):
    """Textual's input, with a word for enter that the footer and the help can show."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in Input.BINDINGS if getattr(one, "key", "") != "enter"),
        *bound(NEXT),
    ]


class Field(Vertical):
    """A label, an input, and a line for what is wrong."""

    DEFAULT_CSS = """
    Field { height: auto; width: 1fr; }
    Field Horizontal { height: 1; }
    Field Label.name { width: 15; color: $oc-muted; }
    Field.here Label.name { color: $oc-text; text-style: bold; }
    Field Input {
        border: none; border-left: vkey $oc-edge; height: 1; padding: 0; background: $oc-field; color: $oc-text;
        width: 1fr;
    }
    Field Input:focus { border: none; border-left: outer $oc-accent; background: $oc-field; background-tint: 0%; }
    Field.wrong Input, Field.wrong Input:focus { border-left: outer $oc-error; }
    Field Label.problem { display: none; padding-left: 16; color: $oc-error; width: 1fr; }
    Field.wrong Label.problem { display: block; }
    """

    def __init__(self, name: str, words: str, *, password: bool = False, needed: bool = False) -> None:
        super().__init__(id=f"field-{name}")
        self._key, self._words, self._password, self._needed = name, words, password, needed

    def compose(self) -> ComposeResult:
        """Yield the label, the input and the line under it."""
        star = ("*", "$oc-warn") if self._needed else ""
        with Horizontal():
            yield Label(line(self._words, star), classes="name")
            yield self.made()
        yield Label("", classes="problem", markup=False)

    def made(self) -> Widget:
        """Return what the value is typed into."""
        return Line(password=self._password, id=f"input-{self._key}", select_on_focus=False)

    def on_descendant_focus(self) -> None:
        """Make the label strong."""
        self.add_class("here")

    def on_descendant_blur(self) -> None:
        """Make it quiet again."""
        self.remove_class("here")

    @property
    def input(self) -> Input:
        """Where it is typed."""
        return self.query_one(Input)

    @property
    def box(self) -> Widget:
        """What takes the focus, whatever kind of field it is."""
        return self.input

    @property
    def key(self) -> str:
        """The field's name in the program."""
        return self._key

    @property
    def value(self) -> str:
        """What is typed."""
        return self.input.value

    def fill(self, text: str) -> None:
        """Put a text into it."""
        self.input.value = text

    def wrong(self, sentence: str) -> None:
        """Say what is wrong, or with '' that nothing is."""
        self.set_class(bool(sentence), "wrong")
        self.query_one(".problem", Label).update(plain(f"✗ {sentence}" if sentence else ""))
