"""A record of a card module as a row, and back."""

from collections.abc import Mapping
from typing import Any, cast

from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.module import TEXTUAL, Field, Kind, Module
from oclient_tui.domain.product_lines import Line, pack_lines, unpack_lines
from oclient_tui.domain.records import Record, Value
from oclient_tui.domain.text import fold, one_line
from storage.tables.records import RecordTable


def row_of(module: Module, record: Record) -> dict[str, object]:
    """Return the row of a record."""
    row: dict[str, object] = {
        "customer_id": record.customer_id,
        "version": record.version,
        "created_at": record.created_at,
        "created_by": record.created_by,
        "updated_at": record.updated_at,
    }
    for field in module.every_field:
        row |= _cells(field, record.values[field.name])
    return row


def _cells(field: Field, value: Value) -> dict[str, object]:
    name = field.name
    words, stored = str(value), dict[str, object]()
    if field.kind is Kind.FILE:
        mark = value if isinstance(value, FileMark) else FileMark("", 0, "")
        stored |= {name: mark.name, f"{name}_size": mark.size, f"{name}_sha256": mark.sha256}
        words = mark.name
    elif field.kind is Kind.LINES:
        lines = cast("tuple[Line, ...]", value)
        stored |= {name: pack_lines(lines)}
        words = " ".join(line.product for line in lines)
    else:
        stored |= {name: value}
    if field.kind in TEXTUAL:
        stored |= {f"{name}_key": fold(one_line(words))}
    return stored


def record_of(module: Module, row: RecordTable) -> Record:
    """Return the record of a row."""
    return Record(
        id=row.id,
        customer_id=row.customer_id,
        version=row.version,
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        values=_values(module, cast("Any", row)),
    )


def _values(module: Module, row: Any) -> Mapping[str, Value]:
    return {field.name: _value(field, row) for field in module.every_field}


def _value(field: Field, row: Any) -> Value:
    stored = getattr(row, field.name)
    if field.kind is Kind.LINES:
        return unpack_lines(stored)
    if field.kind is Kind.FILE:
        size, sha256 = getattr(row, f"{field.name}_size"), getattr(row, f"{field.name}_sha256")
        return FileMark(stored, size, sha256) if sha256 else None
    return cast("Value", stored)
