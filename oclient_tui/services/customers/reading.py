"""What a person typed for a customer, read into a change: one way for every door (O21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from oclient_tui.domain.catalogues import CatalogueKind, Entry, unknown
from oclient_tui.domain.customers import Change, Customer, Value
from oclient_tui.domain.errors import Invalid, NotFound, tr
from oclient_tui.domain.fields import Field, Kind, known, read_flag, read_labels, read_text
from oclient_tui.domain.measurements import PREFIX, Measurement, field_of, read_amount
from oclient_tui.domain.text import fold, one_line
from oclient_tui.services.ports import ContactReader
from oclient_tui.services.usecase import Work
from storage.repositories.customer_values import Links

NO_CUSTOMER = tr("There is no such customer.")


@dataclass(frozen=True, slots=True)
class Typed:
    """Fields as typed: to set, and labels to add (`categories+=vip`) or to take away (`tags-=old`)."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    add: Mapping[str, str] = field(default_factory=dict[str, str])
    remove: Mapping[str, str] = field(default_factory=dict[str, str])


def read(typed: Typed, contacts: ContactReader, region: str) -> Change:
    """Return the change; raise Invalid, naming the field, for anything that cannot be understood (A6)."""
    values: dict[str, Value] = {}
    for name, text in typed.values.items():
        declared = known(name)
        stored = declared.name if declared.kind is Kind.AMOUNT else name
        if stored in values:
            raise Invalid(tr("{field} is given twice."), field=stored)
        values[stored] = _value(declared, name, text, contacts, region)
    return Change(values, _labels(typed.add), _labels(typed.remove))


def _value(declared: Field, name: str, text: str, contacts: ContactReader, region: str) -> Value:
    if declared.kind is Kind.FLAG:
        return read_flag(name, text)
    if declared.kind is Kind.LABELS:
        return read_labels(declared, text)
    if declared.kind is Kind.AMOUNT:
        return read_amount(declared.name, text)
    if declared.kind in (Kind.EMAIL, Kind.PHONE):
        if not one_line(text):
            return ""
        return _contact(declared, name, text, contacts, region)
    return read_text(declared, text)


def _contact(declared: Field, name: str, text: str, contacts: ContactReader, region: str) -> str:
    """Return the address or number; raise Invalid with the field's name among its values, as every field's does."""
    try:
        return contacts.email(text) if declared.kind is Kind.EMAIL else contacts.phone(text, region)
    except Invalid as error:
        raise Invalid(error.message, **error.values, field=name) from error


def _labels(typed: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    labels: dict[str, tuple[str, ...]] = {}
    for name, text in typed.items():
        declared = known(name)
        if declared.kind is not Kind.LABELS:
            raise Invalid(tr("{field} holds one value: write {field}=…"), field=name)
        labels[name] = read_labels(declared, text)
    return labels


class Catalogues:
    """The list's catalogues as they stand at the moment one asks."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def all(self, kind: CatalogueKind) -> list[Entry]:
        """Return a catalogue in its order."""
        return self._work.unit.catalogue(kind).all()

    def named(self, kind: CatalogueKind, names: Iterable[str]) -> Mapping[str, Entry]:
        """Return entries by folded name, these at least where the list has them."""
        return self._work.unit.catalogue(kind).named(names)


def resolve(work: Work, customer: Customer, change: Change) -> tuple[Customer, Links]:
    """Return the customer as `resolve_among` does, with the list's catalogues at this moment."""
    return resolve_among(Catalogues(work), customer, change)


def resolve_among(catalogues: Catalogues, customer: Customer, change: Change) -> tuple[Customer, Links]:
    """Return the customer with its catalogues' entries as the list writes them, and the links to them.

    Raise Invalid, naming what the list has, for a category, an interest or a measurement that it does not have.
    """
    categories = _entries(catalogues, CatalogueKind.CATEGORIES, customer.categories)
    interests = _entries(catalogues, CatalogueKind.INTERESTS, customer.interests)
    measured = _measured(catalogues, customer, change)
    if not (categories or interests or measured):
        return customer, Links()
    resolved = replace(
        customer,
        categories=tuple(entry.name for entry in categories),
        interests=tuple(entry.name for entry in interests),
        measurements=measured,
    )
    amounts = {found.entry_id: found.amount for found in measured}
    return resolved, Links([entry.id for entry in categories], [entry.id for entry in interests], amounts)


def _entries(catalogues: Catalogues, kind: CatalogueKind, names: tuple[str, ...]) -> list[Entry]:
    """Return the entries of these names in the catalogue's order."""
    if not names:
        return []
    found = catalogues.named(kind, names)
    missing = [name for name in names if fold(name) not in found]
    if missing:
        raise unknown(kind, missing, catalogues.all(kind))
    return sorted({found[fold(name)] for name in names}, key=lambda entry: (entry.position, entry.id))


def _measured(catalogues: Catalogues, customer: Customer, change: Change) -> tuple[Measurement, ...]:
    """Return the measurements in the catalogue's order; one that is only taken away must exist as well."""
    amounts = {found.field: found.amount for found in customer.measurements}
    asked = [name for name in change.values if name.startswith(PREFIX)]
    if not amounts and not asked:
        return ()
    entries = catalogues.all(CatalogueKind.MEASUREMENTS)
    fields = {field_of(entry.name): entry for entry in entries}
    missing = [name.removeprefix(PREFIX) for name in asked if name not in fields]
    if missing:
        raise unknown(CatalogueKind.MEASUREMENTS, missing, entries)
    return tuple(
        Measurement(entry.id, entry.name, entry.unit, amounts[name])
        for name, entry in fields.items()
        if name in amounts
    )


def held(work: Work, customer_id: int) -> Customer:
    """Return a visible customer, held until the transaction ends; raise NotFound for a missing or hidden one (D2)."""
    customer = work.unit.customers.hold(customer_id)
    if customer is None:
        raise NotFound(NO_CUSTOMER)
    return customer


def seen(work: Work, customer_id: int) -> Customer:
    """Return a visible customer to read; raise NotFound."""
    customer = work.unit.customers.get(customer_id)
    if customer is None:
        raise NotFound(NO_CUSTOMER)
    return customer
