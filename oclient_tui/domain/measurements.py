"""Measurements of a customer: numbers with up to three decimals, in the unit of their kind (E12)."""

import re
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import one_line, slug

PREFIX = "measurement."
"""What a measurement's field begins with: `measurement.waist` is the one called Waist."""

_AMOUNT = re.compile(r"([+-]?)([0-9]{1,9})(?:[.,]([0-9]{1,3}))?\Z")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value: of which entry of the catalogue, and how much, such as 92.5."""

    entry_id: int
    name: str
    unit: str
    amount: str

    @property
    def field(self) -> str:
        """The name of its field."""
        return field_of(self.name)


def field_of(name: str) -> str:
    """Return the field of a measurement, from its name however it is written."""
    return PREFIX + slug(name)


def read_amount(field: str, text: str) -> str:
    """Return a number as it is stored, with a point and no needless zeros; '' means none. Raise Invalid otherwise."""
    value = one_line(text)
    if not value:
        return ""
    found = _AMOUNT.match(value)
    if found is None:
        message = tr("{field} is a number such as 92,5, with up to 9 digits and 3 decimals, not “{value}”.")
        raise Invalid(message, field=field, value=value[:40])
    sign, whole, decimals = found[1], found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    amount = f"{whole}.{decimals}" if decimals else whole
    return f"-{amount}" if sign == "-" and amount != "0" else amount


def thousandths(amount: str) -> int:
    """Return a number read before as a whole count of thousandths, which every engine compares exactly."""
    whole, _, decimals = amount.lstrip("-").partition(".")
    count = int(whole) * 1000 + int(decimals.ljust(3, "0"))
    return -count if amount.startswith("-") else count


def amount_of(count: int) -> str:
    """Return the number of a count of thousandths."""
    whole, decimals = divmod(abs(count), 1000)
    amount = f"{whole}.{decimals:03}".rstrip("0").rstrip(".")
    return f"-{amount}" if count < 0 else amount
