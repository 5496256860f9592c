"""Catalogues as a section of the settings' text: dumped, compared, arranged as the text says (N24, O31-O35)."""

from collections.abc import Sequence

from oclient_tui.domain.catalogues import CatalogueKind, Choice, Entry
from oclient_tui.domain.catalogues_file import read_catalogues, rows_of
from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.settings_file import Section
from oclient_tui.domain.text import fold
from oclient_tui.services.sharing.catalogues import AddEntry, ChangeWording, ListEntries, MoveEntry, RenameEntry
from oclient_tui.services.sharing.changing import Change
from oclient_tui.services.sharing.entry_users import records_with
from oclient_tui.services.sharing.removing_entries import RemoveEntry
from oclient_tui.services.usecase import Work


def dumped_catalogues(work: Work) -> Section:
    """Return every catalogue with its entries in their order."""
    return {kind.value: rows_of(kind, _entries(work, kind)) for kind in CatalogueKind}


def catalogue_changes(work: Work, table: object, *, keep: bool) -> list[Change]:
    """Return what a text changes in the catalogues, and change it where `keep` says so.

    A catalogue that the text does not name stays. An entry that it does not name is removed if nobody uses it;
    raise Refused for one that is used, since a file must not take values from customers.
    """
    found: list[Change] = []
    for kind, wanted in read_catalogues(table).items():
        entries = _entries(work, kind)
        _check(work, kind, entries, wanted)
        before, after = _told(entries), _told(wanted)
        if before != after:
            found.append(Change(f"catalogues.{kind.value}", before, after))
            if keep:
                _arrange(work, kind, entries, wanted)
    return found


def _entries(work: Work, kind: CatalogueKind) -> list[Entry]:
    return ListEntries(work.here.list_id, kind).run(work)


def _told(entries: Sequence[Entry | Choice]) -> str:
    return "; ".join(" – ".join(filter(None, (entry.name, entry.unit, entry.wording))) for entry in entries)


def _check(work: Work, kind: CatalogueKind, entries: Sequence[Entry], wanted: Sequence[Choice]) -> None:
    kept = {fold(choice.name): choice for choice in wanted}
    for entry in entries:
        choice = kept.get(fold(entry.name))
        if choice is None and _used(work, kind, entry):
            message = tr("“{name}” is used, and a file removes only what nobody uses. See: oclient {kind} remove")
            raise Refused(message, name=entry.name, kind=kind.value)
        if choice is not None and choice.unit != entry.unit:
            raise Refused(tr("The unit of “{name}” cannot be changed: its values would mean something else."),
                          name=entry.name)  # fmt: skip


def _used(work: Work, kind: CatalogueKind, entry: Entry) -> bool:
    if kind is CatalogueKind.CONSENT_KINDS and work.unit.consents.knows(entry.code):
        return True
    return bool(work.unit.catalogue(kind).customers_with(entry.id) or records_with(work, kind, entry.id))


def _arrange(work: Work, kind: CatalogueKind, entries: Sequence[Entry], wanted: Sequence[Choice]) -> None:
    """Do it with the owner's own use cases, each of which leaves its entry in the audit."""
    here, kept = work.here.list_id, {fold(choice.name) for choice in wanted}
    for entry in entries:
        if fold(entry.name) not in kept:
            RemoveEntry(here, kind, entry.name).run(work)
    known = {fold(entry.name): entry for entry in entries}
    for choice in wanted:
        there = known.get(fold(choice.name))
        if there is None:
            AddEntry(here, kind, choice.name, choice.unit, choice.wording).run(work)
            continue
        RenameEntry(here, kind, there.name, choice.name).run(work)
        if kind is CatalogueKind.CONSENT_KINDS:
            ChangeWording(here, choice.name, choice.wording).run(work)
    if [entry.name for entry in _entries(work, kind)] != [choice.name for choice in wanted]:
        for place, choice in enumerate(wanted, start=1):
            MoveEntry(here, kind, choice.name, place).run(work)
