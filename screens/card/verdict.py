"""Whether the list has what is typed already, told beside the form before it is saved (N01, O20, A4)."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.events import Blur, Focus
from textual.message import Message
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.services.customers.checking import Match
from screens.commands import Command, bound
from screens.ink import Part, line, said

ASK = Command(
    "verdict.ask", "r", "ask", tr("ask for it"), tr("Ask to be assigned a customer that the list has already.")
)
OPEN = Command("verdict.open", "enter", "open", tr("open"), tr("Open the customer's card."), key_display="enter")
BACK = Command("verdict.back", "escape", "back", tr("to the form"), tr("Go back to the fields."), key_display="esc")

_WIDE = 100
"""Columns from which the pane stands beside the fields, as in the App's break points."""

_BEFORE = tr("Leave a field to see whether the list has this customer.")
_NOBODY = tr("Nobody on the list matches so far.")
_SEEN = tr("Already on the list: {name}.")
_SEEN_INACTIVE = tr("Already on the list, inactive: {name}.")
_HIDDEN = tr("Already on the list: somebody you may not see.")


class Verdict(Static):
    """The pane; on a narrow screen a line under the fields. It takes the focus where something can be done."""

    BINDINGS: ClassVar[list[BindingType]] = bound(OPEN, ASK, BACK)
    DEFAULT_CSS = """
    Verdict { width: 44; height: 100%; padding: 1 2; background: $oc-surface; border-left: blank; }
    Verdict:focus { border-left: outer $oc-accent; }
    """

    class Asked(Message):
        """The person asks for the hidden customer."""

    class Opened(Message):
        """The person opens the customer that the list has."""

        def __init__(self, customer_id: int) -> None:
            super().__init__()
            self.customer_id = customer_id

    class Left(Message):
        """The person goes back to the fields."""

    def __init__(self) -> None:
        super().__init__("", id="duplicate", markup=False)
        self.match: Match | None = None
        self._lines: list[Content] = []

    def waiting(self) -> None:
        """Say when the verdict comes."""
        self._write(None, (translate(_BEFORE), "$oc-muted"))

    def told(self, match: Match | None) -> None:
        """Say who matches: a visible customer by name; every hidden one in the same words."""
        if match is None:
            self._write(None, ("✓ ", "$oc-ok"), translate(_NOBODY))
        elif match.id is None:
            self._write(match, ("▲ ", "$oc-warn"), translate(_HIDDEN))
        else:
            sentence = said(_SEEN if match.active else _SEEN_INACTIVE, name=match.name)
            self._write(match, ("▲ ", "$oc-warn"), sentence)

    def refused(self, sentence: str) -> None:
        """Say why there is no verdict."""
        self._write(None, ("✗ ", "$oc-error"), sentence)

    def _write(self, match: Match | None, *parts: Part) -> None:
        self.match, self.can_focus = match, match is not None
        if match is None and self.has_focus:
            self.post_message(self.Left())
        self._lines = [line(*parts), *([_key(match)] if match else [])]
        self.on_resize()

    def on_resize(self) -> None:
        """Write one line on a narrow screen, and paragraphs under a head on a wide one."""
        if self.screen.size.width < _WIDE:
            self.update(Content("  ").join(self._lines))
        else:
            head = line((translate(tr("Duplicate check")), "bold $oc-muted"))
            self.update(Content("\n\n").join([head, *self._lines]))

    @on(Focus)
    @on(Blur)
    def offered(self) -> None:
        """Offer what can be done here, or no more."""
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - as in Textual
        """Offer to open whom one sees, and to ask for whom one does not."""
        if action in ("open", "ask"):
            return self.match is not None and (self.match.id is None) == (action == "ask")
        return True

    def action_ask(self) -> None:
        """Ask for the customer."""
        self.post_message(self.Asked())

    def action_open(self) -> None:
        """Open the customer's card."""
        if self.match is not None and self.match.id is not None:
            self.post_message(self.Opened(self.match.id))

    def action_back(self) -> None:
        """Go back to the fields."""
        self.post_message(self.Left())


def _key(match: Match) -> Content:
    keys, command = ("F6 r", ASK) if match.id is None else ("F6 enter", OPEN)
    return line((keys, "bold $oc-accent"), " ", (translate(command.words), "$oc-muted"))
