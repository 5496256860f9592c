"""Duplicate control as plain dictionaries: who shares a value, who is told what, who asks for which (O19-O22)."""

from itertools import combinations, product

from oclient_tui.domain.errors import Duplicate, Throttled
from tests.services.model import MEMBER, Listing, Record, Refusal, Values, blank, labels_of, plain

HOUR, MOST = 3_600_000, 20
Key = tuple[str, ...]

HIDDEN, SEEN = Refusal(Duplicate, "a hidden duplicate"), Refusal(Duplicate, "a visible duplicate")
TOO_MANY = Refusal(Throttled, "probes")


def keys(listing: Listing, values: Values) -> set[Key]:
    """Return what a record is known by under the list's rules."""
    found = set[Key]()
    for rule in filter(None, listing.chosen.get("duplicates.rules", "").split("; ")):
        parts = [[f"{name}={value}" for value in _values(values, name)] for name in rule.split("+")]
        found |= {(rule, *chosen) for chosen in product(*parts)}
    return found


def _values(values: Values, name: str) -> list[str]:
    if name in ("email", "phone"):
        return [contact.lower() for contact in labels_of(values[f"{name}s"])]
    letters = "".join(sign for sign in plain(str(values[name])) if sign.isalnum())
    return [letters] if letters else []


def restricted(listing: Listing, who: str) -> bool:
    """Whether somebody on the list does not see every record."""
    return listing.assigned_only and listing.places[who].role == MEMBER


def duplicate(listing: Listing, who: str, record: Record | None, now: Values, moment: int) -> Refusal | None:
    """Return why an add or an edit is refused: another record has a value that this one gains."""
    gained = keys(listing, now) - (keys(listing, record.values) if record else set[Key]())
    if not gained:
        return None
    if restricted(listing, who) and spent(listing, who, "refused", moment):
        return TOO_MANY
    others = [other for other in listing.records.values() if other is not record]
    clashing = [other for other in others if keys(listing, other.values) & gained]
    if not clashing:
        return None
    return SEEN if any(listing.sees(who, other) for other in clashing) else HIDDEN


def spent(listing: Listing, who: str, kind: str, moment: int) -> bool:
    """Whether somebody had as many refusals or requests within the hour as there may be."""
    return sum(at > moment - HOUR for at in listing.probes.get((who, kind), [])) >= MOST


def count(listing: Listing, who: str, kind: str, moment: int) -> None:
    """Count a refusal or a request of somebody who does not see every record."""
    if restricted(listing, who):
        listing.probes.setdefault((who, kind), []).append(moment)


def asked_for(listing: Listing, who: str, typed: Values) -> set[int]:
    """Return the records that a request is about: for every key the eldest that the person is not assigned to."""
    if not restricted(listing, who):
        return set()
    found = set[int]()
    for key in keys(listing, blank() | typed):
        hidden = [r.id for r in listing.records.values() if key in keys(listing, r.values) and who not in r.assigned]
        found |= {min(hidden)} if hidden else set()
    return found


def clashes(listing: Listing, who: str) -> tuple[int, int, int]:
    """Return how many values are shared, by how many visible records, in how many pairs."""
    having: dict[Key, set[int]] = {}
    for record in listing.visible(who):
        for key in keys(listing, record.values):
            having.setdefault(key, set()).add(record.id)
    shared = [records for records in having.values() if len(records) > 1]
    pairs = sum(len(list(combinations(records, 2))) for records in shared)
    return len(shared), len(set[int]().union(*shared)), pairs
