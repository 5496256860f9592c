"""Records for any card module there is, made from its declaration alone: what is typed, and what is then shown."""

import hashlib
from collections.abc import Callable, Mapping

from oclient_tui.domain.module import Field, Kind, Module
from oclient_tui.services.records.typed import GivenFile, TypedRecord

Sample = tuple[str, object]
"""What is typed, and what is shown of it."""

_SAMPLES: Mapping[Kind, Callable[[str, int], Sample]] = {
    Kind.TEXT: lambda word, number: (f" {word}  No{number} ", f"{word} No{number}"),
    Kind.LONG_TEXT: lambda word, number: (f"{word}\r\nline {number}\n", f"{word}\nline {number}"),
    Kind.DATE: lambda _, number: (f"2026-01-{number % 28 + 1:02}", f"2026-01-{number % 28 + 1:02}"),
    Kind.MOMENT: lambda _, number: (f"2026-02-{number % 28 + 1:02} 14:30", f"2026-02-{number % 28 + 1:02}T14:30"),
    Kind.MONEY: lambda _, number: (f"1 {number % 900 + 100},5", f"1{number % 900 + 100}.50"),
    Kind.NUMBER: lambda _, number: (str(number), number),
    Kind.SWITCH: lambda _, __: ("on", True),
    Kind.LINES: lambda word, number: (f"{number + 1} x {word} @ 2,5", f"{number + 1} x {word} @ 2.50"),
    Kind.CHOICE: lambda _, __: ("PAID", "Paid"),
    Kind.PERSON: lambda _, __: ("ola@example.com", "ola@example.com"),
}
"""What a field of each kind takes; a file and a state are made below."""


def content_of(word: str) -> bytes:
    """Return the bytes of a sample's file: no text in any charset."""
    return word.encode() + bytes(range(256))


def typed(module: Module, word: str, number: int = 1) -> TypedRecord:
    """Return a record with something in every field, and `word` in every text."""
    values = {field.name: _sample(module, field, word, number)[0] for field in module.every_field if not _file(field)}
    files = {field.name: GivenFile(f"../some/{word}.bin", content_of(word)) for field in module.fields if _file(field)}
    return TypedRecord(values, files)


def needed(module: Module, word: str) -> TypedRecord:
    """Return a record with nothing in it but what is required."""
    whole = typed(module, word)
    required = {field.name for field in module.fields if field.required}
    return TypedRecord(
        {name: text for name, text in whole.values.items() if name in required},
        {name: file for name, file in whole.files.items() if name in required},
    )


def shown(module: Module, word: str, number: int = 1) -> dict[str, object]:
    """Return what is shown of a record that was typed in."""
    found: dict[str, object] = {}
    for field in module.every_field:
        if _file(field):
            content = content_of(word)
            size, digest = len(content), hashlib.sha256(content).hexdigest()
            found |= {field.name: f"{word}.bin", f"{field.name}_size": size, f"{field.name}_sha256": digest}
        else:
            found[field.name] = _sample(module, field, word, number)[1]
    return found


def filters(module: Module, word: str, number: int = 1) -> list[str]:
    """Return filter lines that a sample satisfies: for the module and for every field."""
    lines = [f"{module.key}:*", *(f"{module.key}.{field.name}:*" for field in module.every_field)]
    for field in module.every_field:
        if field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.LINES, Kind.FILE):
            lines.append(f"{module.key}.{field.name}:{word}")
            lines += [] if module.total else [f"{module.key}:{word.upper()}"]
        elif field.kind in (Kind.DATE, Kind.MOMENT):
            lines += [f"{module.key}.{field.name}{rest}" for rest in (":2026-01-01..2026-03-01", ">2025-12-31")]
            lines.append(f"{module.key}.{field.name}={str(_sample(module, field, word, number)[1])[:10]}")
        else:
            value = str(_sample(module, field, word, number)[0]).replace(" ", "")
            lines.append(f"{module.key}.{field.name}:{value}")
    return lines


def _file(field: Field) -> bool:
    return field.kind is Kind.FILE


def _sample(module: Module, field: Field, word: str, number: int) -> Sample:
    if field.kind is Kind.STATE:
        return module.states[-1].upper(), module.states[-1]
    return _SAMPLES[field.kind](word, number)
