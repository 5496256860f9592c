"""The rules as plain dictionaries: who may do what, and who sees which record.

Written from the rulings, not from the program: it imports nothing but the names of the errors.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from oclient_tui.domain.errors import Denied, NotFound, OClientError, SignInNeeded
from tests.services.catalogue_model import Catalogues

OWNER, ADMIN, MEMBER = "owner", "admin", "member"

_MEMBERS = frozenset({"view", "add", "edit"})
_ADMINS = _MEMBERS | {"import", "export", "merge", "delete", "assign", "invoice", "group_send", "lift_restriction"}
_ONLY_OWNERS = {"settings", "invite", "roles", "catalogues", "templates", "audit", "suppression", "see_as"}
ALWAYS: Mapping[str, frozenset[str]] = {
    MEMBER: _MEMBERS,
    ADMIN: _ADMINS,
    OWNER: _ADMINS | _ONLY_OWNERS | {"extract", "loyalty", "account_limit", "finance", "wipe"},
}
"""What a role has without being granted it (D4)."""

MAY_HOLD: Mapping[str, frozenset[str]] = {
    MEMBER: frozenset(
        {
            "group_send",
            "import",
            "export",
            "merge",
            "delete",
            "assign",
            "invoice",
            "extract",
            "loyalty",
            "account_limit",
        }
    ),
    ADMIN: frozenset({"extract", "loyalty", "account_limit", "finance", "wipe"}),
}
"""What the owner may grant to a role (D4)."""

AT_FIRST: Mapping[str, frozenset[str]] = {MEMBER: frozenset({"group_send"}), ADMIN: frozenset()}
"""What somebody invited starts with (C2)."""

_PLAIN = str.maketrans("łóąćęńśźż", "loacenszz")
_WORD = re.compile(r"[a-z0-9]+")
_PHONE = re.compile(r"[\d +]+\Z")
TOKEN = re.compile(r"zq[a-z]{4}qz")
"""Every record carries a word of this shape in its fields, and no other record has the same (A3)."""


@dataclass(frozen=True)
class Refusal:
    """Why something must be refused: the error, and what it is about."""

    kind: type[OClientError]
    about: str


NO_LIST = Refusal(NotFound, "list")
NO_RECORD = Refusal(NotFound, "record")
NO_PERSON = Refusal(NotFound, "person")
NO_RIGHT = Refusal(Denied, "right")
SIGNED_OUT = Refusal(SignInNeeded, "session")


def plain(text: str) -> str:
    """Return a text as it is compared: small letters, no accents. Enough for the texts of these tests."""
    return text.lower().translate(_PLAIN)


def words(text: str) -> list[str]:
    """Return the words of a text as they are searched."""
    return _WORD.findall(plain(text))


def token(number: int) -> str:
    """Return the word of the record with a number."""
    letters = ""
    for _ in range(4):
        number, digit = divmod(number, 26)
        letters += chr(ord("a") + digit)
    return f"zq{letters}qz"


def tokens(text: str) -> set[str]:
    """Return every record's word in a text."""
    return set(TOKEN.findall(text.lower()))


TEXTS = (
    "first_name", "last_name", "company", "tax_id", "street", "postcode", "city", "country", "delivery_street",
    "delivery_postcode", "delivery_city", "delivery_country", "birthday", "language", "kind", "industry",
)  # fmt: skip
_SEARCHED = ("first_name", "last_name", "company", "city", "street", "postcode", "tax_id", "delivery_city")
Values = dict[str, object]


def blank() -> Values:
    """Return the fields of a record in which nothing was typed yet."""
    lists: Values = {"emails": (), "phones": (), "tags": (), "categories": (), "interests": ()}
    return dict.fromkeys(TEXTS, "") | lists | {"gdpr_ignore": False, "restricted": False}


def labels_of(value: object) -> tuple[str, ...]:
    """Return the value of a field that holds several."""
    assert isinstance(value, tuple), f"{value!r} is one value"
    return cast("tuple[str, ...]", value)


@dataclass
class Record:
    """One customer."""

    id: int
    token: str
    author: str
    values: Values
    assigned: set[str]
    active: bool = True
    version: int = 1
    touched: dict[str, int] = field(default_factory=dict[str, int])
    consents: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    floor: int = field(default=0, compare=False)
    """The highest version it ever had, where undo went below it."""

    gaps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Versions that undo took back and that led nowhere."""

    def advance(self) -> None:
        """Give it its next version: none is given twice (N18)."""
        if self.floor > self.version:
            self.gaps.append((self.version + 1, self.floor))
        self.version = max(self.version, self.floor) + 1

    def was_undone(self, version: int) -> bool:
        """Whether a version is none that led to the present one."""
        return version > self.version or any(first <= version <= last for first, last in self.gaps)

    def text(self, name: str) -> str:
        """Return a field of text."""
        return str(self.values[name])

    def labels(self, name: str) -> tuple[str, ...]:
        """Return a field that holds several values."""
        return labels_of(self.values[name])

    @property
    def sorting_name(self) -> str:
        """The name it is sorted by."""
        both = f"{self.text('last_name')} {self.text('first_name')}".strip()
        return plain(both or self.text("company"))

    def consented(self, kind: str) -> bool:
        """Whether a consent stands: its last event says so."""
        return next((given for name, given in reversed(self.consents) if name == kind), False)

    def found_by(self, text: str) -> bool:
        """Whether every word of a search begins one of the record's words."""
        have = [self.text(name) for name in _SEARCHED]
        have += [*self.labels("emails"), *self.labels("tags")]
        have += [end for phone in self.labels("phones") for end in (phone, phone[-9:])]
        known = words(" ".join(have))
        wanted = ["".join(words(text))] if _PHONE.match(text) else words(text)
        return bool(wanted) and all(any(word.startswith(start) for word in known) for start in wanted)


@dataclass
class Place:
    """Somebody's place on a list."""

    role: str
    rights: frozenset[str]
    drafts: dict[str, str] = field(default_factory=dict[str, str])
    likes: dict[str, object] = field(default_factory=dict[str, object])

    def may(self, right: str) -> bool:
        """Whether role or granted rights cover it."""
        return right in ALWAYS[self.role] or right in self.rights & MAY_HOLD.get(self.role, frozenset())


@dataclass
class KeptSet:
    """A customer set: the pieces of its filter, and whether everybody on the list knows it."""

    first: str
    second: str
    shape: str
    shared: bool = False


@dataclass
class Listing:
    """One list with everything on it."""

    id: int
    name: str
    assigned_only: bool
    categories: list[str]
    places: dict[str, Place]
    region: str = "PL"
    language: str = "pl"
    chosen: dict[str, str] = field(default_factory=dict[str, str])
    """Settings beside those above that the owner chose, as they are shown; secrets in clear."""
    catalogues: Catalogues = field(default_factory=Catalogues)
    records: dict[int, Record] = field(default_factory=dict[int, Record])
    deleted: set[str] = field(default_factory=set[str])
    requests: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    """Who asks for which record, and the request's id; 0 before anybody looked."""
    sets: dict[tuple[str, str], KeptSet] = field(default_factory=dict[tuple[str, str], KeptSet])
    """Customer sets by author and name."""
    mappings: dict[str, str] = field(default_factory=dict[str, str])
    """Saved mappings of imports: the name as it was written last, by the name in small letters."""
    suppressed: set[str] = field(default_factory=set[str])
    """Addresses on the suppression list."""
    templates: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """What each template of an e-mail said, oldest first, by its name in small letters."""
    probes: dict[tuple[str, str], list[int]] = field(default_factory=dict[tuple[str, str], list[int]])
    """When somebody's refused duplicates and requests were counted."""

    def entries(self, kind: str) -> list[str]:
        """Return the names of a catalogue in their order."""
        return self.categories if kind == "categories" else self.catalogues.names[kind]

    @property
    def owner(self) -> str:
        """The owner's name."""
        return next(name for name, place in self.places.items() if place.role == OWNER)

    def sees(self, name: str, record: Record) -> bool:
        """Whether somebody on the list sees a record (O07, O10)."""
        if self.places[name].role != MEMBER or not self.assigned_only:
            return True
        return name in record.assigned

    def visible(self, name: str) -> list[Record]:
        """Return what somebody sees; nothing for somebody who is not on the list."""
        if name not in self.places:
            return []
        return [record for record in self.records.values() if self.sees(name, record)]

    def tokens(self, name: str) -> set[str]:
        """Return the words that may appear in what somebody is told about this list."""
        seen = {record.token for record in self.visible(name)}
        # The audit tells the owner what deleted records said.
        return seen | self.deleted if name in self.places and self.places[name].role == OWNER else seen

    def part(self, name: str) -> None:
        """Take somebody off the list; assignments end, records stay."""
        del self.places[name]
        for record in self.records.values():
            record.assigned.discard(name)
        self.requests = {asked: found for asked, found in self.requests.items() if asked[0] != name}
        self.sets = {key: found for key, found in self.sets.items() if key[0] != name or found.shared}


@dataclass
class Person:
    """An account."""

    name: str
    id: int
    password: str
    ended: bool = False
    disabled: bool = False
    keys: list[str] = field(default_factory=list[str])
    likes: dict[str, object] = field(default_factory=dict[str, object])

    @property
    def email(self) -> str:
        """The address."""
        return f"{self.name}@example.com"


@dataclass
class Offer:
    """An invitation."""

    id: int
    token: str
    listing: Listing
    name: str
    role: str
    rights: frozenset[str]
    expires_at: int
    state: str = "pending"


@dataclass
class Model:
    """The installation."""

    people: dict[str, Person] = field(default_factory=dict[str, Person])
    lists: list[Listing] = field(default_factory=list[Listing])
    offers: list[Offer] = field(default_factory=list[Offer])

    def session(self, who: str) -> Refusal | None:
        """Return why a session is refused whatever it asks for."""
        person = self.people.get(who)
        return SIGNED_OUT if person and (person.ended or person.disabled) else None

    def account(self, who: str) -> Refusal | None:
        """Return why somebody may not do what every account may."""
        return self.session(who) or (None if who in self.people else SIGNED_OUT)

    def operator(self, who: str) -> Refusal | None:
        """Return why somebody may not do what only the operator may."""
        return self.session(who) or (None if who == "operator" else NO_RIGHT)

    def gate(self, who: str, listing: Listing, right: str) -> Refusal | None:
        """Return why somebody may not do something on a list."""
        refusal = self.account(who)
        if refusal:
            return refusal
        place = listing.places.get(who)
        if place is None:
            return NO_LIST
        return None if place.may(right) else NO_RIGHT

    def record(self, who: str, listing: Listing, customer_id: int) -> Refusal | None:
        """Return why somebody does not meet a record: it is missing, of another list, or hidden."""
        found = listing.records.get(customer_id)
        return None if found and listing.sees(who, found) else NO_RECORD

    def named(self, email: str) -> str:
        """Return the name of the person with an address; '' for nobody's."""
        return next((person.name for person in self.people.values() if person.email == email), "")


def ids(records: Iterable[Record]) -> set[int]:
    """Return the ids of records."""
    return {record.id for record in records}
