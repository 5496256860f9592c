"""The parts of a workbook beside its sheets: which sheets there are, their shared texts and number formats."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.gateways.tables.archives import BROKEN
from oclient_tui.gateways.tables.cell_values import Shows, shows, unescaped
from oclient_tui.gateways.tables.limits import CELL_LIMIT, SHARED_LIMIT, SHARED_TEXTS
from oclient_tui.gateways.tables.xml_stream import parsed

_FORMATS = 65_000
_SHEETS = 1_000


@dataclass
class Book:
    """What the rows of all sheets need."""

    archive: zipfile.ZipFile
    sheets: list[str] = field(default_factory=list[str])
    """The parts that hold sheets: the visible ones in their order, then the hidden ones."""

    texts: list[str] = field(default_factory=list[str])
    formats: list[tuple[Shows, str]] = field(default_factory=list[tuple[Shows, str]])
    from_1904: bool = False


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Return the elements of a small part."""
    found: list[tuple[str, dict[str, str]]] = []
    for _ in parsed(archive, part, lambda name, told: found.append((name, told)), lambda _: None, lambda _: None):
        yield from found
        found.clear()


def read_book(archive: zipfile.ZipFile) -> Book:
    """Return the workbook; raise Invalid for a damaged one."""
    main = _targets(archive, "").get("officeDocument", "xl/workbook.xml")
    targets = _targets(archive, main)
    book, hidden = Book(archive), list[str]()
    for name, told in _elements(archive, main):
        if name == "workbookPr":
            book.from_1904 = told.get("date1904", "0") in ("1", "true")
        elif name == "sheet" and len(book.sheets) + len(hidden) < _SHEETS:
            key = next((value for key, value in told.items() if key.rpartition(":")[2] == "id" and ":" in key), "")
            shown = told.get("state", "visible") == "visible"
            (book.sheets if shown else hidden).append(targets.get(key, ""))
    book.sheets = [part for part in book.sheets + hidden if part in archive.NameToInfo and "sheet" in part.lower()]
    book.formats = _formats(archive, targets.get("styles", ""))
    book.texts = _texts(archive, targets.get("sharedStrings", ""))
    return book


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the parts that a part refers to, by reference and by what they are."""
    folder, name = posixpath.split(part)
    told = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, str] = {}
    if told in archive.NameToInfo:
        for element, values in _elements(archive, told):
            target = values.get("Target", "")
            if element == "Relationship" and len(found) < 2 * _SHEETS and values.get("TargetMode") != "External":
                place = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[values.get("Id", "")] = place
                found.setdefault(values.get("Type", "").rpartition("/")[2], place)
    return found


def _formats(archive: zipfile.ZipFile, part: str) -> list[tuple[Shows, str]]:
    """Return what the formats of cells show, by number."""
    formats: list[tuple[Shows, str]] = []
    if part not in archive.NameToInfo:
        return formats
    codes: dict[int, str] = {}
    inside = ""
    for name, told in _elements(archive, part):
        if name in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            inside = name
        elif name == "numFmt" and len(codes) < _FORMATS:
            codes[_whole(told.get("numFmtId", ""))] = told.get("formatCode", "")[:200]
        elif name == "xf" and inside == "cellXfs" and len(formats) < _FORMATS:
            number = _whole(told.get("numFmtId", "0"))
            code = codes.get(number, "")
            formats.append((shows(number, code), code))
    return formats


def _whole(text: str) -> int:
    try:
        return int(text[:9])
    except ValueError:
        raise Invalid(BROKEN) from None


def _texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the shared texts; raise Invalid where they would not fit into memory."""
    if part not in archive.NameToInfo:
        return []
    reading = _Texts()
    for _ in parsed(archive, part, reading.start, reading.end, reading.text):
        if reading.size > SHARED_LIMIT or len(reading.found) > SHARED_TEXTS:
            raise too_large()
    return reading.found


class _Texts:
    """Collects <si> elements: the texts of their <t>, but not those that tell how to pronounce them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.size = 0
        self._pieces: list[str] = []
        self._length = 0
        self._taking = self._aside = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "rPh":
            self._aside = True
        self._taking = name == "t" and not self._aside

    def end(self, name: str) -> None:
        self._taking = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            text = unescaped("".join(self._pieces))
            self.size += len(text)
            self.found.append(text)
            self._pieces, self._length = [], 0

    def text(self, piece: str) -> None:
        if self._taking and self._length <= CELL_LIMIT:
            self._length += len(piece)
            self._pieces.append(piece)


def too_large() -> Invalid:
    """Return the error for a workbook whose texts are too many."""
    return Invalid(tr("The workbook is too large to be read as one. Save the sheet as CSV, which has no such limit."))
