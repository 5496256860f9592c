"""Keys of a person's own choice: read from the settings file, checked before the first screen opens (ux.md).

A wrong line is refused with a sentence that names it: a key that silently does nothing is found out too late.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, cast

from textual.dom import DOMNode
from textual.keys import KEY_TO_UNICODE_NAME, Keys, format_key
from textual.screen import Screen
from textual.widget import Widget

from oclient_tui.domain.errors import Misconfigured, tr
from screens import commands

NEVER = frozenset(
    {*(f"ctrl+{sign}" for sign in "himabjk"), "ctrl+space", "ctrl+at", "tilde", "~", "newline"},
)
"""What terminals, tmux, screen and ssh keep for themselves, or send for another key."""

_NAMED = {str(key.value) for key in Keys} | set(KEY_TO_UNICODE_NAME)
_MODIFIERS = {"ctrl", "shift"}
_SHOWN = {
    "enter": "enter",
    "backspace": "backspace",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}


def shown_key(key: str) -> str:
    """Return a key as a person reads it: `ctrl+p`, `esc`, `?`, `PgUp`."""
    *modifiers, name = key.split("+") if key != "+" else [key]
    return "+".join([*modifiers, _SHOWN.get(name) or format_key(name)])


def chosen_keys(told: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of commands as Textual takes them; raise Misconfigured for the first line that cannot hold."""
    known = commands.known()
    keymap: dict[str, str] = {}
    for name, keys in told.items():
        if name not in known:
            near = ", ".join(other for other in known if other.startswith(name.partition(".")[0] + "."))
            raise _wrong(
                name, keys, tr("there is no such command. There are: {known}."), known=near or ", ".join(known)
            )
        keymap[name] = ",".join(_key(name, keys, key.strip()) for key in keys.split(",") if key.strip())
        if not keymap[name]:
            raise _wrong(name, keys, tr("a command needs a key."))
    _refuse_clashes(keymap, told)
    return keymap


def _wrong(name: str, keys: str, why: str, **values: object) -> Misconfigured:
    start = tr("In the settings file, [keys], the line {name} = “{keys}”: {why}")
    return _KeyRefused(start, why, name=name, keys=keys[:40], **values)


class _KeyRefused(Misconfigured):
    """A line of the settings that cannot hold; both parts of its sentence are translated."""

    def __init__(self, message: str, why: str, **values: object) -> None:
        super().__init__(message, **values)
        self._why = why

    def text(self, translate: Any = str) -> str:
        why = cast("str", translate(self._why)).format(**self.values)
        return cast("str", translate(self.message)).format(**{**self.values, "why": why})


def _key(name: str, keys: str, key: str) -> str:
    """Return a key as Textual names it."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    if key in NEVER or "alt" in modifiers or "meta" in modifiers:
        raise _wrong(name, keys, tr("{key} never reaches the program in every terminal. Take another."), key=key)
    sign = len(last) == 1 and last.isprintable()
    if not (sign or last in _NAMED) or not set(modifiers) <= _MODIFIERS or (sign and "shift" in modifiers):
        raise _wrong(name, keys, tr("{key} is no key. Write them as a, A, f5, ctrl+s or escape."), key=key)
    if sign and not last.isalnum():
        last = _name_of(last)
    return "+".join([*modifiers, last])


def _name_of(sign: str) -> str:
    wanted = unicodedata.name(sign)
    short = next((name for name, full in KEY_TO_UNICODE_NAME.items() if full == wanted), wanted.lower())
    return {"reverse_solidus": "backslash", "solidus": "slash"}.get(short, short.replace(" ", "_").replace("-", "_"))


def _refuse_clashes(keymap: Mapping[str, str], told: Mapping[str, str]) -> None:
    """Refuse a key that would do two things on one screen."""
    widgets = [kind for kind in _below(Widget) if not issubclass(kind, Screen)]
    everywhere = {found for kind in [*widgets, *_apps()] for found in _commands_of(kind)}
    for screen in _below(Screen):
        bound: dict[str, str] = {}
        for name in sorted({*_commands_of(screen), *everywhere}, key=lambda one: one not in keymap):
            for key in (keymap.get(name) or commands.known()[name].keys).split(","):
                other = bound.setdefault(key, name)
                if other != name and other in keymap:
                    why = tr("{key} is the key of {other} already, which can be used on the same screen.")
                    raise _wrong(other, told[other], why, key=shown_key(key), other=name)


def _commands_of(kind: type[DOMNode]) -> Iterable[str]:
    merged = cast("Any", kind)._merged_bindings  # noqa: SLF001 - Textual's own map of a class's keys
    found = [binding.id for bindings in merged.key_to_bindings.values() for binding in bindings] if merged else []
    return [name for name in dict.fromkeys(found) if name in commands.known()]


def _apps() -> list[type[DOMNode]]:
    return [kind for kind in _below(DOMNode) if kind.__name__ == "OClientApp"]


def _below(kind: type[DOMNode]) -> list[type[DOMNode]]:
    """Return our classes below one of Textual's."""
    found = [child for child in kind.__subclasses__() if child.__module__.startswith("screens.")]
    deeper = [below for child in kind.__subclasses__() for below in _below(child)]
    return list(dict.fromkeys([*found, *deeper]))
