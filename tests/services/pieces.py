"""Pieces of filter lines, each with what it means in the model (A7: hostile ones beside them)."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid
from tests.services.model import Listing, Record, Refusal, plain

Meaning = Callable[[Record, str], bool]


def _text(name: str, start: str) -> Meaning:
    return lambda record, _: any(
        part.startswith(start) for part in (plain(record.text(name)), *plain(record.text(name)).split(" ")[1:])
    )


def _label(name: str, wanted: str) -> Meaning:
    return lambda record, _: wanted in [label.lower() for label in record.labels(name)]


PIECES: Mapping[str, Meaning] = {
    "city:lodz": _text("city", "lodz"),
    "city:Krak": _text("city", "krak"),
    "city=GDYNIA": lambda record, _: plain(record.text("city")) == "gdynia",
    "street:long": _text("street", "long"),
    "company:*": lambda record, _: record.text("company") != "",
    "tag:vip": lambda record, _: "vip" in record.labels("tags"),
    "tags:Old": lambda record, _: "old" in record.labels("tags"),
    "tag:*": lambda record, _: bool(record.labels("tags")),
    "category:vip": _label("categories", "vip"),
    "category:Regular": _label("categories", "regular"),
    "interest:MUSIC": _label("interests", "music"),
    "interests:garden": _label("interests", "garden"),
    "interest:*": lambda record, _: bool(record.labels("interests")),
    "measurement.waist>90": lambda record, _: float(str(record.values.get("measurement.waist", 0))) > 90,
    "measurement.Waist:*": lambda record, _: "measurement.waist" in record.values,
    "assigned:me": lambda record, viewer: viewer in record.assigned,
    "assigned:none": lambda record, _: not record.assigned,
    "assigned:*": lambda record, _: bool(record.assigned),
    "assigned:mia@example.com": lambda record, _: "mia" in record.assigned,
    "assigned:eve@example.com": lambda record, _: "eve" in record.assigned,
    "author:me": lambda record, viewer: record.author == viewer,
    "consent:email": lambda record, _: record.consented("email"),
    "consent:*": lambda record, _: any(record.consented(kind) for kind, _ in record.consents),
    "email:example.com": lambda record, _: bool(record.labels("emails")),
    "email:second1": lambda record, _: any("second1" in email for email in record.labels("emails")),
    "phone:600100201": lambda record, _: "+48600100201" in record.labels("phones"),
    "country:gb": lambda record, _: record.text("country") == "GB",
    "birthday:1981-01-01..1982-12-31": lambda record, _: record.text("birthday")[:4] in ("1981", "1982"),
    "gdpr_ignore:yes": lambda record, _: record.values["gdpr_ignore"] is True,
    "restricted:on": lambda record, _: record.values["restricted"] is True,
    "created>2025-01-01": lambda _, __: True,
    "updated<2025-01-01": lambda _, __: False,
    "active:any": lambda _, __: True,
    "active:no": lambda record, _: not record.active,
    "active:yes": lambda record, _: record.active,
    "lodz": lambda record, _: record.found_by("lodz"),
    '"Jan1 zq"': lambda record, _: record.found_by("jan1 zq"),
}
_NEEDS_ENTRY = {
    "category:vip": ("categories", "vip"),
    "category:Regular": ("categories", "regular"),
    "interest:MUSIC": ("interests", "music"),
    "interests:garden": ("interests", "garden"),
    "measurement.waist>90": ("measurements", "waist"),
    "measurement.Waist:*": ("measurements", "waist"),
}
_NEEDS_PERSON = {"assigned:mia@example.com": "mia", "assigned:eve@example.com": "eve"}

SHAPES = ("{a}", "{a} {b}", "-{a}", "{a} -{b}", "({a} or {b})", "-({a} {b})")


@dataclass(frozen=True)
class Line:
    """A filter line and its meaning."""

    text: str
    names: tuple[str, str]
    shape: str

    @classmethod
    def of(cls, first: str, second: str, shape: str) -> "Line":
        """Put two pieces into a shape."""
        return cls(shape.format(a=first, b=second), (first, second), shape)

    def refusal(self, listing: Listing) -> Refusal | None:
        """Return why the list does not take the line: it lacks the entry or the person."""
        for name in self._used:
            kind, entry = _NEEDS_ENTRY.get(name, ("", ""))
            if kind and entry not in [known.lower() for known in listing.entries(kind)]:
                return Refusal(Invalid, "entry")
        for name in self._used:
            if name in _NEEDS_PERSON and _NEEDS_PERSON[name] not in listing.places:
                return Refusal(Invalid, "person")
        return None

    def holds(self, record: Record, viewer: str) -> bool:
        """Whether a record matches; the inactive only where the line speaks of it (S24)."""
        if not any("active" in name for name in self._used) and not record.active:
            return False
        first, second = (PIECES[name](record, viewer) for name in self.names)
        meanings = {
            "{a}": first,
            "{a} {b}": first and second,
            "-{a}": not first,
            "{a} -{b}": first and not second,
            "({a} or {b})": first or second,
            "-({a} {b})": not (first and second),
        }
        return meanings[self.shape]

    @property
    def _used(self) -> tuple[str, ...]:
        return self.names if "{b}" in self.shape else self.names[:1]


EVERYTHING = Line.of("active:any", "active:any", "{a}")

HOSTILE_FILTERS = (
    "id:1", "list_id:1", "created_by:1", "sort_key:a", "assigns__who:1", "customers.id:1", "city__regexp:x",
    "changed_in:*", "city>5", "city<=a", "active:maybe", "consent:everything", "created:..", "created:yesterday",
    "birthday>13", "a or", "or",
    "(a", "a)", "()x)", '"', 'city:"a', "city:", "category:'; DROP TABLE customers", "assigned:nobody@example.com",
    "author:stranger", "(" * 40 + "a" + ")" * 40, "a " * 80, "x" * 2001, "active:\x00", "assigned:\ud800",
)  # fmt: skip
"""Every one of them must be Invalid, and nothing else."""

ODD_TEXTS = (
    "'", "%", "_", "\\", "*", '"*"', "NEAR(a b)", "a AND b", "zq\x00", "\ud800", "\u202ezq", "[@click=app.quit]", "-",
    "^a", "words:zq", "zq* OR zq*", "');--", "|", "!", ":*", "&", "\uff9e", "ﷺ", "x" * 3000,
)  # fmt: skip
"""What a person may search for: it finds something visible or nothing, and never breaks."""

HOSTILE_SORTS = (
    "id",
    "sort_key",
    "created_by",
    "name desc",
    "-",
    "--name",
    "name, id",
    "t1.id",
    "\x00",
    "\ud800",
    "x" * 500,
)


def cursor(*parts: object) -> str:
    """Return a page marker as the program writes them, with parts of one's own."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


HOSTILE_CURSORS = (
    "x", "a" * 5, "é", "\x00", "\ud800", "=", "[]", "e30", "bnVsbA", "[" * 5000, cursor(), cursor("name"),
    cursor("name", 1, 1), cursor("name", None, 1), cursor("name", "a", "1"), cursor("name", "a", 1 << 70),
    cursor("name", "a", -1), cursor("name", True, 1), cursor("name", 1.5, 1), cursor("name", ["a"], 1),
    cursor("city", "a", 1), cursor("name", "a", 1, 1), cursor("name", "a\x00", 1), cursor("name", "\ud800", 1),
    cursor("name", "a", True), cursor("name", {"a": 1}, 1),
)  # fmt: skip
"""None of them was given out for the order by name."""

HOSTILE_NUMBER_CURSORS = (
    cursor("created", "a", 1), cursor("created", "1", 1), cursor("created", True, 1), cursor("created", 1 << 70, 1),
    cursor("created", -1, 1), cursor("created", "\x00", 1), cursor("created", 1.5, 1), cursor("created", 1, True),
)  # fmt: skip
"""None of them was given out for the order by age."""
