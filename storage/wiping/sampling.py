"""Values of a list to look for afterwards, and whether what was found belongs to somebody else (W1, N09).

Only a file can be searched for them: on a server nothing is sampled.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any

from storage.engine import Engine
from storage.wiping.schema import Schema, quoted

Value = str | bytes

SHORTEST, LONGEST = 6, 60
_ROWS_A_TABLE = 60
_ROWS_AT_ONCE = 2000
_BETWEEN = b"\0\0"
_SOME = "SELECT {} FROM {} WHERE list_id = ? AND abs(random() % ?) = 0 LIMIT ?"
_OUR_WORDS = frozenset(
    {"role", "rights", "state", "kind", "door", "action", "outcome", "reason", "hash", "previous", "values_digest",
     "salt", "token_digest", "sha256", "changed_in", "language", "region", "business_type", "digest", "key", "code"}
)  # fmt: skip
"""Columns that hold the program's own words and numbers, and nothing of a person."""


def sample(engine: Engine, list_id: int, most: int) -> list[Value]:
    """Return up to `most` distinct values at random, spread evenly over all columns with text of all tables."""
    chance = random.SystemRandom()
    columns = list(chain.from_iterable(_columns(engine, table, list_id) for table in _tables(engine)))
    for column in columns:
        chance.shuffle(column)
    chance.shuffle(columns)
    found: dict[Value, None] = {}
    for value in chain.from_iterable(zip_longest(*columns)):
        if value is not None and len(found) < most:
            found[value] = None
    return list(found)


def _tables(engine: Engine) -> list[str]:
    return [] if engine.name == "postgresql" else Schema.of(engine).of_lists


def _columns(engine: Engine, table: str, list_id: int) -> list[list[Value]]:
    """Return values of a table, a list for each of its columns."""
    names = [name for name in Schema.of(engine).texts(table) if name not in _OUR_WORDS or table == "customers"]
    if not names:
        return []
    run: Any = engine.database.execute_sql
    (rows,) = run(f"SELECT count(*) FROM {quoted(table)} WHERE list_id = ?", (list_id,)).fetchone()  # noqa: S608
    some = _SOME.format(", ".join(map(quoted, names)), quoted(table))
    found = run(some, (list_id, max(rows // (2 * _ROWS_A_TABLE), 1), _ROWS_A_TABLE)).fetchall()
    columns = zip(*found, strict=True)
    return [list(dict.fromkeys(piece for cell in column for piece in _pieces(cell))) for column in columns]


def _pieces(cell: object) -> Iterator[Value]:
    """Return what to look for of one cell: each of its lines, a long one from its middle."""
    if isinstance(cell, bytes):
        piece = _middle(cell)
        if len(set(piece)) >= SHORTEST:
            yield piece
    elif isinstance(cell, str):
        for line in cell.split("\n"):
            if len(line.strip()) >= SHORTEST:
                yield _middle(line.strip())


def _middle(text: Any) -> Any:
    start = max(len(text) - LONGEST, 0) // 2
    return text[start : start + LONGEST]


def unexplained(engine: Engine, found: set[bytes]) -> set[bytes]:
    """Return those of the found bytes that no row holds which rightly stands, nor the names of the tables themselves.

    The rows are walked once, and only until everything is explained.
    """
    left, schema = set(found), Schema.of(engine)
    tables = sorted(schema.columns, key=lambda table: (table != "customers", table))
    for table, columns in [*((table, schema.texts(table)) for table in tables), ("sqlite_master", ["sql"])]:
        if left and columns:
            left -= _standing(engine, table, columns, left)
    return left


def _standing(engine: Engine, table: str, columns: Sequence[str], wanted: set[bytes]) -> set[bytes]:
    run: Any = engine.database.execute_sql
    left, rows = set(wanted), run(f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)}")  # noqa: S608
    while left and (some := rows.fetchmany(_ROWS_AT_ONCE)):
        text = _BETWEEN.join(_bytes(cell) for row in some for cell in row)
        left = {one for one in left if one not in text}
    return wanted - left


def _bytes(cell: object) -> bytes:
    return (cell if isinstance(cell, bytes) else str(cell).encode(errors="replace")).lower()
