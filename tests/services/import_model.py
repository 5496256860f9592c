"""Imports as plain dictionaries: what becomes of each row, one after the other (O21, N03, A4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from oclient_tui.domain.errors import Throttled
from oclient_tui.services.customers.probing import TooManyDuplicates
from tests.services import forms
from tests.services.duplicate_model import HOUR, MOST, keys, restricted
from tests.services.forms import LABELS, Form
from tests.services.model import Listing, Record, Refusal, Values, blank

SPENT, BEYOND = Refusal(Throttled, "probes"), Refusal(TooManyDuplicates, "probes")


@dataclass
class Outcome:
    """What an import must tell, and the records as they must be afterwards; nothing is changed by making it."""

    added: list[Values] = field(default_factory=list[Values])
    updated: dict[int, Values] = field(default_factory=dict[int, Values])
    duplicates: list[int] = field(default_factory=list[int])
    invalid: list[int] = field(default_factory=list[int])
    keyed: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of rows."""
        parts = (self.added, self.updated, self.duplicates, self.invalid)
        numbers = dict(zip(("added", "updated", "duplicates", "invalid"), map(len, parts), strict=True))
        return {"read": sum(numbers.values()), **numbers}


def row_form(typed: Form) -> Form:
    """Return what a row says: empty cells say nothing, and labels are added."""
    filled = {name: text for name, text in typed.values.items() if text}
    labels = {name: filled.pop(name) for name in LABELS if name in filled}
    return Form(filled, labels, {}, typed.invalid)


def _named(values: Values) -> bool:
    return bool(values["first_name"] or values["last_name"] or values["company"])


def outcome(listing: Listing, who: str, rows: Sequence[Form], *, update: bool) -> Outcome:
    """Return what becomes of the rows."""
    result = Outcome()
    present: dict[object, Values] = {record.id: record.values for record in listing.records.values()}
    for line, typed in enumerate(rows, start=2):
        said = row_form(typed)
        if said.invalid or forms.unknown_entry(blank(), said, listing):
            result.invalid.append(line)
            continue
        values = forms.after(blank(), said, listing)
        if not update and not _named(values):
            result.invalid.append(line)
            continue
        known = keys(listing, values)
        result.keyed = result.keyed or bool(known)
        holders = [one for one, theirs in present.items() if keys(listing, theirs) & known]
        if not holders:
            _add(result, present, line, values)
        elif update:
            _update(result, present, line, (listing, who), said, holders)
        else:
            result.duplicates.append(line)
    return result


def _add(result: Outcome, present: dict[object, Values], line: int, values: Values) -> None:
    if not _named(values):
        result.invalid.append(line)
        return
    present["new", len(result.added)] = values
    result.added.append(values)


def _update(
    result: Outcome, present: dict[object, Values], line: int, place: tuple[Listing, str], said: Form,
    holders: list[object],
) -> None:  # fmt: skip
    """Update the one record that the person sees and that no row before has touched."""
    listing, who = place
    old = [listing.records[one] for one in holders if isinstance(one, int)]
    visible = [record for record in old if listing.sees(who, record)]
    if len(old) != len(holders) or len(visible) != 1 or visible[0].id in result.updated:
        result.duplicates.append(line)
        return
    record = visible[0]
    now = forms.after(record.values, said, listing)
    gained = keys(listing, now) - keys(listing, record.values)
    if record.values["restricted"]:
        result.invalid.append(line)
    elif any(keys(listing, theirs) & gained for one, theirs in present.items() if one != record.id):
        result.duplicates.append(line)
    else:
        present[record.id] = result.updated[record.id] = now


def limited(listing: Listing, who: str, result: Outcome, moment: int) -> Refusal | None:
    """Return why a whole import is refused to somebody who does not see every record."""
    if not restricted(listing, who):
        return None
    left = left_of_the_hour(listing, who, moment)
    if not left and result.keyed:
        return SPENT
    return BEYOND if len(result.duplicates) > left else None


def left_of_the_hour(listing: Listing, who: str, moment: int) -> int:
    """Return how many refused duplicates somebody may still have."""
    return MOST - sum(at > moment - HOUR for at in listing.probes.get((who, "refused"), []))


def changed(record: Record, now: Values) -> None:
    """Give a record the fields that an update left it with."""
    differing = forms.differing(record.values, now)
    if differing:
        record.values = now
        record.advance()
        record.touched |= dict.fromkeys(differing, record.version)
