"""Looks for values in raw files: in any case and folded, in UTF-8 and UTF-16 (W1)."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from pathlib import Path

from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.text import fold
from oclient_tui.domain.wipes import ScannedFile
from storage.wiping.sampling import Value

_AT_ONCE = 1 << 20
_MOST_FILES = 2000
Files = tuple[ScannedFile, ...]


def scan(folder: Path, values: Sequence[Value], unexplained: Callable[[set[bytes]], set[bytes]]) -> Files:
    """Return every file of a folder and below with the number of values in it that nothing rightly holds.

    Raise Refused for a file that cannot be read: then nobody knows what it holds.
    """
    wanted = sorted({form for value in values for form in forms(value)})
    search = re.compile(_alternatives(wanted)) if wanted else None
    longest = max(map(len, wanted), default=1)
    found = list[ScannedFile]()
    for path in sorted(islice(_files(folder), _MOST_FILES)):
        try:
            size = path.stat().st_size
            hits = _hits(path, search, longest) if search else set[bytes]()
        except FileNotFoundError:
            continue  # another process removed it
        except OSError as error:
            message = tr("{path} cannot be searched for what is left of the list: {problem}")
            raise Refused(message, path=path, problem=error.strerror) from error
        strange = unexplained(hits) if hits else hits
        found.append(ScannedFile(path.relative_to(folder).as_posix(), size, len(strange)))
    return tuple(found)


def forms(value: Value) -> set[bytes]:
    """Return the bytes to look for: however the value is written, with small letters where they are ASCII."""
    if isinstance(value, bytes):
        return {value.lower()}
    written = {value, value.lower(), value.upper(), value.casefold(), fold(value)}
    usable = [text for text in written if len(text) > 1]
    return {text.encode(code, "ignore").lower() for text in usable for code in ("utf-8", "utf-16-le")}


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _hits(path: Path, search: re.Pattern[bytes], longest: int) -> set[bytes]:
    found, tail = set[bytes](), b""
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            text = tail + piece.lower()
            found.update(search.findall(text))
            tail = text[1 - longest :] if longest > 1 else b""
    return found


def _alternatives(words: Sequence[bytes]) -> bytes:
    """Return one expression for sorted words that shares their beginnings: one look at each place of a file."""
    # Of sorted words, what the first and the last have in common all have.
    same = (number for number, pair in enumerate(zip(words[0], words[-1], strict=False)) if pair[0] != pair[1])
    start = words[0][: next(same, min(len(words[0]), len(words[-1])))]
    rest = [word[len(start) :] for word in words]
    groups = [list(group) for _, group in groupby((word for word in rest if word), key=lambda word: word[:1])]
    if not groups:
        return re.escape(start)
    choices = b"|".join(_alternatives(group) for group in groups)
    return re.escape(start) + b"(?:" + choices + b")" + (b"?" if len(rest) > sum(map(len, groups)) else b"")
