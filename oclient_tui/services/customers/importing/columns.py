"""Which column of the opened file is which field of this list: given, saved or guessed, and checked before any row."""

from collections.abc import Mapping, Sequence

from oclient_tui.domain.access import Permission
from oclient_tui.domain.catalogues import CatalogueKind, unknown
from oclient_tui.domain.errors import Denied, Invalid, OClientError, tr
from oclient_tui.domain.fields import FIELDS, NAMES
from oclient_tui.domain.import_headers import (
    ASSIGNED,
    CONSENT,
    CONSENT_DATE,
    CONSENT_SOURCE,
    EXTRAS,
    REJECTED,
    SLOTTED,
    WHOLE_NAME,
    guess,
    is_rejected,
    slot_names,
)
from oclient_tui.domain.import_mapping import no_mapping, place_of, placed, target
from oclient_tui.domain.imports import ImportRequest, OnDuplicate
from oclient_tui.domain.measurements import PREFIX, field_of
from oclient_tui.services.sharing.catalogues import chosen
from oclient_tui.services.usecase import Work

Columns = Mapping[str, int]
"""The place of each field's column."""


def columns_of(work: Work, header: Sequence[str], request: ImportRequest) -> Columns:
    """Return the mapping to use.

    Raise Invalid for a field or column that there is not, a file without any name, and consents without source and
    date; Denied for a column that needs a right one does not have; NotFound for a saved mapping that is not there.
    """
    columns = proposed(work, header, request)
    for field, column in request.mapping.items():
        name = target(field)
        columns.pop(name, None)
        if column:
            place = place_of(column, header)
            columns = {known: there for known, there in columns.items() if there != place or known in request.mapping}
            columns[name] = place
    for name in columns:
        problem = _problem(work, name)
        if problem is not None:
            raise problem
    if request.on_duplicate is OnDuplicate.SKIP and not {WHOLE_NAME, *NAMES} & set(columns):
        raise Invalid(
            tr("No column is a name: name one with --map, such as last_name=Column. The file has: {columns}."),
            columns=", ".join(name[:40] for name in header[:40]),
        )
    _check_consents(columns, request)
    return columns


def proposed(work: Work, header: Sequence[str], request: ImportRequest) -> dict[str, int]:
    """Return the mapping that is given, saved or guessed; raise Invalid or NotFound where it does not fit."""
    if request.template is not None:
        return placed(request.template, header)
    if request.saved:
        found = work.unit.import_mappings.named(request.saved)
        if found is None:
            raise no_mapping()
        return placed(found.columns, header)
    # A guess is only a guess: what this list or this person cannot take is left out, and said so.
    return {name: place for name, place in guess(header).items() if _problem(work, name) is None}


def _problem(work: Work, name: str) -> OClientError | None:
    """Return why a column cannot be taken into this list by this person."""
    if name == ASSIGNED and not work.here.may(Permission.ASSIGN):
        return Denied(
            tr("Assigning people needs the right to assign. Leave the column out: --map assigned="), right="assign"
        )
    if name.startswith(PREFIX):
        entries = work.unit.catalogue(CatalogueKind.MEASUREMENTS).all()
        if name not in {field_of(entry.name) for entry in entries}:
            return unknown(CatalogueKind.MEASUREMENTS, [name.removeprefix(PREFIX)], entries)
    if name.startswith(CONSENT):
        try:
            chosen(work, CatalogueKind.CONSENT_KINDS, name.removeprefix(CONSENT))
        except Invalid as error:
            return error
    return None


def targets(work: Work) -> tuple[str, ...]:
    """Return everything that a column can be mapped to on this list by this person, customers' fields first."""
    fields = [slot for name in FIELDS for slot in (slot_names(name) if name in SLOTTED else [name])]
    measured = [field_of(entry.name) for entry in work.unit.catalogue(CatalogueKind.MEASUREMENTS).all()]
    consents = [CONSENT + entry.code for entry in work.unit.catalogue(CatalogueKind.CONSENT_KINDS).all()]
    every = (*NAMES, WHOLE_NAME, *(name for name in fields if name not in NAMES), *measured)
    extras = (name for name in EXTRAS if name != WHOLE_NAME)
    return tuple(name for name in (*every, *extras, *consents) if _problem(work, name) is None)


def _check_consents(columns: Columns, request: ImportRequest) -> None:
    """Raise Invalid unless every consent comes with where and when it was given (E10, D14)."""
    if not any(name.startswith(CONSENT) for name in columns):
        return
    if not (request.consent_source or CONSENT_SOURCE in columns) or not (
        request.consent_date or CONSENT_DATE in columns
    ):
        raise Invalid(
            tr(
                "Consents are taken over only with where and when they were given: use --consent-source and"
                " --consent-date, or columns consent_source and consent_date."
            )
        )


def named_columns(columns: Columns, header: Sequence[str]) -> dict[str, str]:
    """Return the name of each field's column, in the file's order."""
    return {name: header[place] for name, place in sorted(columns.items(), key=lambda column: column[1])}


def left_out(columns: Columns, header: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that nothing is made of."""
    ours = set(REJECTED) if is_rejected(header) else set[str]()
    used = set(columns.values())
    return tuple(name for place, name in enumerate(header) if place not in used and name and name not in ours)
