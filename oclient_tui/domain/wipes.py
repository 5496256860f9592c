"""The wipe of a whole list: what stays of it, and the certificate (D5, N09)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from oclient_tui.domain.errors import tr

CLOSED_MS = 120_000
"""How long a list stays closed for a wipe that went no further, whatever became of whoever began it."""


def is_closed(closed_at: int | None, now: int) -> bool:
    """Whether a list that was closed at some moment still is."""
    return closed_at is not None and now - closed_at < CLOSED_MS


@dataclass(frozen=True, slots=True)
class Wipe:
    """The stub: who, when, how many rows of which table, and the certificate's digest, '' while cleaning is owed."""

    id: int
    list_id: int
    account_id: int
    at: int
    counts: Mapping[str, int]
    digest: str = ""

    @property
    def owed(self) -> bool:
        """Whether the rows are gone and the files are not known to be clean."""
        return not self.digest

    @property
    def rows(self) -> int:
        """How many rows were removed."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Extent:
    """What a wipe would remove, and the copies it cannot reach."""

    name: str
    customers: int
    records: int
    files: int
    since: int
    """When the list was made: no older backup has it."""

    backups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file of the data folder and how many of the values that were looked for stand in it."""

    name: str
    size: int
    hits: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof handed to whoever wiped. It names neither the list nor anybody on it.

    `name_digest` lets whoever knows the list's name show that this is the list.
    """

    wipe: Wipe
    name_digest: str
    engine: str
    certified_at: int
    values: int
    files: tuple[ScannedFile, ...]
    backups: tuple[str, ...]

    @property
    def content(self) -> dict[str, object]:
        """The certificate as plain values, without its digest."""
        return {
            "certificate": str(self.wipe.id),
            "list": str(self.wipe.list_id),
            "name_sha256": self.name_digest,
            "account": str(self.wipe.account_id),
            "removed_at": _moment(self.wipe.at),
            "certified_at": _moment(self.certified_at),
            "engine": self.engine,
            "removed": dict(sorted(self.wipe.counts.items())),
            "values": self.values,
            "hits": sum(file.hits for file in self.files),
            "scanned": [{"file": file.name, "bytes": file.size, "hits": file.hits} for file in self.files],
            "stays": {"backups": list(self.backups), "elsewhere": list(STAYS[self.engine])},
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of the content; the installation's audit keeps it."""
        text = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


STAYS: Mapping[str, tuple[str, ...]] = {
    "sqlite": (
        tr("disk blocks freed by the file system"),
        tr("copies and exports made by people"),
        tr("replicas of the file"),
    ),
    "postgresql": (
        tr("pages, statistics and write-ahead log of the server until it writes over them"),
        tr("replicas and backups of the server"),
        tr("copies and exports made by people"),
    ),
}
"""What no wipe reaches, by engine."""


def name_digest(wipe_id: int, name: str) -> str:
    """Return the digest of a list's name, salted with the certificate's id."""
    return hashlib.sha256(f"{wipe_id}:{name}".encode()).hexdigest()


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
