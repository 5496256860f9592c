"""A line to find by in what is all at hand: it opens by a key, narrows as one types, and goes away by esc."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from screens.ink import line


class FindLine(Horizontal):
    """One line above a list, hidden while nothing is looked for."""

    DEFAULT_CSS = """
    FindLine { height: 1; background: $oc-surface; padding: 0 1; display: none; }
    FindLine.open { display: block; }
    FindLine Label { color: $oc-accent; text-style: bold; width: 2; }
    FindLine Input { border: none; height: 1; padding: 0; background: $oc-surface; color: $oc-text; width: 1fr; }
    FindLine Input:focus { border: none; background: $oc-field; background-tint: 0%; }
    """

    class Changed(Message):
        """Something else is looked for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The person goes to what was found."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Yield the key and the input."""
        yield Label(line("/"))
        yield Input(placeholder=self._placeholder, compact=True)

    def open(self) -> None:
        """Begin to look for something."""
        self.add_class("open")
        self.query_one(Input).focus()

    def close(self) -> bool:
        """Look for nothing any more; whether something was looked for."""
        was_open = self.has_class("open")
        self.remove_class("open")
        self.query_one(Input).value = ""
        if was_open:
            self.post_message(self.Left())
        return was_open

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Narrow."""
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        """Go to what was found."""
        event.stop()
        self.post_message(self.Left())

    def on_key(self, event: events.Key) -> None:
        """Go to what was found by the arrow too."""
        if event.key == "down":
            event.stop()
            self.post_message(self.Left())
