"""A customer as a row, and back."""

import json
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, cast

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.fields import FLAGS, TEXTS
from oclient_tui.domain.found import Found
from oclient_tui.domain.search import document
from oclient_tui.domain.text import fold, sort_key
from storage.tables.customers import KEYED, CustomerRow

_searched = attrgetter("first_name", "last_name", "company", "city", "street", "postcode", "tax_id", "delivery_city")
SEARCHED = ("first_name", "last_name", "company", "city", "street", "postcode", "tax_id", "delivery_city")
"""Texts under whose words a customer is found; addresses, phones and tags besides."""

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


_PLAIN = ("id", "version", "active", "created_at", "created_by", "updated_at", *TEXTS, *FLAGS)
_plain = attrgetter(*_PLAIN)
_keyed = attrgetter(*KEYED)
COLUMNS = (*_PLAIN, "sort_key", "emails", "phones", "changed_in", *(f"{name}_key" for name in KEYED))
"""The columns of a row, in the order of `stored`."""


def stored(customer: Customer, language: str) -> tuple[Any, ...]:
    """Return the row of a customer as a tuple, which is quick to make; `language` decides how its name sorts."""
    history = json.dumps(dict(customer.changed_in), separators=(",", ":")) if customer.changed_in else "{}"
    return (
        *_plain(customer),
        sort_key(customer.sorting_name, language),
        "\n".join(customer.emails),
        "\n".join(customer.phones),
        history,
        *map(fold, _keyed(customer)),
    )


def columns(customer: Customer, language: str) -> dict[str, object]:
    """Return the row of a customer by column, without its id."""
    row: dict[str, object] = dict(zip(COLUMNS, stored(customer, language), strict=True))
    del row["id"]
    return row


def history_text(history: Mapping[str, int]) -> str:
    """Return which version changed which field last, as it is stored."""
    return json.dumps(dict(history), separators=(",", ":"))


def searched(customer: Customer, list_id: int) -> str:
    """Return the words under which a customer is found."""
    return document(list_id, (*_searched(customer), *customer.emails, *customer.tags), customer.phones)


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


def from_image(row: Mapping[str, Any], tags: tuple[str, ...]) -> Customer:
    """Return the customer of a row that the journal of undo kept, in which empty texts are left out."""
    return Customer(
        id=row["id"],
        version=row["version"],
        active=row["active"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        emails=_lines(row.get("emails", "")),
        phones=_lines(row.get("phones", "")),
        tags=tags,
        **{name: row.get(name, "") for name in TEXTS},
        **{name: row[name] for name in FLAGS},
    )
