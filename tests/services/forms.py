"""What people type into a customer, and what the model makes of it (A6, A9, N18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oclient_tui.services.customers.reading import Typed
from tests.services.catalogue_model import MEASUREMENT, measured
from tests.services.model import Listing, Record, Values, labels_of

CITIES = ("Łódź", "Kraków", "gdynia", "")
TAGS = ("vip", "old", "new", "odd one")
CATEGORIES = ("VIP", "Regular", "vip", "regular")
INTERESTS = ("Music", "GARDEN", "garden", "Chess")
LABELS = {"tags": TAGS, "categories": CATEGORIES, "interests": INTERESTS}

FOREIGN = (
    "id", "list_id", "created_by", "created_at", "updated_at", "version", "active", "role", "rights", "account_id",
    "assigned", "assigned_by", "emails", "phones", "changed_in", "sort_key", "city_key", "consent", "email1", "email10",
    "name", "", "City", "__class__", "first_name ", "city'; --", "\x00", "\ud800", "[b]x[/b]",
)  # fmt: skip
"""Names that are no fields: columns of the tables, parts of other records, nonsense (A6)."""

BAD = {
    "birthday": "1981-13-01",
    "country": "Poland",
    "email": "nobody",
    "phone": "12",
    "gdpr_ignore": "maybe",
    "city": "x" * 81,
    "tags": "y" * 41,
    "language": "klingon",
}
"""Values that a field cannot have."""


@dataclass(frozen=True)
class Form:
    """Fields as typed, and why they cannot be read, if so."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    add: Mapping[str, str] = field(default_factory=dict[str, str])
    remove: Mapping[str, str] = field(default_factory=dict[str, str])
    invalid: bool = False

    @property
    def typed(self) -> Typed:
        """What the program gets."""
        return Typed(self.values, self.add, self.remove)

    @property
    def lifts(self) -> bool:
        """Whether it takes a restriction away."""
        return self.values.get("restricted") == "off"

    def joined(self, other: "Form") -> "Form":
        """Return both forms typed at once."""
        return Form(
            {**self.values, **other.values},
            {**self.add, **other.add},
            {**self.remove, **other.remove},
            self.invalid or other.invalid,
        )


CHANGES = (
    "city", "street", "first_name", "last_name", "company", "nameless", "email", "email2", "phone", "tags+", "tags-",
    "tags", "categories+", "categories-", "categories",
    "interests+", "interests-", "interests", "waist", "measurements",
    "gdpr_ignore", "restricted", "birthday", "country", "several",
)  # fmt: skip


def form(change: str, turn: int, token: str) -> Form:
    """Return what is typed for a change; every text holds the record's own word."""
    if change.endswith(("+", "-")):
        name = change[:-1]
        label = {name: LABELS[name][turn]}
        return Form(add=label) if change.endswith("+") else Form(remove=label)
    values: dict[str, dict[str, str]] = {
        "city": {"city": CITIES[turn]},
        "street": {"street": f"Long {turn} {token}"},
        "first_name": {"first_name": f"Jan{turn} {token}"},
        "last_name": {"last_name": token if turn else ""},
        "company": {"company": f"{token} {turn} Ltd" if turn else ""},
        "nameless": {"first_name": "", "last_name": " ", "company": ""},
        "email": {"email": f"{token}.first{turn}@Example.COM" if turn else ""},
        "email2": {"email2": f"{token}.second{turn}@example.com"},
        "phone": {"phone": f"+48 600 100 20{turn}" if turn else ""},
        "tags": {"tags": TAGS[turn] if turn else ""},
        "categories": {"categories": ("", *CATEGORIES)[turn]},
        "interests": {"interests": ("", *INTERESTS)[turn]},
        "waist": {"measurement.waist": ("90,5", "91", "90.50", "")[turn]},
        "measurements": {"measurement.Obwód szyi": ("38", "", "39,0", "-1")[turn], "measurement.hips": ""}
        if turn == 3
        else {"measurement.Obwód szyi": ("38", "", "39,0")[turn]},
        "gdpr_ignore": {"gdpr_ignore": ("off", "on", "tak", "0")[turn]},
        "restricted": {"restricted": ("off", "on", "off", "on")[turn]},
        "birthday": {"birthday": f"198{turn}-05-01"},
        "country": {"country": ("pl", "UK", "DE", "")[turn]},
        "several": {"city": CITIES[turn], "tax_id": f"{token}-{turn}", "industry": "Toys", "kind": ""},
    }
    return Form(values[change])


def foreign(name: str, turn: int) -> Form:
    """Return a form with a field that there is not, among good ones or as a label (A6)."""
    if turn == 1:
        return Form({"city": "Kraków"}, add={name: "x"}, invalid=True)
    if turn == 2:
        return Form({"city": "Kraków"}, remove={name: "x"}, invalid=True)
    return Form({"city": "Kraków", name: "1", "tax_id": "1"}, invalid=True)


def bad(name: str) -> Form:
    """Return a form with a value that its field cannot have, after a good one."""
    return Form({"street": "Good 1", name: BAD[name]}, invalid=True)


def after(values: Values, typed: Form, listing: Listing | None) -> Values:
    """Return a record's fields with what was typed in them; those that were not named stay (A9).

    Without a list, what is asked for: labels that no catalogue has too.
    """
    result = dict(values)
    for name, text in typed.values.items():
        if name.startswith(MEASUREMENT):
            result.pop(measured(name.removeprefix(MEASUREMENT)), None)
            if text:
                result[measured(name.removeprefix(MEASUREMENT))] = _amount(text)
        elif name not in ("email", "email2", "phone"):
            result[name] = _read(name, text)
    result["emails"] = _emails(values, typed.values)
    if "phone" in typed.values:
        number = typed.values["phone"].replace(" ", "")
        result["phones"] = (number,) if number else ()
    for name in LABELS:
        labels = [label for label in labels_of(result[name]) if label.lower() != typed.remove.get(name, "").lower()]
        more = typed.add.get(name)
        if more and more.lower() not in [label.lower() for label in labels]:
            labels.append(more)
        result[name] = _stored(name, labels, listing)
    return result


def _read(name: str, text: str) -> object:
    if name in ("gdpr_ignore", "restricted"):
        return text in ("on", "tak")
    if name in LABELS:
        return (text,) if text else ()
    if name == "country":
        return "GB" if text == "UK" else text.upper()
    return text.strip()


def _emails(values: Values, typed: Mapping[str, str]) -> tuple[str, ...]:
    slots = [*labels_of(values["emails"]), "", ""]
    for place, name in enumerate(("email", "email2")):
        if name in typed:
            slots[place] = typed[name].replace("Example.COM", "example.com")
    return tuple(dict.fromkeys(email for email in slots if email))


def _amount(text: str) -> str:
    amount = text.replace(",", ".")
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def _stored(name: str, labels: list[str], listing: Listing | None) -> tuple[str, ...]:
    """Return labels as they are read back: tags by name, the others in the list's order and spelling."""
    if name == "tags" or listing is None:
        return tuple(sorted(labels))
    wanted = {label.lower() for label in labels}
    return tuple(known for known in listing.entries(name) if known.lower() in wanted)


def unknown_entry(values: Values, typed: Form, listing: Listing) -> bool:
    """Whether a label is wanted, or a measurement typed, that the list's catalogues do not have."""
    wanted = after(values, typed, None)
    for name in ("categories", "interests"):
        known = {entry.lower() for entry in listing.entries(name)}
        if any(label.lower() not in known for label in labels_of(wanted[name])):
            return True
    fields = {measured(entry) for entry in listing.entries("measurements")}
    asked = [name.removeprefix(MEASUREMENT) for name in typed.values if name.startswith(MEASUREMENT)]
    return any(measured(name) not in fields for name in asked)


def differing(before: Values, now: Values) -> set[str]:
    """Return the names of the fields that differ, every e-mail and phone a field of its own."""
    names = {*before, *now} - {"emails", "phones"}
    found = {name for name in names if before.get(name) != now.get(name)}
    for kind in ("email", "phone"):
        old, new = _slots(before[f"{kind}s"]), _slots(now[f"{kind}s"])
        found |= {f"{kind}{place or ''}" for place in range(9) if old[place] != new[place]}
    return found


def _slots(contacts: object) -> list[str]:
    return [*labels_of(contacts), *[""] * 9]


def clashes(record: Record, typed: Form, version: int | None) -> bool:
    """Whether a stale save sets a field that somebody else set since; labels added or taken never clash (N18)."""
    if version is None or version == record.version:
        return False
    wanted = after(record.values, typed, None)
    changed = differing(record.values, wanted)
    free = {name for name in LABELS if name not in typed.values}
    free |= {name for name in LABELS if _small(record.values[name]) == _small(wanted[name])}
    undone = record.was_undone(version)
    return any(undone or record.touched.get(name, 1) > version for name in changed - free)


def _small(labels: object) -> set[str]:
    return {label.lower() for label in labels_of(labels)}
