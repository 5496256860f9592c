"""One declaration of what a key does, for bindings, footer, help and palette alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import tr

_ALL: dict[str, "Command"] = {}
_PLACES: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Command:
    """What a person can do somewhere: its id (`area.verb`), keys, action, and words to be translated."""

    id: str
    keys: str
    action: str
    words: str
    """Two or three words: for the footer and the palette."""

    tip: str = ""
    """A sentence: for the help and the tooltip."""

    shown: bool = True
    """Whether the footer has room for it; the help and the palette always name it."""

    key_display: str | None = None
    needs: Permission | None = None
    """What the person must be allowed on the list; without it the command is nowhere to be met."""

    def __post_init__(self) -> None:
        """Refuse two commands of one id: keys are remapped by it."""
        if _ALL.setdefault(self.id, self) != self:
            raise ValueError(f"two commands are called {self.id}")


@dataclass(frozen=True, slots=True)
class Hint:
    """A command that can be used now: its keys as a person reads them, and the node that does it."""

    keys: str
    command: Command
    node: DOMNode


MOVING = tr("Move")
EVERYWHERE = tr("Everywhere")


def grouped(hints: Iterable[Hint], place: str) -> list[tuple[str, list[Hint]]]:
    """Return hints by what they are about: the screen's own, then moving about, then what works everywhere."""
    groups: dict[str, list[Hint]] = {place: [], translate(MOVING): [], translate(EVERYWHERE): []}
    for hint in hints:
        area = hint.command.id.partition(".")[0]
        title = {"list": translate(MOVING), "app": translate(EVERYWHERE)}.get(area, place)
        groups[title].append(hint)
    return [(title, found) for title, found in groups.items() if found]


def bound(*commands: Command) -> list[BindingType]:
    """Return the bindings of commands, in the footer's order."""
    for command in commands:
        _PLACES.setdefault(command.id, len(_PLACES))
    return [
        Binding(
            command.keys,
            command.action,
            command.words,
            show=command.shown,
            key_display=command.key_display,
            tooltip=command.tip,
            id=command.id,
        )
        for command in commands
    ]


def known() -> Mapping[str, Command]:
    """Return every command that a loaded screen has, by id."""
    return dict(_ALL)


def of(ids: Iterable[str | None]) -> list[Command]:
    """Return the commands of bindings, as they were bound, whatever keys they have come to since.

    Bindings of widgets that are nobody's command are left out.
    """
    return sorted((_ALL[name] for name in ids if name in _ALL), key=lambda command: _PLACES.get(command.id, 0))


def needed_for(node: DOMNode, action: str, parameters: tuple[object, ...]) -> Permission | None:
    """Return what the person must be allowed for one of a node's own actions; None where nothing is needed."""
    for _, binding in cast("Any", node)._bindings:  # noqa: SLF001 - Textual's own map of this node's keys
        command = _ALL.get(binding.id or "")
        if command is not None and command.needs is not None:
            _, name, given = parse(binding.action)
            if name == action and given == parameters:
                return command.needs
    return None
