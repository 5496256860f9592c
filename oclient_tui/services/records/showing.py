"""Records as a person reads them: entries and people by their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.module import Field, Kind, Module
from oclient_tui.domain.records import Record, Value, show_value
from oclient_tui.services.usecase import Work

RECORDS = "records"
"""Under this name the audit keeps values of records, by module."""

_OF_FILE = ("_size", "_sha256")
"""What is shown of a file beside its name."""


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A record with its values in words."""

    module: Module
    record: Record
    author: str
    values: Mapping[str, object]


def shown(work: Work, module: Module, records: Sequence[Record]) -> list[ShownRecord]:
    """Return records in words; each catalogue and the people's addresses are looked up once for all of them."""
    names = {field.name: _names(work, field, records) for field in module.fields}
    authors = work.unit.accounts.emails({record.created_by for record in records}) if records else {}
    return [
        ShownRecord(module, record, authors.get(record.created_by, ""), _words(module, record.values, names))
        for record in records
    ]


def _names(work: Work, field: Field, records: Sequence[Record]) -> Mapping[int, str]:
    numbers = {value for record in records if isinstance(value := record.values[field.name], int)}
    if field.kind is Kind.CHOICE and numbers:
        return {entry.id: entry.name for entry in work.unit.catalogue(CatalogueKind(field.catalogue)).all()}
    if field.kind is Kind.PERSON and numbers:
        return work.unit.accounts.emails(numbers)
    return {}


def _words(module: Module, values: Mapping[str, Value], names: Mapping[str, Mapping[int, str]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in module.every_field:
        value = values[field.name]
        if field.kind in (Kind.CHOICE, Kind.PERSON):
            value = names[field.name].get(value, "") if isinstance(value, int) else ""
        found[field.name] = show_value(field, value)
        if isinstance(value, FileMark):
            found |= {
                f"{field.name}{end}": part for end, part in zip(_OF_FILE, (value.size, value.sha256), strict=True)
            }
    return found


def in_audit(work: Work, module: Module, record: Record, names: Sequence[str] = ()) -> dict[str, object]:
    """Return a record, or some fields of it, as the audit keeps it: under its module, so that a switch can hide it."""
    (found,) = shown(work, module, [record])
    wanted = {f"{name}{end}" for name in names for end in ("", *_OF_FILE)} if names else set(found.values)
    kept = {name: value for name, value in found.values.items() if name in wanted}
    return {RECORDS: {module.key: {str(record.id): kept}}}
