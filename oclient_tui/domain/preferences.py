"""What a person likes on the screens: a few declared keys and the values they take; for that person alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from oclient_tui.domain.errors import Invalid, tr

Value = str | bool | tuple[str, ...]
"""Small enough to be read at every sign-in."""

_MOST_WORDS, _LONGEST_WORD = 40, 60


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person likes: everywhere, and on each list."""

    everywhere: Mapping[str, Value] = field(default_factory=dict[str, Value])
    on_lists: Mapping[int, Mapping[str, Value]] = field(default_factory=dict[int, Mapping[str, Value]])


def _one_of(*accepted: str) -> Callable[[object], bool]:
    return lambda value: value in accepted


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_WORD


def _are_words(value: object) -> bool:
    if not isinstance(value, list | tuple):
        return False
    words = cast("Sequence[object]", value)
    return len(words) <= _MOST_WORDS and all(_is_word(word) for word in words)


EVERYWHERE: Mapping[str, Callable[[object], bool]] = {
    "theme": _one_of("dark", "light"),
    "language": _one_of("en", "pl"),
}
ON_A_LIST: Mapping[str, Callable[[object], bool]] = {
    "columns": _are_words,
    "sort": _is_word,
    "preview": _is_switch,
    "favourite": _is_switch,
}


def checked(key: str, value: Value, declared: Mapping[str, Callable[[object], bool]]) -> Value:
    """Return a value that fits its key; raise Invalid for an unknown key or another kind of value."""
    if key not in declared or not declared[key](value):
        raise Invalid(
            tr("“{key}” is no preference, or does not take that value. There are: {accepted}."),
            key=str(key)[:_LONGEST_WORD],
            accepted=", ".join(sorted(declared)),
        )
    return value


def read(key: str, stored: object, declared: Mapping[str, Callable[[object], bool]]) -> Value | None:
    """Return a stored value; None for one that this program does not know: another version may have kept it."""
    if key not in declared or not declared[key](stored):
        return None
    return tuple(cast("list[str]", stored)) if isinstance(stored, list) else cast("Value", stored)
