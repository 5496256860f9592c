"""The catalogues of a list, read once for many customers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from oclient_tui.domain.catalogues import CatalogueKind, Entry, unknown
from oclient_tui.domain.customers import Change, Customer
from oclient_tui.domain.measurements import PREFIX, Measurement, field_of
from oclient_tui.domain.text import fold
from oclient_tui.services.usecase import Work
from storage.repositories.customer_values import Links

_LABELS = {"categories": CatalogueKind.CATEGORIES, "interests": CatalogueKind.INTERESTS}


@dataclass(frozen=True)
class Choices:
    """The entries that a change can speak of."""

    labels: Mapping[str, Mapping[str, Entry]]
    measurements: Mapping[str, Entry]

    @classmethod
    def of(cls, work: Work, change: Change) -> "Choices":
        """Read the catalogues; raise Invalid, naming what the list has, for an entry that it does not have."""
        every = {name: work.unit.catalogue(kind).all() for name, kind in _LABELS.items()}
        for name, entries in every.items():
            asked = [*_given(change, name), *change.add.get(name, ())]
            known = {fold(entry.name) for entry in entries}
            missing = [label for label in asked if fold(label) not in known]
            if missing:
                raise unknown(_LABELS[name], missing, entries)
        measured = work.unit.catalogue(CatalogueKind.MEASUREMENTS).all()
        fields = {field_of(entry.name): entry for entry in measured}
        missing = [
            name.removeprefix(PREFIX) for name in change.values if name.startswith(PREFIX) and name not in fields
        ]
        if missing:
            raise unknown(CatalogueKind.MEASUREMENTS, missing, measured)
        return cls({name: {fold(one.name): one for one in found} for name, found in every.items()}, fields)

    def resolved(self, customer: Customer) -> Customer:
        """Return a customer with its entries as the list writes and orders them."""
        amounts = {found.field: found.amount for found in customer.measurements}
        measured = tuple(
            Measurement(entry.id, entry.name, entry.unit, amounts[name])
            for name, entry in self.measurements.items()
            if name in amounts
        )
        named = {name: tuple(entry.name for entry in self._entries(customer, name)) for name in _LABELS}
        return replace(customer, categories=named["categories"], interests=named["interests"], measurements=measured)

    def links(self, customer: Customer) -> Links:
        """Return the entries of a resolved customer."""
        amounts = {found.entry_id: found.amount for found in customer.measurements}
        categories, interests = ([entry.id for entry in self._entries(customer, name)] for name in _LABELS)
        return Links(categories, interests, amounts)

    def _entries(self, customer: Customer, name: str) -> list[Entry]:
        labels = customer.categories if name == "categories" else customer.interests
        known = self.labels[name]
        found = {fold(label): known[fold(label)] for label in labels}
        return sorted(found.values(), key=lambda entry: (entry.position, entry.id))


def _given(change: Change, name: str) -> tuple[str, ...]:
    value = change.values.get(name, ())
    return value if isinstance(value, tuple) else ()
