"""Undo: what a person did and may take back, and how the journal packs it (D8, D21, N03)."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Any

from oclient_tui.domain.errors import Refused, tr

DAY_MS = 86_400_000
STEPS_KEPT = 100
"""Steps of one person on one list that can be taken back; the eldest fall off the end."""

AT_ONCE = 500
"""Items of a step that are read, packed and undone together."""

APART = 1000
"""Between the numbers of two parts: a part of ids becomes many parts of images when it is undone."""

IDS_AT_ONCE = 20_000
"""Ids of added customers in one part: an id takes about three bytes there, and nothing else is kept of it."""


class StepState(StrEnum):
    """Whether a step stands or was taken back."""

    DONE = "done"
    UNDONE = "undone"


class PartKind(StrEnum):
    """What a part of a step tells of the present, so that going the other way is found from it alone."""

    ADDED = "added"
    """Customers are there that were added: ids only."""

    RETURNED = "returned"
    """Customers are there that were put back: what hangs on them must be just that."""

    REMOVED = "removed"
    """Customers are not there: every row that hung on them."""

    EDITED = "edited"
    """Customers are there with other values: the rows with the values before."""

    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    RECORDS = "records"
    ANSWERED = "answered"
    """Requests are not there any more."""

    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One thing that a person did. `rows` counts what it touched."""

    id: int
    account_id: int
    action: str
    subject: str
    needs: str
    at: int
    state: StepState
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a step."""

    seq: int
    kind: PartKind
    body: Mapping[str, Any]


@dataclass(slots=True)
class Recorder:
    """The step of the running use case, as far as it is not stored yet."""

    step: UndoStep
    rows: int = 0
    seq: int = 0
    stored: bool = False
    waiting: dict[PartKind, list[Any]] = field(default_factory=dict[PartKind, list[Any]])
    edited: set[int] = field(default_factory=set[int])
    keys: dict[int, Mapping[str, Any]] = field(default_factory=dict[int, Mapping[str, Any]])
    """Keys of duplicate control that a customer gave up in this transaction, until its edit is recorded."""


class Obstacle(StrEnum):
    """Why something cannot be taken back."""

    CHANGED = "changed"
    GONE = "gone"
    GREW = "grew"
    RESTRICTED = "restricted"
    NO_LIFTING = "no_lifting"
    ENTRY = "entry"
    PERSON = "person"
    FIELD = "field"
    MODULE = "module"


OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.CHANGED: tr("was changed since"),
    Obstacle.GONE: tr("is not there any more, or you do not see it"),
    Obstacle.GREW: tr("has got records, consents, people or requests since"),
    Obstacle.RESTRICTED: tr("is restricted: it is shown, but not edited"),
    Obstacle.NO_LIFTING: tr("is restricted, and only the owner and admins can lift that"),
    Obstacle.ENTRY: tr("had an entry of a catalogue that was removed since"),
    Obstacle.PERSON: tr("was assigned to somebody who has left the list since"),
    Obstacle.FIELD: tr("had a field or a module that the program does not have any more"),
    Obstacle.MODULE: tr("has records in a module that is switched off"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A customer that stands in the way. The name is '' for one that the person does not see."""

    customer_id: int
    name: str
    obstacle: Obstacle


class UndoRefused(Refused):
    """Something stands in the way of taking a step back, and nothing was changed."""

    reason = "undo_refused"

    def __init__(self, message: str, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(message, **values)
        self.findings = findings


def packed(body: Mapping[str, Any]) -> bytes:
    """Return the stored form of a part."""
    return zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(stored: bytes) -> dict[str, Any]:
    """Return a part's body."""
    found: dict[str, Any] = json.loads(zlib.decompress(stored))
    return found


def steps_of(ids: Iterable[int]) -> list[int]:
    """Return ids as differences, which are small where the ids were made one after the other."""
    differences, last = list[int](), 0
    for number in ids:
        differences.append(number - last)
        last = number
    return differences


def ids_of(differences: Iterable[int]) -> list[int]:
    """Return the ids of differences."""
    return list(accumulate(differences))
