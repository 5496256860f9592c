"""The documents say what is so: every command, target, variable and file they name exists."""

import re
import shlex
from pathlib import Path

import click
import pytest

from oclient_tui.doors.cli.main import EXIT_CODES, program

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "README.pl.md", "CONTRIBUTING.md", "docs/architecture.md")


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _commands(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("oclient ")]


@pytest.mark.parametrize("name", ["README.md", "README.pl.md"])
def test_the_commands_shown_can_be_called(name: str) -> None:
    commands = _commands(_text(name))
    assert len(commands) >= 10
    for line in commands:
        argv = shlex.split(line, comments=True)[1:]
        with click.Context(program, **program.context_settings) as context:
            found = program.get_command(context, argv[0])
            assert found is not None, line
            rest = argv[1:]
            if isinstance(found, click.Group):
                found, rest = found.get_command(context, rest[0]), rest[1:]
                assert found is not None, line
            found.make_context(line, list(rest), parent=context)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_targets_named_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", _text(name), re.MULTILINE))
    assert {a or b for a, b in named} <= targets


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_named_exist(name: str) -> None:
    text = _text(name)
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    quoted = re.findall(r"`((?:oclient_tui|services|storage|domain|doors|data|screens|tests)/[\w./]*)`", text)
    missing = [path for path in linked if not (ROOT / name).parent.joinpath(path).exists()]
    missing += [path for path in quoted if not ((ROOT / path).exists() or (ROOT / "oclient_tui" / path).exists())]
    assert not missing


def test_the_exit_codes_told_are_the_ones_used() -> None:
    told = {int(code) for code in re.findall(r"\| (\d+) \|", _text("README.md"))}
    assert {0, 2, 3, 70, 130, *EXIT_CODES.values()} == told


def test_the_variables_told_are_the_ones_read() -> None:
    told = set(re.findall(r"^\| `(OCLIENT_\w+)`", _text("README.md"), re.MULTILINE))
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "oclient_tui").rglob("*.py"))
    settings = ("DB", "AS", "LANGUAGE", "BACKUPS", "SECRET_FILE", "FILE_LIMIT", "IMPORT_LIMIT")
    read = {f"OCLIENT_{name}" for name in settings} | set(re.findall(r"\"(OCLIENT_[A-Z_]+)\"", sources))
    assert told == read


def test_the_polish_readme_follows_the_english_one() -> None:
    english, polish = _text("README.md"), _text("README.pl.md")
    assert len(re.findall(r"^#+ ", english, re.MULTILINE)) == len(re.findall(r"^#+ ", polish, re.MULTILINE))
    assert [shlex.split(line, comments=True)[:3] for line in _commands(english)] == [
        shlex.split(line, comments=True)[:3] for line in _commands(polish)
    ]
