"""Rows of customers as they stand, and putting them back (D8, N03).

What hangs on a customer is found from the tables' own declarations, so that a new table is part of it by itself.
Folded twins and places in the order are not kept: they follow from the texts and the list's language of the moment.
"""

import base64
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

import peewee

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.fields import NAMES
from oclient_tui.domain.module import Kind, Module
from oclient_tui.modules import registered
from storage.repositories import customer_rows
from storage.row_writer import RowWriter
from storage.scope import Scope
from storage.search import SearchIndex
from storage.tables.base import CustomerTable
from storage.tables.catalogues import CatalogueEntryRow
from storage.tables.customers import KEYED, AssignmentRow, CustomerRow
from storage.tables.duplicates import AssignmentRequestRow, DuplicateClashRow, DuplicateKeyRow
from storage.tables.records import RecordTable, record_table, table_name

Row = dict[str, Any]
Image = dict[str, list[Row]]
"""The rows of one customer by their tables' names."""

_FOLLOWS = frozenset({"list_id", "sort_key", *(f"{name}_key" for name in KEYED)})
_IMPLIED = frozenset({"list_id", "customer_id", "sort_key"})
_APART = frozenset({DuplicateKeyRow, DuplicateClashRow})
"""Tables whose rows are claimed anew, since another customer may have a key by now."""

CUSTOMERS = "customers"
WORDS = "customer_words"
KEYS, CLASHES = "duplicate_keys", "duplicate_clashes"


def hanging() -> dict[str, type[CustomerTable]]:
    """Return every table of rows that belong to a customer, card modules on or off included, by name."""
    found: list[type[CustomerTable]] = [kind for kind in CustomerTable.__subclasses__() if kind is not RecordTable]
    found += [record_table(module) for module in registered()]
    return {name_of(kind): kind for kind in found}


def name_of(table: type[peewee.Model]) -> str:
    """Return a table's name in the database."""
    return str(table._meta.table_name)


def packed_row(table: type[peewee.Model], row: Mapping[str, Any], without: Collection[str]) -> Row:
    """Return a row as the journal keeps it: no empty texts, bytes as text."""
    kept = {name: value for name, value in row.items() if name not in without and value != ""}
    for name, field in table._meta.fields.items():
        if isinstance(field, peewee.BlobField) and name in kept:
            kept[name] = base64.b64encode(bytes(kept[name])).decode()
        elif isinstance(field, peewee.BooleanField) and name in kept:
            kept[name] = bool(kept[name])
    return kept


def unpacked_row(table: type[peewee.Model], row: Mapping[str, Any], **implied: object) -> Row:
    """Return the row of a journal's row."""
    whole = {name: "" for name, field in table._meta.fields.items() if isinstance(field, peewee.TextField)}
    found = {**{name: text for name, text in whole.items() if name not in _IMPLIED}, **row, **implied}
    for name, field in table._meta.fields.items():
        if isinstance(field, peewee.BlobField) and isinstance(found.get(name), str):
            found[name] = base64.b64decode(found[name])
    return found


class RowImages:
    """Reads and puts back rows of customers that the caller has found visible, or that are not there."""

    def __init__(
        self,
        scope: Scope,
        index: SearchIndex,
        writer: RowWriter,
        putting_back: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._scope = scope
        self._writer = writer
        self._index = index
        self._putting_back = putting_back

    def read(self, ids: Sequence[int], tables: Collection[str]) -> dict[int, Image]:
        """Return the rows of visible customers in some tables, `customers` always among them."""
        columns = [field for name, field in CustomerRow._meta.fields.items() if name not in _FOLLOWS]
        of_ids = self._scope.customers(*columns).where(CustomerRow.id.in_(list(ids)))
        images = {row["id"]: {CUSTOMERS: [packed_row(CustomerRow, row, ())]} for row in of_ids.dicts()}
        for name, table in hanging().items():
            if name in tables:
                self._attach(images, table)
        return images

    def read_all(self, ids: Sequence[int]) -> dict[int, Image]:
        """Return every row that hangs on visible customers."""
        images = self.read(ids, [name for name, table in hanging().items() if table is not AssignmentRequestRow])
        with self._putting_back():
            self._attach(images, AssignmentRequestRow)
        for customer_id, number in self._index.numbers(list(images)).items():
            images[customer_id][WORDS] = [{"number": number}]
        return images

    def _attach(self, images: dict[int, Image], table: type[CustomerTable]) -> None:
        if not images:
            return
        rows = self._scope.inside(table).where(table.customer_id.in_(list(images)))
        name, key = name_of(table), cast("Any", table)._meta.primary_key.field_names
        for row in sorted(rows.dicts(), key=lambda row: [_orderly(row[part]) for part in key]):
            images[row["customer_id"]].setdefault(name, []).append(packed_row(table, row, _IMPLIED))

    def counts(self, ids: Sequence[int], tables: Collection[str]) -> dict[str, dict[int, int]]:
        """Return how many rows hang on visible customers, by table and customer."""
        found: dict[str, dict[int, int]] = {}
        for name, table in hanging().items():
            if name not in tables:
                continue
            with self._putting_back() if table is AssignmentRequestRow else nullcontext():
                rows = self._scope.inside(table, table.customer_id, peewee.fn.COUNT(table.customer_id))
                here = rows.where(table.customer_id.in_(list(ids))).group_by(table.customer_id)
                found[name] = {int(one): int(number) for one, number in here.tuples()}
        return found

    def assigned_at(self, ids: Sequence[int], moment: int) -> tuple[int, list[int]]:
        """Return how many assignments of visible customers are of a moment, and which customers have another one."""
        rows = self._scope.inside(AssignmentRow, AssignmentRow.customer_id, AssignmentRow.assigned_at)
        found = list(rows.where(AssignmentRow.customer_id.in_(list(ids))).tuples())
        other = [int(one) for one, at in found if at != moment]
        return len(found) - len(other), other

    def customers(self, images: Mapping[int, Image]) -> dict[int, Customer]:
        """Return the customers of images, without their labels but the tags."""
        return {one: customer_rows.from_image(image[CUSTOMERS][0], _tags(image)) for one, image in images.items()}

    def without_entries(self, images: Mapping[int, Image]) -> set[int]:
        """Return the customers whose images have an entry of a catalogue that is not there any more."""
        chosen = {table_name(module): _choices(module) for module in registered()}
        links = {**chosen, "customer_categories": ["category_id"]}
        links |= {name: ["entry_id"] for name in ("customer_interests", "customer_measurements")}
        wanted: dict[int, set[int]] = {}
        for one, image in images.items():
            for name in set(image) & set(links):
                for row in image[name]:
                    for entry in filter(None, map(row.get, links[name])):
                        wanted.setdefault(entry, set()).add(one)
        missing = set(wanted) - self._entries(wanted)
        return {one for entry in missing for one in wanted[entry]}

    def entries_exist(self, entries: Collection[int]) -> bool:
        """Whether catalogues of the list have all of these entries."""
        return self._entries(entries) == set(entries)

    def _entries(self, wanted: Collection[int]) -> set[int]:
        if not wanted:
            return set()
        rows = self._scope.select(CatalogueEntryRow, CatalogueEntryRow.id)
        return {row[0] for row in rows.where(CatalogueEntryRow.id.in_(list(wanted))).tuples()}

    def unknown(self, images: Mapping[int, Image]) -> set[int]:
        """Return the customers whose images have a table or a column that is not there any more."""
        known = {name: set(table._meta.fields) for name, table in hanging().items()}
        known |= {CUSTOMERS: set(CustomerRow._meta.fields), WORDS: {"number"}}
        return {
            customer_id
            for customer_id, image in images.items()
            if any(name not in known or set(row) - known[name] for name, rows in image.items() for row in rows)
        }

    def insert(self, images: Mapping[int, Image], language: str) -> None:
        """Put customers back that are not there, with all their rows but for the keys of duplicate control."""
        whole = {one: self._columns(image, language) for one, image in images.items()}
        by_undo = (name_of(AssignmentRow), name_of(AssignmentRequestRow))
        with self._putting_back():
            self._writer.insert(CustomerRow, [{"id": one, **row} for one, row in whole.items()])
            for name in by_undo:
                self._insert(hanging()[name], images, whole)
        for name, table in hanging().items():
            if table not in _APART and name not in by_undo:
                self._insert(table, images, whole)
        numbers = {one: image[WORDS][0]["number"] for one, image in images.items() if WORDS in image}
        self._index.put_back([(one, self._document(image), numbers.get(one)) for one, image in images.items()])

    def _insert(self, table: type[CustomerTable], images: Mapping[int, Image], whole: Mapping[int, Row]) -> None:
        name = name_of(table)
        placed = "sort_key" in table._meta.fields
        self._writer.insert(table, [
            unpacked_row(table, row, customer_id=one, **({"sort_key": whole[one]["sort_key"]} if placed else {}))
            for one, image in images.items()
            for row in image.get(name, ())
        ])  # fmt: skip

    def put(
        self, images: Mapping[int, Image], now: Mapping[int, Image], tables: Collection[str], language: str
    ) -> None:
        """Let visible customers have the rows of their images in `customers` and in some tables; `now` is what is."""
        whole = {one: self._columns(image, language) for one, image in images.items()}
        columns = [name for name in CustomerRow._meta.fields if name not in ("id", "list_id")]
        self._writer.update(CustomerRow, "id", columns, whole.items())
        moved = [one for one in images if _named(images[one]) != _named(now[one])]
        self._writer.update(AssignmentRow, "customer_id", ["sort_key"], [(one, whole[one]) for one in moved])
        for name, table in hanging().items():
            if name in tables and table not in _APART:
                self._scope.delete(table).where(table.customer_id.in_(list(images))).execute()
                self._insert(table, images, whole)
        found = [one for one in images if _searched(images[one]) != _searched(now[one])]
        self._index.put_many([(one, self._document(images[one])) for one in found])

    def remove(self, ids: Collection[int]) -> None:
        """Remove visible customers with all that hangs on them."""
        self._scope.delete(CustomerRow).where(CustomerRow.id.in_(list(ids))).execute()

    def _columns(self, image: Image, language: str) -> Row:
        row = image[CUSTOMERS][0]
        made = customer_rows.columns(customer_rows.from_image(row, ()), language)
        return {**made, "changed_in": row["changed_in"]}

    def _document(self, image: Image) -> str:
        return customer_rows.searched(customer_rows.from_image(image[CUSTOMERS][0], _tags(image)), self._scope.list_id)


def _named(image: Image) -> list[Any]:
    return [image[CUSTOMERS][0].get(name) for name in NAMES]


def _searched(image: Image) -> list[Any]:
    return [*(image[CUSTOMERS][0].get(name) for name in (*customer_rows.SEARCHED, "emails", "phones")), _tags(image)]


def _tags(image: Image) -> tuple[str, ...]:
    return tuple(str(row["tag"]) for row in image.get("customer_tags", ()))


def _choices(module: Module) -> list[str]:
    return [field.name for field in module.fields if field.kind is Kind.CHOICE]


def _orderly(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
