"""The tables of card modules, described to peewee from each module's declaration (D13)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import peewee

from oclient_tui.domain.module import TEXTUAL, Field, Kind, Module
from storage.tables.base import CustomerTable, Table


class RecordTable(CustomerTable):
    """What the records of every module have."""

    id = peewee.BigIntegerField()
    version = peewee.IntegerField()
    created_at = peewee.BigIntegerField()
    created_by = peewee.BigIntegerField()
    updated_at = peewee.BigIntegerField()


class FileBlobRow(CustomerTable):
    """The bytes of a customer's files, once for equal bytes of one customer.

    Shared among customers they would tell, by the time that storing takes, what a hidden customer has.
    """

    sha256 = peewee.TextField()
    content = peewee.BlobField()

    class Meta:
        table_name = "file_blobs"
        primary_key = peewee.CompositeKey("list_id", "customer_id", "sha256")


class ModuleVersionRow(Table):
    """How far the table of a module has come; its columns, so that only what is missing is ever added."""

    module = peewee.TextField(primary_key=True)
    version = peewee.IntegerField()
    columns = peewee.TextField()

    class Meta:
        table_name = "module_versions"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a module's table: its name and its kind."""

    name: str
    kind: str


_MADE: Mapping[str, Callable[[], peewee.Field]] = {
    "text": peewee.TextField,
    "number": lambda: peewee.BigIntegerField(null=True),
    "switch": peewee.BooleanField,
}
_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.CHOICE, Kind.PERSON})


def columns_of(field: Field) -> list[Column]:
    """Return the columns in which the values of a field stand; texts have a folded twin that filters compare."""
    kind = "number" if field.kind in _NUMBERS else "switch" if field.kind is Kind.SWITCH else "text"
    found = [Column(field.name, kind)]
    if field.kind is Kind.FILE:
        found += [Column(f"{field.name}_size", "number"), Column(f"{field.name}_sha256", "text")]
    return [*found, Column(f"{field.name}_key", "text")] if field.kind in TEXTUAL else found


def columns(module: Module) -> list[Column]:
    """Return the columns of a module's own fields; raise ValueError where two fields want one column."""
    found = [column for field in module.every_field for column in columns_of(field)]
    if len({column.name for column in found}) < len(found):
        raise ValueError(f"module {module.key!r}: two fields want one column")
    return found


def table_name(module: Module) -> str:
    """Return the name of a module's table."""
    return f"record_{module.key}"


@cache
def record_table(module: Module) -> type[RecordTable]:
    """Return a module's table."""
    meta = type("Meta", (), {"table_name": table_name(module), "primary_key": peewee.CompositeKey("list_id", "id")})
    body: dict[str, Any] = {column.name: _MADE[column.kind]() for column in columns(module)}
    return type(f"{module.key.title()}RecordRow", (RecordTable,), body | {"Meta": meta, "__doc__": module.title})
