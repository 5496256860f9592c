"""The ledger's lines: what was removed for good, told by keyed hashes only (D30).

A line is `v1 KIND KEY DIGEST AT`: KEY is the short name of the key that made the digest, AT is in milliseconds.
Whoever finds a ledger without the key learns how many lists were wiped and when, and not which.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

WIPE, ERASURE = "wipe", "erasure"
KINDS = (WIPE, ERASURE)

_LINE = re.compile(r"v1 (wipe|erasure) ([0-9a-f]{8}) ([0-9a-f]{64}) ([0-9]{1,16})")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One removal."""

    kind: str
    key: str
    digest: str
    at: int

    def __str__(self) -> str:
        return f"v1 {self.kind} {self.key} {self.digest} {self.at}"


@dataclass(frozen=True, slots=True)
class Pages:
    """A ledger as it was read: its lines, and the numbers of the lines that are damaged."""

    lines: tuple[LedgerLine, ...] = ()
    damaged: tuple[int, ...] = ()

    def digests(self, kind: str) -> frozenset[str]:
        """Return the digests of one kind."""
        return frozenset(line.digest for line in self.lines if line.kind == kind)


def read_pages(text: str) -> Pages:
    """Return the lines of a text.

    A last line without its line break was being written when the power went. Nobody was told that it stands, so it is
    left out and is no damage.
    """
    whole, _, _ = text.rpartition("\n")
    lines, damaged = list[LedgerLine](), list[int]()
    for number, written in enumerate(whole.split("\n") if whole else (), start=1):
        found = _LINE.fullmatch(written)
        if found:
            lines.append(LedgerLine(found[1], found[2], found[3], int(found[4])))
        elif written:
            damaged.append(number)
    return Pages(tuple(lines), tuple(damaged))


def missing_from(ours: Iterable[LedgerLine], theirs: Iterable[LedgerLine]) -> list[LedgerLine]:
    """Return the lines of another ledger that ours has not, each removal once."""
    known = {(line.kind, line.key, line.digest) for line in ours}
    fresh = list[LedgerLine]()
    for line in theirs:
        if (key := (line.kind, line.key, line.digest)) not in known:
            known.add(key)
            fresh.append(line)
    return fresh
