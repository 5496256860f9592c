"""Strings that try to steer a terminal, to run actions, or to crash what draws them; and what may reach a terminal."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count, islice, product

FRAGMENTS = (
    "[@click=app.quit]x[/]",
    "[@click=screen.dismiss]",
    "[/]",
    "[/b]",
    "[b",
    "[red]",
    "[link=https://x.example]y[/link]",
    "[@click=app.quit(",
    "$oc-accent",
    "{number}",
    "%s%n",
    "\x1b]0;owned\x07",
    "\x1b]0;owned\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1b[6n",
    "\x1bc",
    "\x1bP$q\x1b\\",
    "\x1b[?1049l",
    "\x9b31m",
    "\x9d0;owned\x9c",
    "\x90q\x9c",
    "\u202egpj.exe\u202c",
    "\u2066x\u2069",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u061c\u200e\u200f",
    "\x00\x07\x08\x0b\x0c\x7f",
    "\r\nfake: ok",
    "\u2028\u2029\x85",
    "\t",
    "a\u0301" * 9,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\ufe0f\u20e3",
    "\U000e0041\U000e007f",
    "界" * 300,
    "W" * 300,
    "ﷺ" * 20,
    "a\u202eb\u202ec",
    "'; DROP TABLE customers; --",
    "\ud7ff\ue000",
)

TEXTS = {
    "customers": ("first_name", "last_name", "company", "city", "street", "kind", "region", "language"),
    "accounts": ("name",),
    "customer_lists": ("name",),
    "catalogue_entries": ("name", "unit"),
    "categories": ("name",),
    "customer_tags": ("tag",),
    "customer_sets": ("name",),
    "consent_wordings": ("wording",),
    "consent_events": ("wording", "source"),
    "audit_entries": ("subject", "reason", "door"),
    "record_notes": ("text",),
    "record_tasks": ("title", "note"),
}
"""Columns that hold what people typed; those that a schema lacks are passed over."""


def strings(number: int) -> Iterator[str]:
    """Yield so many different strings: each fragment alone, in a name, then every two of them."""
    alone = (part for fragment in FRAGMENTS for part in (fragment, f"Jan {fragment} Nowak"))
    pairs = (f"{one}{place}{other}" for place in count() for one, other in product(FRAGMENTS, repeat=2))

    def all_of_them() -> Iterator[str]:
        yield from alone
        yield from pairs

    return islice(all_of_them(), number)


def write_into(file: str, number: int) -> int:
    """Write strings over what stands in a database, as another program could; return how many were written."""
    left, written = strings(number), 0
    with closing(sqlite3.connect(file)) as other:
        for table, columns in TEXTS.items():
            described = other.execute(f"PRAGMA table_info({table})").fetchall()
            keys = [name for _, name, *_, key in described if key]
            for column in (name for _, name, *_ in described if name in columns):
                where = " AND ".join(f"{key} = ?" for key in keys)
                for row in other.execute(f"SELECT {', '.join(keys)} FROM {table}").fetchall():  # noqa: S608
                    changed = f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {where}"  # noqa: S608
                    text = next(left, None)
                    if text is not None:
                        written += other.execute(changed, (text, *row)).rowcount
        other.commit()
    return written


_ALLOWED = re.compile(
    r"\x1b\[[0-9;:]*m|\x1b\[[0-9;]*[ABCDHJKX]|\x1b\[\?[0-9;]+(?:[hl]|\$p)|\x1b\[[<>=]?[0-9;]*u|\x1b\[c|\x1b\[6n"
    r"|\x1b\[>[0-9;]*q"
    r"|\x1b\[[0-9;]*t|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)|\x1bP=[12]s\x1b\\|\x1b[78=>]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def foreign(data: str) -> list[str]:
    """Return what no driver of ours writes: each control left after its own sequences, with what stands round it.

    Questions to the terminal (`CSI 6n`) may be asked once, when the program begins, and never by data.
    """
    rest = _ALLOWED.sub("", data)
    return [repr(rest[max(found.start() - 20, 0) : found.end() + 40]) for found in _CONTROL.finditer(rest)]
