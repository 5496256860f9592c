"""The audit: one chain of hashes per list and one for the installation (D8, N08).

An entry's hash covers the entry and the hash before it. Personal values stand in a side row under a salted digest,
so that erasing them breaks nothing: the chain holds the digest, and `verify` tells which values were erased.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oclient_tui.domain.errors import tr

INSTALLATION = 0
"""The `list_id` of the installation's own chain."""

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, before it has a place in a chain."""

    action: str
    subject: str = ""
    outcome: str = "done"
    reason: str = ""
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a chain."""

    list_id: int
    seq: int
    at: int
    actor: int
    door: str
    action: str
    subject: str
    outcome: str
    reason: str
    values_digest: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Values:
    """The values behind an entry: `text` is canonical JSON of before and after."""

    salt: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: the first entry that does not hold, and the entries whose values were erased."""

    entries: int
    broken_at: int | None
    problem: str
    erased: tuple[int, ...]


def values_text(event: Event) -> str:
    """Return the canonical text of an event's values; '' when it has none."""
    if event.before is None and event.after is None:
        return ""
    content = {"before": event.before or {}, "after": event.after or {}}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def values_digest(values: Values) -> str:
    """Return the salted digest that the chain keeps of the values."""
    return hashlib.sha256(f"{values.salt}:{values.text}".encode()).hexdigest()


def entry_hash(entry: Entry) -> str:
    """Return the hash that an entry must carry."""
    content = [entry.list_id, entry.seq, entry.at, entry.actor, entry.door, entry.action, entry.subject]
    content += [entry.outcome, entry.reason, entry.values_digest, entry.previous]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def verify(links: Iterable[tuple[Entry, Values | None]], head: tuple[int, str]) -> Verdict:
    """Walk a chain in order and return the verdict; `head` is the chain's length and last hash as kept beside it."""
    previous, count, erased = START, 0, list[int]()
    for entry, values in links:
        count += 1
        problem = _problem(entry, values, count, previous)
        if problem:
            return Verdict(count, entry.seq, problem, tuple(erased))
        if entry.values_digest and values is None:
            erased.append(entry.seq)
        previous = entry.hash
    if head != (count, previous):
        return Verdict(count, count + 1, tr("the chain ends elsewhere than its head says"), tuple(erased))
    return Verdict(count, None, "", tuple(erased))


def _problem(entry: Entry, values: Values | None, place: int, previous: str) -> str:
    if entry.seq != place:
        return tr("an entry is missing before it")
    if entry.previous != previous:
        return tr("it does not follow the entry before it")
    if entry.hash != entry_hash(entry):
        return tr("the entry was changed")
    if values is not None and values_digest(values) != entry.values_digest:
        return tr("its values were changed")
    return ""
