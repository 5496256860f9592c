"""What a person typed for a record, read into values; names are looked up on the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oclient_tui.domain.catalogues import CatalogueKind, find, unknown
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.file_names import MEGABYTE, mark
from oclient_tui.domain.module import Field, Kind, Module
from oclient_tui.domain.records import Value, known_field, read_value
from oclient_tui.services.usecase import Work


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was handed over: a name, of which nothing but the label is taken, and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """Fields as typed, and files for fields that take one."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    files: Mapping[str, GivenFile] = field(default_factory=dict[str, GivenFile])


def read_record(work: Work, module: Module, typed: TypedRecord) -> dict[str, Value]:
    """Return the values; raise Invalid, naming the field, for anything that cannot be understood (A6)."""
    values = {name: _value(work, module, known_field(module, name), text) for name, text in typed.values.items()}
    return values | {name: _file(work, known_field(module, name), given) for name, given in typed.files.items()}


def _value(work: Work, module: Module, declared: Field, text: str) -> Value:
    if declared.kind is Kind.FILE:
        if not text.strip():
            return None
        raise Invalid(tr("{field} is a file: write {field}=@PATH, or {field}=@- for stdin."), field=declared.name)
    value = read_value(module, declared, text)
    if declared.kind is Kind.CHOICE and value:
        return _entry(work, declared, str(value))
    return _person(work, str(value)) if declared.kind is Kind.PERSON and value else value


def _entry(work: Work, declared: Field, name: str) -> int:
    kind = CatalogueKind(declared.catalogue)
    entries = work.unit.catalogue(kind).all()
    found = find(entries, name)
    if found is None:
        raise unknown(kind, [name], entries)
    return found.id


def _person(work: Work, email: str) -> int:
    if email.lower() == "me":
        return work.me.id
    member = work.unit.members.by_email(email)
    if member is None:
        raise Invalid(tr("Nobody with the address {email} is on this list."), email=email)
    return member.account_id


def _file(work: Work, declared: Field, given: GivenFile) -> Value:
    if declared.kind is not Kind.FILE:
        raise Invalid(tr("{field} takes no file: write {field}=…"), field=declared.name)
    if len(given.content) > work.tools.file_limit:
        raise too_large(work.tools.file_limit)
    return mark(given.name, given.content)


def too_large(limit: int) -> Invalid:
    """Return the complaint about a file beyond the limit, which is in bytes."""
    return Invalid(tr("A file may have at most {limit} MB."), limit=limit // MEGABYTE)
