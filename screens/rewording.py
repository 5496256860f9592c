"""Saying everything on a screen again, in another language, and leaving everything else as it stands."""

from dataclasses import dataclass
from typing import Any, cast

from textual.events import Resize
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from screens.opening import Opening
from screens.widgets.rows import Rows
from screens.widgets.tab_strip import TabStrip


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a person did with one widget."""

    value: object = None
    place: int = 0

    @classmethod
    def of(cls, widget: Widget) -> "_Standing":
        if isinstance(widget, Input):
            return cls(widget.value, widget.cursor_position)
        if isinstance(widget, TextArea):
            return cls(widget.text)
        if isinstance(widget, TabStrip):
            return cls(place=widget.active)
        found = cast("Rows[Any]", widget)
        return cls(found.directory, found.cursor)

    def put_into(self, widget: Widget) -> None:
        if isinstance(widget, Input):
            with widget.prevent(Input.Changed):
                widget.value = cast("str", self.value)
            widget.cursor_position = self.place
        elif isinstance(widget, TextArea):
            with widget.prevent(TextArea.Changed):
                widget.text = cast("str", self.value)
        elif isinstance(widget, TabStrip):
            widget.active = self.place
        elif isinstance(widget, Rows):
            widget.directory = cast("Any", self.value)
            widget.set_reactive(Rows.cursor, self.place)


def _kept(screen: Screen[Any]) -> dict[str, _Standing]:
    found = screen.query("Input, TextArea, TabStrip, Rows")
    return {widget.id: _Standing.of(widget) for widget in found if widget.id}


async def reword(screen: Opening[Any]) -> None:
    """Compose a screen anew; what was typed, where the cursor is and what has the focus stay."""
    kept, focused = _kept(screen), screen.focused.id if screen.focused else None
    _stop_timers(screen)
    await screen.recompose()
    await screen.stand()
    # Heads of tables are written for a width.
    screen.post_message(Resize(screen.size, screen.size))
    for name, standing in kept.items():
        for widget in screen.query(f"#{name}"):
            standing.put_into(widget)
    if focused is not None:
        screen.query(f"#{focused}").focus()


def _stop_timers(screen: Screen[Any]) -> None:
    """Stop what `ready` will start once more; Textual's own timers go on."""
    timers = cast("set[Timer]", cast("Any", screen)._timers)  # noqa: SLF001 - there is no public word for it
    for timer in list(timers):
        callback = cast("Any", timer)._callback  # noqa: SLF001
        if getattr(callback, "__module__", "").startswith("screens."):
            timer.stop()
