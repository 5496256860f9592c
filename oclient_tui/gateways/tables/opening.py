"""Which format a file has, told from its content and never from its name (issue 4)."""

import os
import re
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.sheets import Sheet
from oclient_tui.gateways.tables.charsets import charset_of
from oclient_tui.gateways.tables.limits import BLOCK, MEGABYTE

_HEAD = 4096
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"SQLite format 3", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"{\\rtf")
_CARD = re.compile(r"\s*BEGIN:VCARD\s*[\r\n]", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*"|\[\s*[\[{"])')
_MARKUP = re.compile(r"\s*<(!doctype|\?xml|html|table|meta|div)", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1a")


def opened(source: BinaryIO, limit: int) -> Sheet:
    """Return what a file holds; raise Invalid for one that is none of ours, empty, or larger than the limit."""
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    head = source.read(_HEAD)
    if size > limit:
        raise Invalid(tr("The file is larger than {limit} megabytes. Split it."), limit=limit // MEGABYTE)
    if not head.strip():
        raise Invalid(tr("The file is empty."))
    if head.startswith(_ZIP):
        from oclient_tui.gateways.tables.workbooks import workbook

        return workbook(source)
    _refuse_binary(head)
    return _text(source)


def _refuse_binary(head: bytes) -> None:
    if head.startswith(_PACKED):
        raise Invalid(tr("The file is packed. Unpack it, then import what it holds."))
    if head.startswith(_OLD_OFFICE):
        raise Invalid(
            tr("This is a workbook of an old Excel, or one with a password. Save it as XLSX without a password.")
        )
    if head.startswith(_OTHERS):
        raise unknown_format()


def _text(source: BinaryIO) -> Sheet:
    charset = charset_of(source)
    source.seek(0)
    block = source.read(BLOCK)
    wide = charset.name.startswith(("utf-16", "utf-32"))
    if not wide and _strange(block):
        raise unknown_format()
    text = block[:_HEAD].decode(charset.name, "replace")
    if _CARD.match(text):
        from oclient_tui.gateways.tables.cards import cards

        return cards(source, charset)
    if _JSON.match(text):
        raise Invalid(tr("This is JSON, which cannot be read: CSV, TSV, XLSX and vCard can."))
    if _MARKUP.match(text):
        raise Invalid(
            tr("This is a web page or XML, whatever its name says. Open it in a spreadsheet and save it as XLSX.")
        )
    from oclient_tui.gateways.tables.delimited import delimited

    return delimited(source, charset)


def _strange(block: bytes) -> bool:
    """Whether this is no text: a few control characters may be a slip, many are not."""
    controls = len(block) - len(block.translate(None, _CONTROLS))
    return controls > max(4, len(block) // 20)


def unknown_format() -> Invalid:
    """Return the error for a file of another kind."""
    return Invalid(tr("This is no file of customers: CSV, TSV, XLSX and vCard can be read."))
