"""A field of several lines."""

from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import TextArea

from screens.widgets.form import Field


class Area(TextArea, inherit_bindings=False):
    """Textual's area without the F-keys that it takes for selecting: they are the form's (D26)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        one for one in TextArea.BINDINGS if getattr(one, "key", "") not in ("f6", "f7")
    ]


class LongField(Field):
    """A field whose text may have paragraphs; tab goes on to the next field."""

    DEFAULT_CSS = """
    LongField Horizontal { height: auto; }
    LongField TextArea {
        border: none; border-left: vkey $oc-edge; height: 6; padding: 0; background: $oc-field; color: $oc-text;
        width: 1fr; scrollbar-size-vertical: 1;
    }
    LongField TextArea:focus { border: none; border-left: outer $oc-accent; background-tint: 0%; }
    LongField.wrong TextArea, LongField.wrong TextArea:focus { border-left: outer $oc-error; }
    LongField .text-area--cursor-line { background: $oc-field; }
    """

    def made(self) -> Widget:
        """Return the area."""
        return Area(id=f"input-{self.key}", soft_wrap=True)

    @property
    def box(self) -> TextArea:
        """What takes the focus."""
        return self.query_one(TextArea)

    @property
    def value(self) -> str:
        """What is typed."""
        return self.box.text

    def fill(self, text: str) -> None:
        """Put a text into it."""
        self.box.load_text(text)
        self.box.move_cursor(self.box.document.end)
