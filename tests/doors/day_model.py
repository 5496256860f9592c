"""The written model of a working day: lists, people and records as plain dictionaries, and who sees what of them.

It is written from the specification and shares no code with the program: folding, sorting, searching and sight are
told here a second time, so that the two can disagree.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_TEXTS = (
    "first_name last_name company tax_id street postcode city country delivery_street delivery_postcode delivery_city"
    " delivery_country birthday language kind industry"
)
_SEARCHED = "first_name last_name company city street postcode tax_id delivery_city"
TEXTS, SEARCHED = _TEXTS.split(), _SEARCHED.split()
POLISH = " &'(),-./0123456789aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
REASONS = {
    "owner": "The list's owner sees every record.",
    "admin": "Admins see every record.",
    "open_list": "assigned_only is off, so every member sees every record.",
    "author": "Added the record and is assigned to it.",
    "assigned": "Is assigned to the record.",
    "not_assigned": "assigned_only is on, and the record is not assigned to this person.",
}


def folded(text: str) -> str:
    """Return a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ł", "l").replace("ß", "ss"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """Return the folded words of a text; signs of Chinese and Japanese are words of their own."""
    spaced = re.sub(r"([぀-ヿ一-鿿])", r" \1 ", folded(text))
    return re.findall(r"[^\W_]+", spaced)


@dataclass
class Record:
    """A customer."""

    id: str
    author: str
    texts: dict[str, str]
    email: str = ""
    phone: str = ""
    tags: set[str] = field(default_factory=set[str])
    categories: set[str] = field(default_factory=set[str])
    assigned: set[str] = field(default_factory=set[str])
    consents: set[str] = field(default_factory=set[str])
    version: int = 1
    active: bool = True
    gdpr_ignore: bool = False
    restricted: bool = False

    def text(self, name: str) -> str:
        """Return one text; '' when it has none."""
        return self.texts.get(name, "")

    @property
    def canary(self) -> str:
        """A word that this record has and no other: whoever reads it anywhere has seen the record."""
        return self.texts["tax_id"]

    @property
    def sorting_name(self) -> str:
        """Last name first, else the company."""
        return f"{self.text('last_name')} {self.text('first_name')}".strip() or self.text("company")

    def found_by(self, search: str) -> bool:
        """Whether every word of a search begins a word of the record; figures are taken as part of a phone number."""
        if re.fullmatch(r"[\d\s()+./-]+", search):
            digits = re.sub(r"\D", "", search).lstrip("0")
            return bool(digits) and any(word.startswith(digits) for word in [*self._phone_words(), *self._words()])
        return all(any(word.startswith(wanted) for word in self._words()) for wanted in words(search))

    def _words(self) -> list[str]:
        return words(" ".join([*(self.text(name) for name in SEARCHED), self.email, *self.tags]))

    def _phone_words(self) -> list[str]:
        digits = self.phone.removeprefix("+")
        return [digits, *(digits[-length:] for length in (10, 9, 7, 6, 4))] if digits else []

    def shown(self, catalogue: list[str]) -> dict[str, object]:
        """Return the record as the command line shows it."""
        return {
            "id": self.id,
            "version": self.version,
            "active": self.active,
            **{name: self.text(name) for name in TEXTS},
            "email": self.email,
            "phone": self.phone,
            "tags": sorted(self.tags, key=folded),
            "categories": [name for name in catalogue if name in self.categories],
            "interests": [],
            "gdpr_ignore": self.gdpr_ignore,
            "restricted": self.restricted,
            "assigned": sorted(self.assigned),
        }


Rule = Callable[[Record], bool]


@dataclass
class CustomerListModel:
    """One list."""

    name: str
    owner: str
    language: str
    assigned_only: bool = False
    id: str = ""
    roles: dict[str, str] = field(default_factory=dict[str, str])
    catalogue: list[str] = field(default_factory=list[str])
    records: dict[str, Record] = field(default_factory=dict[str, Record])

    def rule(self, person: str, record: Record) -> str:
        """Return the name of the rule that shows or hides a record to somebody on the list."""
        role = self.roles[person]
        if role != "member":
            return role
        if not self.assigned_only:
            return "open_list"
        if person not in record.assigned:
            return "not_assigned"
        return "author" if person == record.author else "assigned"

    def sees(self, person: str, record: Record) -> bool:
        """Whether somebody on the list sees a record."""
        return self.rule(person, record) != "not_assigned"

    def visible(self, person: str, rule: Rule = lambda record: record.active) -> list[Record]:
        """Return what somebody sees, by name."""
        found = [record for record in self.records.values() if self.sees(person, record) and rule(record)]
        return sorted(found, key=lambda record: (self.place(record.sorting_name), int(record.id)))

    def hidden(self, person: str) -> list[Record]:
        """Return what somebody on the list does not see."""
        return [record for record in self.records.values() if not self.sees(person, record)]

    def place(self, name: str) -> list[int]:
        """Return where a name sorts: Polish letters are letters of their own on a Polish list, and none elsewhere."""
        if self.language != "pl":
            return [ord(sign) for sign in folded(name)]
        letters = "".join(
            sign if sign in POLISH else folded(sign) for sign in unicodedata.normalize("NFC", name.lower())
        )
        return [POLISH.index(sign) if sign in POLISH else ord(sign) for sign in letters]

    def why(self, record: Record, people: Iterable[str]) -> dict[str, object]:
        """Return what `why` answers about some people."""
        told = [(person, self.rule(person, record)) for person in sorted(people)]
        return {
            "id": record.id,
            "people": [
                {"email": person, "visible": rule != "not_assigned", "rule": rule, "reason": REASONS[rule]}
                for person, rule in told
            ],
        }

    def leave(self, person: str) -> None:
        """Take somebody off: their assignments end, the records stay."""
        del self.roles[person]
        for record in self.records.values():
            record.assigned.discard(person)


def has_word(record: Record, name: str, value: str) -> bool:
    """Whether a text begins with a value, or one of its later words does: what `field:value` asks."""
    text = folded(record.text(name))
    return text.startswith(folded(value)) or " " + folded(value) in text


def filters(me: str) -> list[tuple[str, Rule]]:
    """Return filter lines with what each means to `me`."""
    return [
        ("city:Kraków", lambda r: r.active and has_word(r, "city", "krakow")),
        ("category:vip", lambda r: r.active and any(folded(name) == "vip" for name in r.categories)),
        ("(city:łódź or city:London) tag:newsletter", lambda r: (
            r.active and (has_word(r, "city", "Łódź") or has_word(r, "city", "london")) and "newsletter" in r.tags)),
        ("-consent:email email:*", lambda r: r.active and "email" not in r.consents and r.email != ""),
        ("consent:email active:any", lambda r: "email" in r.consents),
        ("assigned:me", lambda r: r.active and me in r.assigned),
        ("assigned:none", lambda r: r.active and not r.assigned),
        (f"author:{me} -phone:*", lambda r: r.active and r.author == me and r.phone == ""),
        ("active:no", lambda r: not r.active),
        ("kind:standard industry:IT active:yes", lambda r: (
            r.active and has_word(r, "kind", "standard") and has_word(r, "industry", "it"))),
        ("birthday:1970-01-01..1979-12-31", lambda r: r.active and r.text("birthday")[:3] == "197"),
        ("company:* -last_name:*", lambda r: r.active and r.text("company") != "" and r.text("last_name") == ""),
        ("restricted:on or gdpr_ignore:on", lambda r: r.active and (r.restricted or r.gdpr_ignore)),
        ("created<2020-01-01", lambda _: False),
        ('"Żółw" or tag:old', lambda r: r.active and (r.found_by("żółw") or "old" in r.tags)),
        ("email:example.org country:pl", lambda r: (
            r.active and "example.org" in r.email and r.text("country") == "PL")),
    ]  # fmt: skip


SEARCHES = ("zol", "kowal ann", "600 1", "Łódź", "example net", "田", "Groß", "żó kra", "nobody is called so")
