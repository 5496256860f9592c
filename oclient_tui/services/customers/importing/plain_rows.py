"""Reads plain rows the short way: texts and contacts, one value a cell; most rows of most files (P1).

Whatever is not plain, and whatever is wrong, is left to RowReader. Where this reads a row, RowReader reads the same.
"""

import re
from collections.abc import Sequence

from oclient_tui.domain.customers import FIELD_PLACES, Customer, values_in_order
from oclient_tui.domain.errors import OClientError
from oclient_tui.domain.fields import FIELDS, Field, Kind, read_text, slot
from oclient_tui.services.customers.importing.columns import Columns
from oclient_tui.services.customers.importing.rows import as_typed
from oclient_tui.services.ports import ContactReader

_TEXTS = (Kind.TEXT, Kind.CODE, Kind.DATE)
_SEVERAL = frozenset(",;|:")
_NO_PHONE = re.compile(r"[^0-9+ ()-]").search
"""What may separate phones, or stand in a number that is a fraction."""

_KEPT = 4096
"""How many values of a column are remembered: cities, countries and first names come again and again."""


class _Text:
    """A column of texts."""

    def __init__(self, declared: Field, place: int) -> None:
        self.declared, self.place = declared, place
        self.target = FIELD_PLACES[declared.name]
        self._known: dict[str, str] = {}

    def read(self, cell: str) -> str:
        """Return the value; raise Invalid."""
        value = self._known.get(cell)
        if value is None:
            value = read_text(self.declared, as_typed(self.declared.name, cell))
            if len(self._known) < _KEPT:
                self._known[cell] = value
        return value


class PlainRows:
    """Reads rows of one file into new customers."""

    def __init__(self, columns: Columns, contacts: ContactReader, region: str) -> None:
        self._contacts, self._region = contacts, region
        plain = {name: FIELDS[name] for name in columns if name in FIELDS and FIELDS[name].kind in _TEXTS}
        slots = {name: found for name in columns if (found := slot(name)) is not None}
        self._texts = [_Text(declared, columns[name]) for name, declared in plain.items()]
        self._emails = _places(columns, slots, "email")
        self._phones = _places(columns, slots, "phone")
        self._others = [place for name, place in columns.items() if name not in plain and name not in slots]

    def customer(self, cells: Sequence[str], blank: Customer) -> Customer | None:
        """Return `blank` with what the cells say; None for a row that is not plain, or not right."""
        for place in self._others:
            if cells[place]:
                return None
        values = list(values_in_order(blank))
        try:
            for column in self._texts:
                if cell := cells[column.place]:
                    values[column.target] = column.read(cell)
            emails = [self._contacts.email(one) for place in self._emails if (one := cells[place])]
            phones = [self._contacts.phone(one, self._region) for place in self._phones if (one := cells[place])]
        except OClientError:
            return None
        if any(not _SEVERAL.isdisjoint(cells[place]) for place in self._emails):
            return None
        if any(_NO_PHONE(cells[place]) for place in self._phones):
            return None
        values[_EMAILS], values[_PHONES] = tuple(dict.fromkeys(emails)), tuple(dict.fromkeys(phones))
        return Customer(*values)


_EMAILS, _PHONES = FIELD_PLACES["emails"], FIELD_PLACES["phones"]


def _places(columns: Columns, slots: dict[str, tuple[str, int]], kind: str) -> list[int]:
    """Return the places of the columns of one kind of contact, in the order of their slots."""
    return [columns[name] for name in sorted(slots, key=slots.__getitem__) if slots[name][0] == kind]
