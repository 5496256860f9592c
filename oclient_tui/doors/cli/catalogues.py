"""The words of `oclient categories`, and the same of sale-types, interests, measurements and consent-kinds."""

from collections.abc import Mapping
from dataclasses import dataclass

import click

from oclient_tui.domain.catalogues import REMOVAL, CatalogueKind, Entry, Removal
from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, read_text, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.sharing.catalogues import AddEntry, ChangeWording, ListEntries, MoveEntry, RenameEntry
from oclient_tui.services.sharing.removing_entries import RemoveEntry

LIST = click.argument("reference", metavar="LIST")
ENTRY = click.argument("entry", metavar="NAME")


@dataclass(frozen=True, slots=True)
class Told:
    """What the help says of one catalogue."""

    noun: str
    list: str
    add: str
    rename: str
    move: str
    remove: str


_TOLD: Mapping[CatalogueKind, Told] = {
    CatalogueKind.CATEGORIES: Told(
        tr("Categories of a list."),
        tr("Show the categories."),
        tr("Add a category."),
        tr("Rename a category; customers keep it."),
        tr("Move a category to another place; 1 is the first."),
        tr("Remove a category; customers stay, and lose the label."),
    ),
    CatalogueKind.SALE_TYPES: Told(
        tr("Sale types of a list, in the order of the funnel."),
        tr("Show the sale types."),
        tr("Add a sale type."),
        tr("Rename a sale type; sales keep it."),
        tr("Move a sale type to another place in the funnel; 1 is the first."),
        tr("Remove a sale type; one in use needs --remap."),
    ),
    CatalogueKind.INTERESTS: Told(
        tr("Interests that a list's customers may have."),
        tr("Show the interests."),
        tr("Add an interest."),
        tr("Rename an interest; customers keep it."),
        tr("Move an interest to another place; 1 is the first."),
        tr("Remove an interest; customers stay, and lose it."),
    ),
    CatalogueKind.MEASUREMENTS: Told(
        tr("Measurements of a list's customers, each with its unit."),
        tr("Show the measurements."),
        tr("Add a measurement."),
        tr("Rename a measurement; customers keep their values."),
        tr("Move a measurement to another place; 1 is the first."),
        tr("Remove a measurement; values that customers have go only with --yes."),
    ),
    CatalogueKind.CONSENT_KINDS: Told(
        tr("Consents that a list asks for, up to ten, each with its wording."),
        tr("Show the consent kinds."),
        tr("Add a consent kind; nobody has given it yet."),
        tr("Rename a consent kind; consents given stay given."),
        tr("Move a consent kind to another place; 1 is the first."),
        tr("Remove a consent kind; the log of consents stays."),
    ),
}


def _shown(entry: Entry) -> dict[str, object]:
    shown: dict[str, object] = {"id": str(entry.id), "name": entry.name}
    if entry.code:
        return shown | {"kind": entry.code, "version": entry.version, "wording": entry.wording}
    return shown | ({"unit": entry.unit} if entry.unit else {})


def _rows(entries: list[Entry]) -> list[list[str]]:
    return [[entry.name, entry.code or entry.unit, entry.wording] for entry in entries]


def catalogue(kind: CatalogueKind) -> Noun:
    """Return the noun of one catalogue with its words."""
    told = _TOLD[kind]
    noun = Noun(kind.value, help=told.noun)
    _add_reading(noun, kind, told)
    _add_adding(noun, kind, told)
    _add_changing(noun, kind, told)
    _add_removing(noun, kind, told)
    return noun


def _add_reading(noun: Noun, kind: CatalogueKind, told: Told) -> None:
    @noun.command("list", help=told.list)
    @LIST
    @command
    def list_(call: Call, reference: str) -> None:
        """Show the entries."""
        found = call.session.do(ListEntries(call.list_id(reference), kind))
        call.answer([_shown(entry) for entry in found], table(_rows(found)))


def _add_adding(noun: Noun, kind: CatalogueKind, told: Told) -> None:
    @command
    def add(call: Call, reference: str, entry: str, unit: str = "", wording: str = "") -> None:
        """Add an entry."""
        text = read_text("-") if wording == "-" else wording
        found = call.session.do(AddEntry(call.list_id(reference), kind, entry, unit, text))
        call.answer(_shown(found), [str(found.id)])

    if kind is CatalogueKind.MEASUREMENTS:
        add = click.option("--unit", default="", metavar="UNIT", cls=Flag, help=tr("Of its values, such as cm."))(add)
    if kind is CatalogueKind.CONSENT_KINDS:
        text = tr("What the person agrees to; - reads stdin.")
        add = click.option("--wording", default="", metavar="TEXT", cls=Flag, help=text)(add)
    noun.command("add", help=told.add)(LIST(ENTRY(add)))


def _add_changing(noun: Noun, kind: CatalogueKind, told: Told) -> None:
    @noun.command("rename", help=told.rename)
    @LIST
    @ENTRY
    @click.argument("name", metavar="NEW")
    @command
    def rename(call: Call, reference: str, entry: str, name: str) -> None:
        """Rename an entry."""
        found = call.session.do(RenameEntry(call.list_id(reference), kind, entry, name))
        call.answer({"id": str(found.id), "name": found.name}, [])

    @noun.command("move", help=told.move)
    @LIST
    @ENTRY
    @click.argument("place", type=int, metavar="PLACE")
    @command
    def move(call: Call, reference: str, entry: str, place: int) -> None:
        """Move an entry."""
        found = call.session.do(MoveEntry(call.list_id(reference), kind, entry, place))
        call.answer([{"id": str(one.id), "name": one.name} for one in found], table([[one.name] for one in found]))

    if kind is CatalogueKind.CONSENT_KINDS:
        _add_wording(noun)


def _add_wording(noun: Noun) -> None:
    @noun.command("wording", help=tr("Change what a consent kind asks for: a new version; - as TEXT reads stdin."))
    @LIST
    @ENTRY
    @click.argument("text", metavar="TEXT")
    @command
    def wording(call: Call, reference: str, entry: str, text: str) -> None:
        """Change a wording."""
        words = read_text("-") if text == "-" else text
        found = call.session.do(ChangeWording(call.list_id(reference), entry, words))
        call.answer(_shown(found), [])


def _add_removing(noun: Noun, kind: CatalogueKind, told: Told) -> None:
    @command
    def remove(call: Call, reference: str, entry: str, remap: str | None = None, yes: bool = False) -> None:
        """Remove an entry."""
        list_id = call.list_id(reference)
        call.confirm(tr("Remove “{name}”?"), yes=yes, name=entry)
        found = call.session.do(RemoveEntry(list_id, kind, entry, remap, yes))
        call.answer({"removed": found.entry.name, "used": found.used}, [])

    if REMOVAL[kind] is Removal.REMAPPED:
        remap = tr("What records that have it get instead.")
        remove = click.option("--remap", metavar="OTHER", cls=Flag, help=remap)(remove)
    remove = click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask."))(remove)
    noun.command("remove", help=told.remove)(LIST(ENTRY(remove)))


categories = catalogue(CatalogueKind.CATEGORIES)
sale_types = catalogue(CatalogueKind.SALE_TYPES)
interests = catalogue(CatalogueKind.INTERESTS)
measurements = catalogue(CatalogueKind.MEASUREMENTS)
consent_kinds = catalogue(CatalogueKind.CONSENT_KINDS)
