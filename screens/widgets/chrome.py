"""The three lines that every screen has: where one is, what is so, and what can be done (looks §0)."""

from collections.abc import Sequence
from typing import Any, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from oclient_tui.config.language import translate
from screens import commands
from screens.ink import line, plain
from screens.shell import shell_of

_GAP = "  "
_PLACE = 28
"""Room for the place in a list of a million: lines are laid out anew only for more."""


class Header(Widget):
    """The program, the way here, and at the right who is there."""

    DEFAULT_CSS = "Header { height: 1; background: $oc-surface; color: $oc-muted; padding: 0 1; }"

    crumbs: reactive[tuple[str, ...]] = reactive(tuple[str, ...]())
    person: reactive[str] = reactive("")

    def render(self) -> Content:
        """Return the line; on a narrow screen middle crumbs go first, then the person, the last crumb never."""
        room = self.content_size.width
        crumbs, person = list(self.crumbs), self.person
        while _wide(crumbs, person) > room and len(crumbs) > 1:
            crumbs.pop(-2)
        if _wide(crumbs, person) > room:
            person = ""
        left = _left(crumbs)
        gap = max(room - left.cell_length - plain(person).cell_length, 1)
        return line(left, " " * gap, (person, "$oc-muted")).truncate(room)


def _left(crumbs: Sequence[str]) -> Content:
    parts: list[Content | str | tuple[str, str]] = [("oClient", "bold $oc-accent"), _GAP]
    for crumb in crumbs[:-1]:
        parts += [crumb, " › "]
    return line(*parts, *[(crumb, "bold $oc-text") for crumb in crumbs[-1:]])


def _wide(crumbs: Sequence[str], person: str) -> int:
    return _left(crumbs).cell_length + len(_GAP) + plain(person).cell_length


class StatusPart(Widget):
    """One end of the status line. Alone it is written anew when alone it changes: over SSH each sign counts (P7)."""

    content: reactive[Content] = reactive(Content(""))

    def render(self) -> Content:
        """Return the text, cut where it does not fit."""
        return self.content.truncate(self.content_size.width, ellipsis=True)


class Status(Widget):
    """What is so: counts and the legend at the left, the place at the right. Never keys, never errors."""

    DEFAULT_CSS = """
    Status { height: 1; background: $oc-bg; color: $oc-muted; padding: 0 1; layout: horizontal; }
    StatusPart { height: 1; width: 1fr; }
    StatusPart.right { width: 0; text-align: right; }
    """

    left: reactive[Content] = reactive(Content(""), repaint=False)
    right: reactive[Content] = reactive(Content(""), repaint=False)

    def compose(self) -> ComposeResult:
        """Yield the two ends."""
        yield StatusPart(classes="left")
        yield StatusPart(classes="right")

    def watch_left(self, content: Content) -> None:
        """Write the left end."""
        if self.is_mounted:
            self.query_one(".left", StatusPart).content = content

    def watch_right(self, content: Content) -> None:
        """Write the right end; it gets more room when it needs more, and gives none back until it is empty."""
        if not self.is_mounted:
            return
        part = self.query_one(".right", StatusPart)
        wanted = max(content.cell_length + 1, _PLACE) if content.cell_length else 0
        has = part.styles.width
        if has is None or not wanted or has.value < wanted:
            part.styles.width = wanted
        part.content = content

    def on_mount(self) -> None:
        """Write what was said before there was anywhere to write it."""
        self.watch_left(self.left)
        self.watch_right(self.right)


class Footer(Widget):
    """What can be done now, the most frequent first; what does not fit is dropped from the end."""

    DEFAULT_CSS = "Footer { height: 1; background: $oc-surface; color: $oc-muted; padding: 0 1; }"

    ALWAYS = ("app.help", "app.palette")

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        screen = cast("Any", self.screen)
        screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        if self.is_attached:
            self.refresh()

    def render(self) -> Content:
        """Return the keys with their words."""
        room = self.content_size.width
        hints = [(found.id, hint) for found in self._usable() if (hint := self._hint(found))]
        kept = [hint for name, hint in hints if name in self.ALWAYS]
        room -= sum(hint.cell_length for hint in kept) + len(_GAP) * len(kept)
        shown: list[Content] = []
        for name, hint in hints:
            if name in self.ALWAYS:
                continue
            if hint.cell_length > room:
                break
            shown.append(hint)
            room -= hint.cell_length + len(_GAP)
        left = Content(_GAP).join(shown)
        return line(left, " " * max(room, 0), _GAP if shown else "", Content(_GAP).join(kept))

    def _usable(self) -> list[commands.Command]:
        usable = {found.binding.id: found.node for found in self.screen.active_bindings.values() if found.enabled}
        shown = [one for one in commands.of(usable) if one.shown or one.id in self.ALWAYS]
        # What the screen is for stands before what its table or field can do besides.
        return sorted(shown, key=lambda command: usable[command.id] is not self.screen)

    def _hint(self, command: commands.Command) -> Content:
        key = next(
            shell_of(self).get_key_display(found.binding)
            for found in self.screen.active_bindings.values()
            if found.binding.id == command.id
        )
        return line((key, "bold $oc-accent"), " ", (translate(command.words), "$oc-muted"))
