"""Names of files, which are labels here: no path is ever made of one (E5)."""

import hashlib
import re
from dataclasses import dataclass

from oclient_tui.domain.text import one_line

NAME_BYTES = 200
MEGABYTE = 1024 * 1024
FILE_LIMIT = 20 * MEGABYTE
"""Bytes of one file, where the operator sets no other limit."""

FILE_LIMIT_MOST = 500 * MEGABYTE
"""A file is held in memory while it is stored, and one row of it must fit into any engine."""

UNNAMED = "file"
_LONGEST = 10_000
_PARTS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileMark:
    """A kept file as its record knows it; the hash finds the bytes."""

    name: str
    size: int
    sha256: str


def file_name(text: str) -> str:
    """Return a name that is safe to show, and harmless as a file's name on any system: no folders, no devices."""
    name = _FORBIDDEN.sub("_", one_line(_PARTS.split(text.strip())[-1][:_LONGEST])).strip(" .")[:NAME_BYTES]
    name = name.strip(" .")
    while len(name.encode()) > NAME_BYTES:
        name = name[:-1].strip(" .")
    return f"_{name}" if _DEVICE.match(name) else name or UNNAMED


def mark(name: str, content: bytes) -> FileMark:
    """Return the mark of some bytes under a name."""
    return FileMark(file_name(name), len(content), hashlib.sha256(content).hexdigest())
