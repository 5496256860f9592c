"""XML of a workbook, read as a stream that no file can make large (E6).

Expat keeps what it must: the name of every element and attribute it has seen, the elements that are open, and a token
until its end. Each is bounded here; a document type, with which entities would come, is refused.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from oclient_tui.domain.errors import Invalid
from oclient_tui.gateways.tables.archives import BROKEN

_CHUNK = 64 * 1024
_NAMES, _DEPTH, _TOKEN = 5_000, 64, 4 * 1024 * 1024
_DAMAGE = (
    expat.ExpatError, zipfile.BadZipFile, zlib.error, LookupError, EOFError, RuntimeError, OSError, ValueError,
)  # fmt: skip
Start = Callable[[str, dict[str, str]], None]


def parsed(archive: zipfile.ZipFile, part: str, start: Start, end: Callable[[str], None], text: Any) -> Iterator[None]:
    """Parse a part of the archive, pausing now and then; elements come by their local names.

    Raise Invalid for what is damaged, and for XML made to fill the memory.
    """
    names: dict[str, str] = {}
    parser = _parser(names, start, end)
    parser.CharacterDataHandler = text
    fed = 0
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if len(names) > _NAMES or fed - parser.CurrentByteIndex > _TOKEN:
                    raise Invalid(BROKEN)
                yield
            parser.Parse(b"", True)
            yield
    except _DAMAGE as error:
        raise Invalid(BROKEN) from error


def _parser(names: dict[str, str], start: Start, end: Callable[[str], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate(intern=names)
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise Invalid(BROKEN)
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2] if ":" in name else name)

    def refuse(*_: object) -> None:
        raise Invalid(BROKEN)

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = refuse
    return parser
