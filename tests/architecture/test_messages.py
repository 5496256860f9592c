"""The Polish catalogue is whole, and it is the one the program speaks (D16).

Whoever changes wording runs `make messages` and translates what is new.
"""

import ast
import io
import re
from collections.abc import Iterable, Iterator
from contextvars import copy_context
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from oclient_tui.config.language import speak, translate

ROOT = Path(__file__).parents[2]
OURS = ("oclient_tui", "screens", "storage")
MARK = "tr"
POLISH = ROOT / "oclient_tui" / "locale" / "pl" / "LC_MESSAGES"

_TYPED = re.compile(r"--[a-z][a-z-]*|\b[a-z]+_[a-z_]+\b|\boclient [a-z-]+|\bchmod \d+")
"""What a person types: options, names with an underscore, the first word after `oclient`."""


@cache
def _sources() -> dict[Path, str]:
    return {path: path.read_text("utf-8") for folder in OURS for path in sorted((ROOT / folder).rglob("*.py"))}


@cache
def _extracted() -> dict[str, str]:
    """Return every message that `make messages` finds, with the place where it stands."""
    found: dict[str, str] = {}
    for path in _sources():
        for line, message, *_ in extract_from_file("python", path, keywords={MARK: None}):
            assert isinstance(message, str), f"{path}:{line} marks {message!r}, which is not one text"
            found.setdefault(message, _place(path, line))
    return found


def _marked() -> Iterator[tuple[str, ast.expr]]:
    """Return the argument of every call of the mark, as Python itself reads the sources."""
    for path, text in _sources().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == MARK:
                yield _place(path, node.lineno), node.args[0]


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


@cache
def _catalogue() -> Catalog:
    with (POLISH / "oclient.po").open("rb") as file:
        return read_po(file, locale="pl")


def _messages(catalogue: Catalog) -> dict[str, Message]:
    return {str(message.id): message for message in catalogue if message.id}


def _sentences(catalogue: Catalog) -> dict[str, str]:
    """Return what is translated: each English message with its Polish one."""
    return {english: str(message.string) for english, message in _messages(catalogue).items() if message.string}


def _told(findings: Iterable[str], meaning: str) -> str:
    return "\n  ".join([f"{meaning}:", *findings])


def _placeholders(message: str) -> set[str]:
    try:
        return {field for _, field, _, _ in Formatter().parse(message) if field is not None}
    except ValueError as error:
        raise AssertionError(f"{message!r} has a stray brace: {error}") from error


def _filled(message: str, values: dict[str, str]) -> str:
    try:
        return message.format(**values)
    except (ValueError, LookupError) as error:
        raise AssertionError(f"{message!r} cannot be filled in with texts: {error!r}") from error


def test_no_message_hides_from_the_extractor() -> None:
    """In Python 3.11 the extractor cannot look into an f-string, nor anywhere at a text that is put together."""
    hidden = [
        f"{place} {ast.unparse(text)}"
        for place, text in _marked()
        if not isinstance(text, ast.Constant) or text.value not in _extracted()
    ]
    assert not hidden, _told(hidden, "never translated; give tr() one plain text, outside any f-string")


def test_every_message_is_translated() -> None:
    assert len(_extracted()) > 200, "the extractor finds next to nothing"
    polish = _messages(_catalogue())
    missing = [f"{place} {english}" for english, place in _extracted().items() if english not in polish]
    assert not missing, _told(missing, "not in oclient.po; run `make messages`")
    unfinished = [english for english, message in polish.items() if not message.string or message.fuzzy]
    assert not unfinished, _told(unfinished, "in oclient.po without a settled translation")


def test_no_translation_is_left_over() -> None:
    left = sorted(set(_messages(_catalogue())) - set(_extracted()))
    assert not left, _told(left, "in oclient.po, but nowhere in the sources; run `make messages`")


def test_every_polish_message_takes_the_values_of_the_english_one() -> None:
    for english, polish in _sentences(_catalogue()).items():
        names = _placeholders(english)
        assert _placeholders(polish) == names, _told([english, polish], "these name different {placeholders}")
        values = {name: f"<{name}>" for name in names}
        filled = _filled(polish, values)
        assert all(value in filled for value in values.values()), _told([polish, filled], "a value is lost")


def test_what_is_typed_stays_as_it_is_typed() -> None:
    for english, polish in _sentences(_catalogue()).items():
        kept = set(_TYPED.findall(polish)) == set(_TYPED.findall(english))
        assert kept, _told([english, polish], "these name different commands, options or names")


def test_the_compiled_catalogue_is_the_one_in_the_tree() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, _catalogue())
    compiled.seek(0)
    with (POLISH / "oclient.mo").open("rb") as file:
        shipped, fresh = read_mo(file), read_mo(compiled)
    stale = sorted(dict(_sentences(shipped).items() ^ _sentences(fresh).items()))
    assert not stale, _told(stale, "oclient.mo says otherwise than oclient.po; run `make messages`")
    assert shipped.plural_forms == fresh.plural_forms


def test_the_program_speaks_the_catalogue() -> None:
    def spoken() -> dict[str, str]:
        speak("pl")
        return {english: translate(english) for english in polish}

    polish = _sentences(_catalogue())
    said = copy_context().run(spoken)
    other = [f"{said[english]} | {polish[english]}" for english in polish if said[english] != polish[english]]
    assert polish, "the catalogue is empty"
    assert not other, _told(other, "the program says one thing, oclient.po another")
