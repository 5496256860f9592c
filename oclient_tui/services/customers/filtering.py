"""A filter line as a use case takes it: read, checked against the list, without the inactive by default (S24)."""

from collections.abc import Sequence

from oclient_tui.domain.catalogues import CatalogueKind, unknown
from oclient_tui.domain.consents import consent_kind
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.filter_fields import NO_MORE, Compare, filter_field
from oclient_tui.domain.filters import Every, Node, Term, Words, mentions, parse, terms
from oclient_tui.domain.module import Field
from oclient_tui.domain.module import Kind as ModuleKind
from oclient_tui.domain.record_filters import RecordFilterField, record_filter_fields
from oclient_tui.domain.text import fold
from oclient_tui.services.records.switches import modules_on
from oclient_tui.services.usecase import Work
from storage.filters_sql import FilterContext

_ACTIVE = Term(filter_field("active"), ":", "yes")


def read_filter(work: Work, line: str, search: str = "") -> tuple[Node, FilterContext]:
    """Return the tree and what its names mean on this list; raise Invalid for a name the list does not have."""
    node = parse(line, record_filter_fields(modules_on(work)) if line else NO_MORE)
    parts: list[Node] = [node]
    if search.strip():
        parts.append(Words(search))
    if not mentions(node, "active"):
        parts.append(_ACTIVE)
    found = list(terms(node))
    _check_categories(work, found)
    _check_choices(work, found)
    for term in found:
        if term.field.compare is Compare.CONSENT and term.op != "*":
            consent_kind(term.value)
    return Every(tuple(parts)), FilterContext(work.here.account_id, _people(work, found))


def _check_categories(work: Work, found: Sequence[Term]) -> None:
    wanted = {term.value for term in found if term.field.compare is Compare.CATEGORY and term.op != "*"}
    if not wanted:
        return
    entries = work.unit.catalogue(CatalogueKind.CATEGORIES).all()
    for name in sorted(wanted - {fold(entry.name) for entry in entries}):
        raise unknown(CatalogueKind.CATEGORIES, [name], entries)


def _check_choices(work: Work, found: Sequence[Term]) -> None:
    for term in found:
        declared = _record_field(term)
        if declared is not None and declared.kind is ModuleKind.CHOICE and term.op != "*":
            kind = CatalogueKind(declared.catalogue)
            entries = work.unit.catalogue(kind).all()
            if term.value not in {fold(entry.name) for entry in entries}:
                raise unknown(kind, [term.value], entries)


def _record_field(term: Term) -> Field | None:
    """Return the field of a module that a term names."""
    return term.field.field if isinstance(term.field, RecordFilterField) else None


def _names_person(term: Term) -> bool:
    declared = _record_field(term)
    return term.field.compare is Compare.PERSON or (declared is not None and declared.kind is ModuleKind.PERSON)


def _people(work: Work, found: Sequence[Term]) -> dict[str, int]:
    people: dict[str, int] = {}
    for term in found:
        if not _names_person(term) or term.op == "*" or term.value in ("me", "none"):
            continue
        member = work.unit.members.by_email(term.value)
        if member is None:
            raise Invalid(tr("Nobody with the address {email} is on this list."), email=term.value)
        people[term.value] = member.account_id
    return people
