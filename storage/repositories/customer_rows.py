"""A customer as a row, and back."""

import json
from collections.abc import Mapping
from typing import Any, cast

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.fields import FLAGS, TEXTS
from oclient_tui.domain.found import Found
from oclient_tui.domain.search import document
from oclient_tui.domain.text import fold, sort_key
from storage.tables.customers import KEYED, CustomerRow

SEARCHED = ("first_name", "last_name", "company", "city", "street", "postcode", "tax_id", "delivery_city")

IN_SHORT = (
    CustomerRow.id, CustomerRow.active, CustomerRow.first_name, CustomerRow.last_name, CustomerRow.company,
    CustomerRow.city, CustomerRow.emails, CustomerRow.phones,
)  # fmt: skip
"""The columns of a customer in short."""


def found(number: int, active: bool, first: str, last: str, company: str, city: str, emails: str, phones: str) -> Found:
    """Return the customer in short of a row of IN_SHORT."""
    return Found(number, active, first, last, company, city, _lines(emails), _lines(phones))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def columns(customer: Customer, language: str) -> dict[str, object]:
    """Return the row of a customer; `language` decides how its name sorts."""
    row: dict[str, object] = {name: customer.value(name) for name in (*TEXTS, *FLAGS)}
    row |= {f"{name}_key": fold(str(row[name])) for name in KEYED}
    return row | {
        "version": customer.version,
        "active": customer.active,
        "created_at": customer.created_at,
        "created_by": customer.created_by,
        "updated_at": customer.updated_at,
        "sort_key": sort_key(customer.sorting_name, language),
        "emails": "\n".join(customer.emails),
        "phones": "\n".join(customer.phones),
        "changed_in": json.dumps(dict(customer.changed_in), separators=(",", ":")),
    }


def searched(customer: Customer, list_id: int) -> str:
    """Return the words under which a customer is found."""
    texts = [str(customer.value(name)) for name in SEARCHED]
    return document(list_id, [*texts, *customer.emails, *customer.tags], customer.phones)


def history(row: CustomerRow) -> dict[str, int]:
    """Return which version of a row changed which field last."""
    return cast("dict[str, int]", json.loads(row.changed_in))


def customer(
    row: CustomerRow, attached: Mapping[str, Mapping[int, tuple[Any, ...]]], changed_in: Mapping[str, int]
) -> Customer:
    """Return the customer of a row; `attached` holds its labels, measurements and assigned people."""
    values: dict[str, Any] = {name: getattr(row, name) for name in (*TEXTS, *FLAGS)}
    values |= {name: of.get(row.id, ()) for name, of in attached.items()}
    return Customer(
        id=row.id,
        version=row.version,
        active=row.active,
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        emails=_lines(row.emails),
        phones=_lines(row.phones),
        changed_in=changed_in,
        **values,
    )
