"""What is bound, what the help and the palette say, and what the documents promise are the same (D26)."""

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any, cast

import pytest
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from oclient_tui.config.language import speak, translate
from screens.app import OClientApp
from screens.commands import Command, grouped, known
from screens.commands import Hint as Shown
from tests.pictures import keys

import_module("screens.app")  # every screen, with its commands

PLAIN = {
    "CardScreen": "1 to 9, which the help names beside ]",
    "Area": "Textual's keys for writing",
    "Line": "Textual's keys for writing",
}
"""Nodes with keys that are no commands of their own, each with the reason."""


def _ours() -> Iterator[type[DOMNode]]:
    waiting: list[type[DOMNode]] = [DOMNode]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        yield from (kind for kind in below if kind.__module__.startswith("screens."))


def _bindings(kind: type[DOMNode]) -> list[Binding]:
    own = cast("Any", vars(kind)).get("BINDINGS", ())
    return [binding for _, binding in BindingsMap(own)]


KINDS = sorted({kind for kind in _ours() if _bindings(kind)}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_key_is_a_command_with_words_and_no_two_share_one(kind: type[DOMNode]) -> None:
    bindings = _bindings(kind)
    nameless = {binding.key for binding in bindings if binding.id not in known()}
    assert not nameless or kind.__name__ in PLAIN, f"keys without a command, which no help tells: {nameless}"
    twice = [key for key, times in Counter(binding.key for binding in bindings).items() if times > 1]
    assert not twice, f"two commands of one screen on one key: {twice}"
    for command in (known()[binding.id] for binding in bindings if binding.id and binding.id in known()):
        assert command.words, command.id


def test_no_screen_takes_a_key_that_works_everywhere() -> None:
    everywhere = {binding.key for binding in _bindings(OClientApp)}
    taken = {
        f"{kind.__name__} {binding.key}"
        for kind in KINDS
        for binding in _bindings(kind)
        if kind is not OClientApp and binding.key in everywhere and binding.id not in AGAIN
    }
    assert not taken


AGAIN = {"help.close", "toasts.close", "palette.close", "sign-in.language"}
"""Commands that close what the same key opened, or do the same before anybody has signed in."""


def test_the_help_tells_every_command_once_under_one_head() -> None:
    hints = [Shown("k", command, cast("Any", None)) for command in known().values()]
    told = [hint.command.id for _, group in grouped(hints, "Here") for hint in group]
    assert sorted(told) == sorted(known())


@pytest.mark.parametrize("language", keys.READMES)
def test_the_readme_s_table_tells_each_command_of_its_areas(language: str) -> None:
    table = keys.written(language)
    speak(language)
    told: list[Command] = [one for name, one in known().items() if name.partition(".")[0] in keys.AREAS]
    missing = [one.id for one in told if f"| {translate(one.tip) or translate(one.words)} |" not in table]
    speak("en")
    assert not missing, "run `make pictures`"
