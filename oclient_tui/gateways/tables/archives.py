"""A workbook is a ZIP of XML: its directory is read before anything is unpacked (E6)."""

import os
import struct
import zipfile
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.gateways.tables.limits import ARCHIVE_LIMIT, ARCHIVE_PARTS, MEGABYTE, RATIO_LIMIT

_END, _END_64, _PLACE_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_TAIL = 66_000
_DIRECTORY = MEGABYTE
BROKEN = tr("The workbook is damaged.")
BOMB = tr("The workbook would take more than {limit} megabytes once unpacked, or is packed beyond what is usual.")


def archive(source: BinaryIO) -> zipfile.ZipFile:
    """Return the opened archive; raise Invalid for a broken one, a bomb, or one that is no workbook of Excel's."""
    if _directory_size(source) > _DIRECTORY:
        raise Invalid(BOMB, limit=ARCHIVE_LIMIT // MEGABYTE)
    source.seek(0)
    try:
        opened = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Invalid(BROKEN) from error
    parts = opened.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    too_dense = unpacked > 8 * MEGABYTE and unpacked > packed * RATIO_LIMIT
    if len(parts) > ARCHIVE_PARTS or unpacked > ARCHIVE_LIMIT or too_dense:
        raise Invalid(BOMB, limit=ARCHIVE_LIMIT // MEGABYTE)
    _refuse_others({part.filename for part in parts})
    return opened


def _directory_size(source: BinaryIO) -> int:
    """Return how many bytes the directory takes as the archive's end says, since Python reads all of it at once."""
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - _TAIL))
    tail = source.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 16:
        raise Invalid(BROKEN)
    told = [struct.unpack_from("<L", tail, place + 12)[0]]
    if _PLACE_64 in tail:
        wide = tail.rfind(_END_64)
        if wide < 0 or len(tail) < wide + 48:
            raise Invalid(BROKEN)
        told = [struct.unpack_from("<Q", tail, wide + 40)[0]]
    return int(max(told))


def _refuse_others(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise Invalid(tr("This is a binary workbook (XLSB). Save it as XLSX."))
    if "[Content_Types].xml" in names and not any(name.startswith(("word/", "ppt/")) for name in names):
        return
    if "mimetype" in names or "Index/Document.iwa" in names:
        raise Invalid(tr("This is a sheet of another program than Excel. Save it as XLSX or CSV."))
    if "[Content_Types].xml" in names:
        raise Invalid(tr("This is no file of customers: CSV, TSV, XLSX and vCard can be read."))
    raise Invalid(tr("The file is packed. Unpack it, then import what it holds."))
