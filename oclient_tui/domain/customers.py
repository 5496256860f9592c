"""A customer, and how one save changes it (N18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import cast

from oclient_tui.domain.errors import Conflict, Invalid, tr
from oclient_tui.domain.fields import FLAGS, LABELS, NAMES, SLOTS, TEXTS, slot
from oclient_tui.domain.found import shown_name, slots
from oclient_tui.domain.measurements import PREFIX, Measurement
from oclient_tui.domain.text import fold

Value = str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Customer:
    """One record of a list. Empty texts are '', and e-mails and phones stand in the order a person gave them."""

    id: int
    version: int = 1
    active: bool = True
    created_at: int = 0
    created_by: int = 0
    updated_at: int = 0
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    tax_id: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    delivery_street: str = ""
    delivery_postcode: str = ""
    delivery_city: str = ""
    delivery_country: str = ""
    birthday: str = ""
    language: str = ""
    kind: str = ""
    industry: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    gdpr_ignore: bool = False
    restricted: bool = False
    changed_in: Mapping[str, int] = field(default_factory=dict[str, int])
    assigned: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to show: the person's, else the company's."""
        return shown_name(self.first_name, self.last_name, self.company)

    @property
    def sorting_name(self) -> str:
        """The name to sort by: last name first, else the company."""
        return " ".join(part for part in (self.last_name, self.first_name) if part) or self.company

    def value(self, name: str) -> Value:
        """Return the value of a field by its name; `email2` is the second e-mail, `measurement.waist` an amount."""
        if name.startswith(PREFIX):
            return next((found.amount for found in self.measurements if found.field == name), "")
        place = slot(name)
        if place is None:
            return cast("Value", getattr(self, name))
        contacts = self.emails if place[0] == "email" else self.phones
        return contacts[place[1]] if place[1] < len(contacts) else ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one save asks for: values to set, and labels to add to or take from those there (D21)."""

    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    remove: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def applied(customer: Customer, change: Change) -> Customer:
    """Return the customer with the change in it, version and history untouched; raise Invalid without a name."""
    result = filled(customer, change)
    if not any(result.value(name) for name in NAMES):
        raise Invalid(tr("A customer needs at least one of first_name, last_name and company."))
    return result


def filled(customer: Customer, change: Change) -> Customer:
    """Return the customer with the change in it, whether it has a name or not."""
    contacts = {"email": list(customer.emails), "phone": list(customer.phones)}
    columns: dict[str, Value] = {}
    measured = {found.field: found for found in customer.measurements}
    for name in sorted(change.values):
        place, value = slot(name), change.values[name]
        if name.startswith(PREFIX):
            measured[name] = Measurement(0, name.removeprefix(PREFIX), "", str(value))
        elif place is None:
            columns[name] = value
        else:
            _put(contacts[place[0]], place[1], str(value))
    for name in LABELS:
        if name in columns or name in change.add or name in change.remove:
            start = cast("tuple[str, ...]", columns.get(name, customer.value(name)))
            columns[name] = _relabelled(start, change.add.get(name, ()), change.remove.get(name, ()))
    columns["emails"] = tuple(dict.fromkeys(value for value in contacts["email"] if value))
    columns["phones"] = tuple(dict.fromkeys(value for value in contacts["phone"] if value))
    kept = tuple(found for found in measured.values() if found.amount)
    return rebuilt(customer, {"measurements": kept, **columns})


_FIELDS = tuple(found.name for found in fields(Customer))
FIELD_PLACES = {name: place for place, name in enumerate(_FIELDS)}
"""Where each field stands among the values that make a customer."""

values_in_order = attrgetter(*_FIELDS)
"""The values that make a customer, in that order."""


def rebuilt(customer: Customer, changed: Mapping[str, object]) -> Customer:
    """Return a customer with some fields changed, as dataclasses.replace does in twice the time."""
    values = list(values_in_order(customer))
    for name, value in changed.items():
        values[FIELD_PLACES[name]] = value
    return Customer(*values)


def _put(contacts: list[str], place: int, value: str) -> None:
    contacts.extend([""] * (place + 1 - len(contacts)))
    contacts[place] = value


def _relabelled(labels: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> tuple[str, ...]:
    gone = {fold(label) for label in remove}
    kept = dict[str, str]()
    for label in (*(label for label in labels if fold(label) not in gone), *add):
        kept.setdefault(fold(label), label)
    return tuple(kept[key] for key in sorted(kept))


def every_field() -> tuple[str, ...]:
    """Return the names of all fields that a save can touch, contact slots included."""
    numbers = ["", *(str(number) for number in range(2, SLOTS + 1))]
    return (*TEXTS, *FLAGS, *LABELS, *(f"{kind}{number}" for kind in ("email", "phone") for number in numbers))


def touched_by(change: Change) -> tuple[str, ...]:
    """Return the fields that a change can touch: of e-mails and phones all, for those behind move up."""
    named = dict.fromkeys((*change.values, *change.add, *change.remove))
    kinds = {place[0] for name in named if (place := slot(name)) is not None}
    places = [f"{kind}{number}" for kind in sorted(kinds) for number in ("", *map(str, range(2, SLOTS + 1)))]
    return (*(name for name in named if slot(name) is None), *places)


def differences(
    before: Customer, after: Customer, among: Sequence[str] | None = None
) -> dict[str, tuple[Value, Value]]:
    """Return each field whose value differs, with both values; of some fields only where they are known."""
    if among is None:
        measured = dict.fromkeys(found.field for customer in (before, after) for found in customer.measurements)
        among = (*every_field(), *measured)
    pairs = ((name, before.value(name), after.value(name)) for name in among)
    return {name: (old, new) for name, old, new in pairs if old != new}


def merged(current: Customer, change: Change, seen_version: int | None) -> Customer:
    """Return the current customer with a change made by somebody who saw `seen_version`.

    Field by field: a field that nobody touched since takes the new value, one that was set to the same value stays,
    and one that was set to something else is a Conflict; labels added or removed never clash. None as version
    means the caller did not look first and asks for the value as such. A version that was undone since says nothing of
    what stands now: whatever differs from it may have been changed.
    """
    result = applied(current, change)
    if seen_version is not None and seen_version != current.version:
        undone = was_undone(current, seen_version)
        clashes = {
            name: (_shown(current.value(name)), _shown(result.value(name)))
            for name in differences(current, result)
            if (undone or current.changed_in.get(name, 1) > seen_version) and _clashes(name, current, result, change)
        }
        if clashes:
            raise Conflict(
                tr(
                    "Somebody else changed the same fields meanwhile: {clashing}. "
                    "Look at the customer again, then save."
                ),
                fields=clashes,
                clashing=", ".join(sorted(clashes)),
            )
    return result


_UNDONE = "undone."
"""Begins the name under which a customer's history keeps versions that undo took back."""


def next_version(customer: Customer, floor: int) -> tuple[int, dict[str, int]]:
    """Return the version of a customer's next change, and its history with the versions that undo took back.

    `floor` is the highest version that it ever had: none is given twice, or a stale save would be taken for a fresh
    one (N18).
    """
    history = dict(customer.changed_in)
    if floor <= customer.version:
        return customer.version + 1, history
    return floor + 1, {**history, f"{_UNDONE}{customer.version + 1}": floor}


def was_undone(customer: Customer, version: int) -> bool:
    """Whether a version that somebody saw is none that led to the present one."""
    if version > customer.version:
        return True
    gaps = (
        (int(name.removeprefix(_UNDONE)), last)
        for name, last in customer.changed_in.items()
        if name.startswith(_UNDONE)
    )
    return any(first <= version <= last for first, last in gaps)


def _clashes(name: str, current: Customer, result: Customer, change: Change) -> bool:
    if name not in LABELS:
        return True
    old, new = (cast("tuple[str, ...]", customer.value(name)) for customer in (current, result))
    return name in change.values and {fold(label) for label in old} != {fold(label) for label in new}


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else ", ".join(value)


def as_mapping(customer: Customer) -> dict[str, object]:
    """Return the customer as the command line and other programs read it: ids as text, slots as fields."""
    shown: dict[str, object] = {"id": str(customer.id), "version": customer.version, "active": customer.active}
    shown |= {name: customer.value(name) for name in TEXTS}
    shown |= slots("email", customer.emails) | slots("phone", customer.phones)
    shown |= {found.field: found.amount for found in customer.measurements}
    shown |= {name: list(cast("tuple[str, ...]", customer.value(name))) for name in LABELS}
    shown |= {name: customer.value(name) for name in FLAGS}
    return shown | {"assigned": list(customer.assigned)}
