"""Rows of a table as strips: columns of fixed width, the gutter first (looks §0, §2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from oclient_tui.domain.text import inert
from screens.ink import cut

GUTTER = 5
_FOCUS, _MARK = "▌", "●"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its head (to be translated) and its width; 0 takes what is left."""

    key: str
    words: str
    width: int
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column, and whether it differs from row to row (text) or repeats (muted)."""

    text: str
    style: str = "muted"


@dataclass(frozen=True, slots=True)
class Look:
    """The inks and grounds of a theme, ready to draw with."""

    text: Style
    muted: Style
    accent: Style
    warn: Style
    error: Style
    ground: Style
    sel: Style
    selblur: Style
    marked: Style

    @classmethod
    def of(cls, variables: dict[str, str]) -> "Look":
        """Return the look of the theme in force."""
        inks = {name: Style(color=variables[f"oc-{name}"]) for name in ("text", "muted", "accent", "warn", "error")}
        grounds = {name: Style(bgcolor=variables[f"oc-{name}"]) for name in ("sel", "selblur", "marked")}
        return cls(**inks, **grounds, ground=Style(bgcolor=variables["oc-bg"]))

    def ink(self, name: str) -> Style:
        """Return an ink by its name."""
        return {"text": self.text, "accent": self.accent, "warn": self.warn, "error": self.error}.get(name, self.muted)


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """Return the columns' widths on a line of `room`: the first without one takes what is left, at least 21."""
    left = room - GUTTER - sum(column.width + 1 for column in columns if column.width)
    return [column.width or max(left - 1, 21) for column in columns]


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row stands: under the cursor, in a focused list, marked, and its state's glyph."""

    cursor: bool = False
    focused: bool = True
    marked: bool = False
    glyph: str = " "
    glyph_ink: str = "muted"
    faint: bool = False


def drawn(look: Look, cells: Sequence[Cell], columns: Sequence[Column], room: int, state: RowState) -> Strip:
    """Return one row."""
    ground = look.ground
    if state.cursor:
        ground = look.sel if state.focused else look.selblur
    elif state.marked:
        ground = look.marked
    bar = (_FOCUS if state.focused else "›") if state.cursor else " "
    segments = [
        Segment(bar, look.accent + ground),
        Segment(_MARK if state.marked else " ", look.accent + ground),
        Segment(" ", ground),
        Segment(state.glyph, look.ink(state.glyph_ink) + ground),
        Segment(" ", ground),
    ]
    for place, (cell, column, width) in enumerate(zip(cells, columns, widths(columns, room), strict=True)):
        style = look.text if state.cursor else look.muted if state.faint else look.ink(cell.style)
        emphasis = Style(bold=state.cursor and place == 0, italic=state.faint)
        text = cut(cell.text, width)
        segments.append(Segment(_padded(text, width, right=column.right) + " ", style + ground + emphasis))
    return Strip(segments).adjust_cell_length(room, ground)


def _padded(text: str, width: int, *, right: bool) -> str:
    gap = " " * max(width - cell_len(text), 0)
    return gap + text if right else text + gap


def head(
    columns: Sequence[Column], room: int, words: Sequence[str], sorted_by: str, arrow: str
) -> list[tuple[str, str]]:
    """Return the heads of the columns as styled texts, the sorted one with its arrow."""
    parts: list[tuple[str, str]] = [(" " * GUTTER, "")]
    for column, width, word in zip(columns, widths(columns, room), words, strict=True):
        here = column.key == sorted_by
        text = cut(f"{word} {arrow}" if here else word, width)
        parts.append((_padded(inert(text), width, right=column.right) + " ", "bold $oc-text" if here else "$oc-muted"))
    return parts
