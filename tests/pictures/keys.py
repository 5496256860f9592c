"""The README's table of keys, from the commands themselves."""

import re
from importlib import import_module
from pathlib import Path

from oclient_tui.config.language import speak, translate
from screens.commands import Command, known
from screens.keymap import shown_key

ROOT = Path(__file__).parents[2]
READMES = {"en": ROOT / "README.md", "pl": ROOT / "README.pl.md"}
AREAS = {
    "app": {"en": "everywhere", "pl": "wszędzie"},
    "list": {"en": "in a table", "pl": "w tabeli"},
    "lists": {"en": "lists", "pl": "listy"},
    "customers": {"en": "customers", "pl": "klienci"},
    "card": {"en": "a customer's card", "pl": "karta klienta"},
}
"""The areas that the README tells; the help tells all."""

HEADS = {"en": ("where", "key", "what it does"), "pl": ("gdzie", "klawisz", "co robi")}
_BLOCK = re.compile(r"(<!-- keys -->\n).*?(<!-- /keys -->)", re.DOTALL)


def table(language: str) -> str:
    """Return the table in one language."""
    import_module("screens.app")
    speak(language)
    rows: dict[tuple[str, str], list[str]] = {}
    for area, where in AREAS.items():
        for name, command in known().items():
            if name.partition(".")[0] == area:
                told = translate(command.tip) or translate(command.words)
                rows.setdefault((where[language], told), []).append(_keys(command))
    speak("en")
    lines = [HEADS[language], ("---",) * 3, *((where, " ".join(keys), told) for (where, told), keys in rows.items())]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _keys(command: Command) -> str:
    shown = dict.fromkeys(shown_key(key) for key in command.keys.split(","))
    return " ".join(f"`{key}`" if key != "|" else "`\\|`" for key in shown)


def written(language: str) -> str:
    """Return the table that stands in the README."""
    found = _BLOCK.search(READMES[language].read_text("utf-8"))
    return found[0].removeprefix("<!-- keys -->\n").removesuffix("<!-- /keys -->") if found else ""


def write(language: str) -> None:
    """Put the table into the README."""
    path = READMES[language]
    text = path.read_text("utf-8")
    path.write_text(_BLOCK.sub(lambda found: f"{found[1]}{table(language)}{found[2]}", text), "utf-8")
