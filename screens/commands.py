"""One declaration of what a key does, for bindings, footer, help and palette alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType

_ALL: dict[str, "Command"] = {}


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

    def __post_init__(self) -> None:
        """Refuse two commands of one id: keys are remapped by it."""
        if _ALL.setdefault(self.id, self) != self:
            raise ValueError(f"two commands are called {self.id}")


def bound(*commands: Command) -> list[BindingType]:
    """Return the bindings of commands, in the footer's order."""
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
    """Return the commands of bindings, in order; bindings of widgets that are nobody's command are left out."""
    return [_ALL[name] for name in ids if name in _ALL]
