"""The band that says how far an import is: what is done, where one is, what comes (looks 06)."""

from textual.content import Content
from textual.widget import Widget

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from screens.ink import Part, line

STEPS = (tr("File"), tr("Mapping"), tr("Preview"), tr("Import"), tr("Report"))
_NARROW = 90


class Steps(Widget):
    """One line: the steps at the left, what is known of the file at the right."""

    DEFAULT_CSS = "Steps { height: 1; background: $oc-surface; color: $oc-muted; padding: 0 2; }"

    def __init__(self, here: int, about: str = "") -> None:
        super().__init__()
        self._here, self._about = here, about

    def tell(self, about: str) -> None:
        """Say something else of the file."""
        self._about = about
        self.refresh()

    def render(self) -> Content:
        """Return the line; on a narrow screen what is known of the file is cut."""
        gap = "  ›  " if self.content_size.width > _NARROW else " › "
        parts: list[Part] = []
        for place, words in enumerate(STEPS):
            parts += [gap] if place else []
            if place < self._here:
                parts += [("✓ ", "$oc-ok"), translate(words)]
            elif place == self._here:
                parts += [("● ", "$oc-accent"), (translate(words), "bold $oc-text")]
            else:
                parts += ["○ ", translate(words)]
        left, room = line(*parts), self.content_size.width
        about = line(self._about).truncate(max(room - left.cell_length - 2, 0), ellipsis=True)
        return line(left, " " * max(room - left.cell_length - about.cell_length, 0), about)
