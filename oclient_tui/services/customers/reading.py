"""What a person typed for a customer, read into a change: one way for every door (O21)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from oclient_tui.domain.catalogues import CatalogueKind, unknown
from oclient_tui.domain.customers import Change, Customer, Value
from oclient_tui.domain.errors import Invalid, NotFound, tr
from oclient_tui.domain.fields import Field, Kind, known, read_flag, read_labels, read_text
from oclient_tui.domain.text import fold, one_line
from oclient_tui.services.ports import ContactReader
from oclient_tui.services.usecase import Work

NO_CUSTOMER = tr("There is no such customer.")


@dataclass(frozen=True, slots=True)
class Typed:
    """Fields as typed: to set, and labels to add (`categories+=vip`) or to take away (`tags-=old`)."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    add: Mapping[str, str] = field(default_factory=dict[str, str])
    remove: Mapping[str, str] = field(default_factory=dict[str, str])


def read(typed: Typed, contacts: ContactReader, region: str) -> Change:
    """Return the change; raise Invalid, naming the field, for anything that cannot be understood (A6)."""
    values = {name: _value(known(name), name, text, contacts, region) for name, text in typed.values.items()}
    return Change(values, _labels(typed.add), _labels(typed.remove))


def _value(declared: Field, name: str, text: str, contacts: ContactReader, region: str) -> Value:
    if declared.kind is Kind.FLAG:
        return read_flag(name, text)
    if declared.kind is Kind.LABELS:
        return read_labels(declared, text)
    if declared.kind in (Kind.EMAIL, Kind.PHONE):
        if not one_line(text):
            return ""
        return contacts.email(text) if declared.kind is Kind.EMAIL else contacts.phone(text, region)
    return read_text(declared, text)


def _labels(typed: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    labels: dict[str, tuple[str, ...]] = {}
    for name, text in typed.items():
        declared = known(name)
        if declared.kind is not Kind.LABELS:
            raise Invalid(tr("{field} holds one value: write {field}=…"), field=name)
        labels[name] = read_labels(declared, text)
    return labels


def resolve_categories(work: Work, customer: Customer) -> tuple[Customer, list[int]]:
    """Return the customer with its categories as the list writes them, and their ids; raise Invalid if unknown."""
    if not customer.categories:
        return customer, []
    catalogue = work.unit.catalogue(CatalogueKind.CATEGORIES)
    found = catalogue.named(customer.categories)
    missing = [name for name in customer.categories if fold(name) not in found]
    if missing:
        raise unknown(CatalogueKind.CATEGORIES, missing, catalogue.all())
    kept = sorted({found[fold(name)] for name in customer.categories}, key=lambda kind: (kind.position, kind.id))
    return replace(customer, categories=tuple(kind.name for kind in kept)), [kind.id for kind in kept]


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
