"""What an SQLite file says of itself, read without opening it: opening may write to it (U1; sqlite.org/fileformat2)."""

import os
from pathlib import Path

import peewee

from storage.engine import APPLICATION_ID

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_LOG_HEADER = 32
_FRAME_HEADER = 24


def schema_version(path: Path) -> int | None:
    """Return user_version as committed, 0 for an empty or missing file, None for one that is not ours.

    Raise peewee.DatabaseError for a file that was cut short, and OSError for what cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
            log = path.with_name(path.name + "-wal")
            newest = _newest_first_page(log)
            whole = log.exists() or os.fstat(file.fileno()).st_size >= _size(header)
    except FileNotFoundError:
        return 0
    if not header:
        return 0
    if not header.startswith(_MAGIC) or _number(header, 68) != APPLICATION_ID:
        return None
    if not whole:
        raise peewee.DatabaseError("the file was cut short")
    return _number(newest or header, 60)


def _number(page: bytes, place: int) -> int:
    return int.from_bytes(page[place : place + 4])


def _size(header: bytes) -> int:
    """Return the size that a header promises; 0 where it promises none (written by a very old SQLite)."""
    size = int.from_bytes(header[16:18])
    return _number(header, 28) * (1 << 16 if size == 1 else size) if _number(header, 24) == _number(header, 92) else 0


def _newest_first_page(log: Path) -> bytes | None:
    """Return the head of the first page as last committed to the write-ahead log; None if it stands in none."""
    committed = waiting = None
    try:
        with log.open("rb") as file:
            start = file.read(_LOG_HEADER)
            page_size, salts = _number(start, 8), start[16:24]
            while len(frame := file.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == salts:
                page = file.read(page_size) if _number(frame, 0) == 1 else b""
                waiting = page or waiting
                if not page:
                    file.seek(page_size, os.SEEK_CUR)
                if _number(frame, 4):  # the last frame of a transaction
                    committed = waiting
    except FileNotFoundError:
        return None
    return committed
