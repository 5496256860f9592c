"""vCard 3.0 as it is written (RFC 2426): what Outlook, Google and telephones of any age read; 4.0 some of them do not.

Fields for which vCard has no property travel as extensions of our own, so that reading the file restores them;
measurements do not, nor do columns that are no field of a customer.
"""

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

from oclient_tui.domain.fields import FIELDS, slot
from oclient_tui.domain.found import shown_name
from oclient_tui.domain.sheets import Cell
from oclient_tui.gateways.tables.card_fields import EXTENSION, PROPERTIES

_SPECIAL = re.compile(r"([\\,;])")
_LINE = 75
"""Bytes of a line, the rest goes to the next, behind a blank."""


def write_cards(target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a card a row."""
    for row in rows:
        card = "".join(_folded(line) for line in _card(dict(zip(columns, row, strict=True))))
        target.write(card.encode())


def _card(row: dict[str, Cell]) -> list[str]:
    text = {name: escaped(value) for name, value in row.items() if isinstance(value, str)}
    first, last, company = (text.get(name, "") for name in ("first_name", "last_name", "company"))
    address = [text.get(name, "") for name in ("street", "city", "postcode", "country")]
    contacts = sorted((*found, text[name]) for name in text if (found := slot(name)) and text[name])
    return [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{last};{first};;;",
        f"FN:{shown_name(first, last, company)}",
        *([f"ORG:{company}"] if company else []),
        *[f"{'EMAIL' if kind == 'email' else 'TEL'}:{value}" for kind, _, value in contacts],
        *([f"ADR:;;{address[0]};{address[1]};;{address[2]};{address[3]}"] if any(address) else []),
        *([f"BDAY:{text['birthday']}"] if text.get("birthday") else []),
        *_categories(row),
        *[line for name, value in row.items() if (line := _extension(name, value))],
        "END:VCARD",
    ]


def _categories(row: dict[str, Cell]) -> list[str]:
    tags = cast("tuple[str, ...]", row.get("tags", ()))
    return ["CATEGORIES:" + ",".join(map(escaped, tags))] if tags else []


def _extension(name: str, value: Cell) -> str:
    if name in PROPERTIES or name not in FIELDS or not value:
        return ""
    text = "on" if value is True else value if isinstance(value, str) else ", ".join(cast("tuple[str, ...]", value))
    return f"{EXTENSION.upper()}{name.replace('_', '-').upper()}:{escaped(text)}"


def escaped(text: str) -> str:
    """Return a text as a value of vCard, in which commas and semicolons separate and line ends are written out."""
    return _SPECIAL.sub(r"\\\1", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line, folded where it is longer than 75 bytes, and never within a letter."""
    if len(line.encode()) <= _LINE:
        return f"{line}\r\n"
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        wide = len(sign.encode())
        if size + wide > _LINE:
            parts.append(part)
            part, size = "", 1
        part, size = part + sign, size + wide
    return "\r\n ".join([*parts, part]) + "\r\n"
