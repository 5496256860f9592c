"""The filter line: what is typed narrows the list at once; a line that cannot be read says so and narrows nothing."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from screens.ink import line, plain

WAIT_S = 0.15
"""How long after the last key the list is narrowed: shorter than between words, longer than between keys."""


class FilterLine(Horizontal):
    """One line above a list."""

    DEFAULT_CSS = """
    FilterLine { height: 1; background: $oc-surface; padding: 0 1; }
    FilterLine Label { color: $oc-accent; text-style: bold; width: 2; }
    FilterLine Input { border: none; height: 1; padding: 0; background: $oc-surface; color: $oc-text; width: 1fr; }
    FilterLine Input:focus { border: none; background: $oc-field; background-tint: 0%; }
    FilterLine Label.problem { width: 60%; color: $oc-error; text-style: none; display: none; }
    FilterLine.wrong Label.problem { display: block; }
    """

    class Narrowed(Message):
        """Another line stands there."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The person goes back to the list."""

    def compose(self) -> ComposeResult:
        """Yield the key, the input, and room for what is wrong."""
        yield Label(line("\\"))
        yield Input(placeholder=translate(tr("narrow: kow, city:warsz, category:vip")), compact=True, id="filter")
        yield Label("", classes="problem", markup=False)

    @property
    def input(self) -> Input:
        """Where it is typed."""
        return self.query_one(Input)

    def wrong(self, sentence: str) -> None:
        """Say why the line cannot be read, or with '' that it can."""
        self.set_class(bool(sentence), "wrong")
        self.query_one(".problem", Label).update(plain(f"✗ {sentence}" if sentence else ""))

    @on(Input.Changed)
    @work(exclusive=True)
    async def typed(self, event: Input.Changed) -> None:
        """Narrow when nothing was typed for a moment."""
        await asyncio.sleep(WAIT_S)
        self.post_message(self.Narrowed(event.value.strip()))

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        """Narrow now, and go to the list."""
        event.stop()
        self.post_message(self.Narrowed(event.value.strip()))
        self.post_message(self.Left())

    def drop_last(self) -> bool:
        """Take the last term away; whether there was one."""
        text = self.input.value.rstrip()
        self.input.value = text[: last_term(text)].rstrip()
        self.input.cursor_position = len(self.input.value)
        return bool(text)


def last_term(text: str) -> int:
    """Return where the last term begins: quoted words and groups in parentheses are one."""
    start, depth, quoted = 0, 0, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign == "(") - (sign == ")")
            if sign == " " and depth <= 0:
                start = place + 1
    return start
