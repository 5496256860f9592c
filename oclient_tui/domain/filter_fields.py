"""The fields a filter may name: an allow-list, derived from the customer's own fields (A7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.fields import FIELDS, Kind, read_flag
from oclient_tui.domain.measurements import PREFIX, field_of, read_amount
from oclient_tui.domain.text import fold, one_line


class Compare(StrEnum):
    """How a filter compares a field."""

    TEXT = "text"
    EXACT = "exact"
    CONTACT = "contact"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    CATEGORY = "category"
    INTEREST = "interest"
    AMOUNT = "amount"
    TAG = "tag"
    CONSENT = "consent"
    PERSON = "person"
    ACTIVE = "active"


_ORDERED = (Compare.DATE, Compare.MOMENT, Compare.AMOUNT)
_ADDRESSES = (Compare.PERSON, Compare.CONTACT)
"""Compared without case but with accents: they make another mailbox."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """One field of the filter line."""

    name: str
    compare: Compare

    @property
    def ordered(self) -> bool:
        """Whether the field has a before and an after."""
        return self.compare in _ORDERED

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators the field takes."""
        return (":", "=", "<", "<=", ">", ">=") if self.ordered else (":", "=")

    def read(self, text: str) -> str:
        """Return the value as it is compared; raise Invalid for one that the field cannot have."""
        value = one_line(text)
        if not value:
            raise Invalid(tr("{field} needs a value; {field}:* asks for any."), field=self.name)
        if self.compare is Compare.AMOUNT:
            return read_amount(self.name, value)
        if self.ordered:
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                raise Invalid(
                    tr("{field} is a date such as 2026-01-31, not “{value}”."), field=self.name, value=value
                ) from None
        if self.compare is Compare.FLAG:
            return "yes" if read_flag(self.name, value) else "no"
        if self.compare is Compare.ACTIVE:
            return "any" if value.lower() == "any" else ("yes" if read_flag(self.name, value) else "no")
        return address_key(value) if self.compare is Compare.PERSON else fold(value)


_BY_KIND = {
    Kind.TEXT: Compare.TEXT,
    Kind.CODE: Compare.EXACT,
    Kind.EMAIL: Compare.CONTACT,
    Kind.PHONE: Compare.CONTACT,
    Kind.DATE: Compare.DATE,
    Kind.FLAG: Compare.FLAG,
}
_FROM_FIELDS = {
    name: FilterField(name, _BY_KIND[field.kind]) for name, field in FIELDS.items() if field.kind in _BY_KIND
}
FILTER_FIELDS: Mapping[str, FilterField] = _FROM_FIELDS | {
    "category": FilterField("category", Compare.CATEGORY),
    "interest": FilterField("interest", Compare.INTEREST),
    "tag": FilterField("tag", Compare.TAG),
    "consent": FilterField("consent", Compare.CONSENT),
    "assigned": FilterField("assigned", Compare.PERSON),
    "author": FilterField("author", Compare.PERSON),
    "active": FilterField("active", Compare.ACTIVE),
    "created": FilterField("created", Compare.MOMENT),
    "updated": FilterField("updated", Compare.MOMENT),
}
_ALIASES = {"categories": "category", "interests": "interest", "tags": "tag"}


def filter_field(name: str) -> FilterField:
    """Return a field of the allow-list; raise Invalid, naming the accepted ones, for another.

    Whether the list has the measurement of `measurement.NAME` is for the use case to check.
    """
    if name.startswith(PREFIX) and field_of(name.removeprefix(PREFIX)) != PREFIX:
        return FilterField(field_of(name.removeprefix(PREFIX)), Compare.AMOUNT)
    found = FILTER_FIELDS.get(_ALIASES.get(name, name))
    if found is None:
        raise Invalid(
            tr("A filter knows no field “{name}”. It knows: {accepted}."),
            name=one_line(name)[:40],
            accepted=", ".join([*FILTER_FIELDS, f"{PREFIX}NAME"]),
        )
    return found
