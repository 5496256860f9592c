"""A filter line as a use case takes it: read, checked against the list, without the inactive by default (S24)."""

from collections.abc import Sequence

from oclient_tui.domain.catalogues import CatalogueKind, unknown
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.filter_fields import NO_MORE, Compare, filter_field
from oclient_tui.domain.filters import Every, Node, Term, Words, mentions, parse, terms
from oclient_tui.domain.measurements import PREFIX, field_of
from oclient_tui.domain.module import Field
from oclient_tui.domain.module import Kind as ModuleKind
from oclient_tui.domain.picks import Picked
from oclient_tui.domain.record_filters import RecordFilterField, record_filter_fields
from oclient_tui.domain.sets import CustomerSet, no_set
from oclient_tui.domain.text import fold
from oclient_tui.services.records.switches import modules_on
from oclient_tui.services.sharing.catalogues import consent_code
from oclient_tui.services.usecase import Work
from storage.filters_sql import FilterContext

_LABELS = {Compare.CATEGORY: CatalogueKind.CATEGORIES, Compare.INTEREST: CatalogueKind.INTERESTS}
_ACTIVE = Term(filter_field("active"), ":", "yes")


def read_filter(work: Work, line: str, search: str = "", set_name: str = "") -> tuple[Node, FilterContext]:
    """Return the tree and what its names mean on this list; raise Invalid for a name the list does not have.

    With the name of a set, customers must be in that set too (D15); raise NotFound for a set one does not know.
    """
    more = record_filter_fields(modules_on(work)) if line or set_name else NO_MORE
    lines = [line, *([chosen_set(work, set_name).filter] if set_name else [])]
    node = Every(tuple(parse(one, more) for one in lines))
    parts: list[Node] = [node]
    if search.strip():
        parts.append(Words(search))
    if not mentions(node, "active"):
        parts.append(_ACTIVE)
    found = list(terms(node))
    for compare, kind in _LABELS.items():
        _check_labels(work, kind, _values(found, compare))
    _check_choices(work, found)
    consents = {value: consent_code(work, value) for value in _values(found, Compare.CONSENT)}
    people, measurements = _people(work, found), _measurements(work, found)
    return Every(tuple(parts)), FilterContext(work.here.account_id, people, consents, measurements)


def picked_ids(work: Work, picked: Picked) -> list[int]:
    """Return the visible customers that were picked, by id; raise Invalid as `read_filter` does.

    Ids stand for any customer, active or not; hidden, missing and foreign ones drop out of one and the same query (D2).
    """
    if picked.ids:
        return work.unit.customers.visible(sorted(picked.ids - picked.but))
    node, context = read_filter(work, picked.filter)
    return sorted(set(work.unit.customers.ids(node, context)) - picked.but)


def chosen_set(work: Work, name: str) -> CustomerSet:
    """Return the set that the person names; raise NotFound."""
    found = work.unit.sets.named(work.here.account_id, name)
    if found is None:
        raise no_set()
    return found


def _values(found: Sequence[Term], compare: Compare) -> list[str]:
    return sorted({term.value for term in found if term.field.compare is compare and term.op != "*"})


def _check_labels(work: Work, kind: CatalogueKind, wanted: Sequence[str]) -> None:
    """Raise Invalid, so that a saved filter says that a label of its own is gone (O33)."""
    entries = work.unit.catalogue(kind).all() if wanted else []
    missing = [name for name in wanted if name not in {fold(entry.name) for entry in entries}]
    if missing:
        raise unknown(kind, missing, entries)


def _measurements(work: Work, found: Sequence[Term]) -> dict[str, int]:
    wanted = sorted({term.field.name for term in found if term.field.compare is Compare.AMOUNT})
    entries = work.unit.catalogue(CatalogueKind.MEASUREMENTS).all() if wanted else []
    known = {field_of(entry.name): entry.id for entry in entries}
    missing = [name.removeprefix(PREFIX) for name in wanted if name not in known]
    if missing:
        raise unknown(CatalogueKind.MEASUREMENTS, missing, entries)
    return {name: known[name] for name in wanted}


def _check_choices(work: Work, found: Sequence[Term]) -> None:
    for term in found:
        declared = _record_field(term)
        if declared is not None and declared.kind is ModuleKind.CHOICE and term.op != "*":
            _check_labels(work, CatalogueKind(declared.catalogue), [term.value])


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
