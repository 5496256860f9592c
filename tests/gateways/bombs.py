"""Files made to fill the memory of whoever reads them (E6). Run as a program: reads each, and prints what it cost."""

import io
import json
import resource
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid
from oclient_tui.gateways.tables import Tables
from tests.gateways.workbook_files import MAIN, inline, package, sheet

MEGABYTE = 1 << 20
LINE_MEGABYTES = 256


def _long_line(target: BinaryIO) -> None:
    target.write(b"a,b\n1,2\n")
    for _ in range(LINE_MEGABYTES):
        target.write(b"x" * MEGABYTE)


def _bytes(content: bytes) -> Callable[[BinaryIO], object]:
    return lambda target: target.write(content)


def _lying() -> bytes:
    """Return a workbook whose directory tells of one byte where a hundred megabytes come out."""
    content = bytearray(package(sheet(inline("a") + " " * (100 * MEGABYTE))))
    place = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    content[place + 24 : place + 28] = (1).to_bytes(4, "little")
    return bytes(content)


def _crowded() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"xl/{number}", b"")
    return target.getvalue()


def _laughing() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><worksheet>&l9;</worksheet>'


def _texts(content: str) -> bytes:
    rows = "".join(f'<row><c t="s"><v>{number % 2}</v></c></row>' for number in range(50_000))
    return package(
        sheet(rows) | {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{content}</sst>'}, packing=zipfile.ZIP_STORED
    )


STORED = zipfile.ZIP_STORED
FAR = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
BOMBS: dict[str, Callable[[], Callable[[BinaryIO], object]]] = {
    "a line of 256 MB": lambda: _long_line,
    "a first line of 32 MB": lambda: _bytes(b"x" * (32 * MEGABYTE)),
    "a million columns": lambda: _bytes(b",".join([b"c"] * 1_000_000) + b"\n1\n"),
    "a row of a million columns": lambda: _bytes(b"a,b\n" + b"," * 1_000_000 + b"x\n1,2\n"),
    "a row without an end": lambda: _bytes(b"a,b\n" + b'"\n",' * 500_000),
    "quotes that are never closed": lambda: _bytes(b"a,b\n" + (b'"x,1\n' + b"y,2\n" * 20_000) * 10),
    "UTF-16 in one line": lambda: _bytes(("a,b\n" + "x" * 16 * MEGABYTE).encode("utf-16")),
    "gzip": lambda: _bytes(b"\x1f\x8b" + b"\0" * MEGABYTE),
    "cards without an end": lambda: _bytes(b"BEGIN:VCARD\nVERSION:3.0\n" + b"NOTE:x\n" * 1_000_000),
    "a card of one line": lambda: _bytes(b"BEGIN:VCARD\nNOTE:" + b"x" * (32 * MEGABYTE) + b"\nEND:VCARD\n"),
    "spaces, packed": lambda: _bytes(package(sheet(inline("a") + " " * (100 * MEGABYTE)))),
    "a directory that lies": lambda: _bytes(_lying()),
    "thirty thousand parts": lambda: _bytes(_crowded()),
    "a cell in the last corner": lambda: _bytes(package(sheet(inline("a") + FAR))),
    "wide rows": lambda: _bytes(package(sheet(inline("a") + FAR.replace(' r="1048576"', "") * 20_000), packing=STORED)),
    "a billion laughs": lambda: _bytes(package({"xl/worksheets/sheet1.xml": _laughing()})),
    "depth": lambda: _bytes(package(sheet("<a>" * 3_000_000), packing=STORED)),
    "names": lambda: _bytes(package(sheet("".join(f"<n{n}/>" for n in range(1_000_000))), packing=STORED)),
    "a tag of 32 MB": lambda: _bytes(package(sheet(f'<row x="{"y" * 32 * MEGABYTE}"/>'), packing=STORED)),
    "a cell of 32 MB": lambda: _bytes(package(sheet(inline("a") + inline("y" * 32 * MEGABYTE)), packing=STORED)),
    "shared texts without end": lambda: _bytes(_texts("".join(f"<si><t>{n:x}</t></si>" for n in range(1_100_000)))),
    "one long text, shared by all": lambda: _bytes(_texts(f"<si><t>{'x' * 60_000}</t></si><si><t>b</t></si>")),
}  # fmt: skip


def peak() -> int:
    """Return the most memory that this program has held so far, in bytes.

    Not by getrusage alone: Linux hands on what the parent held when it started this program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def outcome(source: BinaryIO) -> str:
    """Return what came of reading a file: how many rows and how many of them bad, or the refusal."""
    try:
        rows = [bool(row.problem) for row in Tables().open(source).rows()]
    except Invalid as error:
        return f"refused: {error}"
    return f"{len(rows)} rows, {sum(rows)} bad"


def main(name: str) -> None:
    """Read one bomb, made by another process, and print what came of it and what it took."""
    for small in (b"a,b\n1,2\n", package(sheet(inline("a"))), b"BEGIN:VCARD\nVERSION:3.0\nFN:x\nEND:VCARD\n"):
        outcome(io.BytesIO(small))
    base = peak()
    with open(name, "rb") as source:  # noqa: PTH123 - nothing else loaded than what reading needs
        print(json.dumps([outcome(source), peak() - base]))


def made(name: str, folder: str) -> str:
    """Write a bomb and return where it is."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
        BOMBS[name]()(target.file)
    return target.name


if __name__ == "__main__":
    main(sys.argv[1])
