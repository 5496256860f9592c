"""The words `oclient customers import` and `oclient customers mappings`."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.doors.cli.call import Call, command, table
from oclient_tui.doors.cli.words import Flag, Verb

if TYPE_CHECKING:
    from oclient_tui.domain.imports import ImportReport, ImportRequest, Rejection
    from oclient_tui.doors.cli.import_files import RejectsPlace

PARTLY, NOTHING_GOOD = 3, 65
"""Exit codes: some rows were refused; every row was invalid (D3)."""

_SHOWN, _FIRST = 20, 5
LIST = click.argument("reference", metavar="LIST")


@click.command(
    "import",
    cls=Verb,
    help=tr("Import customers from a CSV, TSV, XLSX or vCard file; all of its good rows go in, or nothing does."),
)
@LIST
@click.argument("file", metavar="FILE|-")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    cls=Flag,
    help=tr("Take a field from a column, by name or as #3; an empty column leaves the field out."),
)
@click.option(
    "--mapping", metavar="FILE.toml|NAME", cls=Flag, help=tr("A mapping in a file, or saved on the list under a name.")
)
@click.option("--save-mapping", "save_as", default="", metavar="NAME", cls=Flag, help=tr("Save the mapping used."))
@click.option(
    "--on-duplicate",
    type=click.Choice(["skip", "update"]),
    default="skip",
    cls=Flag,
    help=tr("What happens to rows whose customer is on the list already: skip or update."),
)
@click.option("--dry-run", is_flag=True, cls=Flag, help=tr("Only tell what would happen, row by row."))
@click.option("--rejects", metavar="FILE", cls=Flag, help=tr("Write refused rows here, with line, field and reason."))
@click.option("--create-categories", is_flag=True, cls=Flag, help=tr("Make categories that the list does not have."))
@click.option(
    "--consent-source", default="", metavar="TEXT", cls=Flag, help=tr("Where the file's consents were given.")
)
@click.option("--consent-date", default="", metavar="DATE", cls=Flag, help=tr("When the file's consents were given."))
@click.option("--autorespond", is_flag=True, cls=Flag, help=tr("Send the automatic e-mail to new customers."))
@command
def import_(
    call: Call,
    reference: str,
    file: str,
    maps: tuple[str, ...],
    mapping: str | None,
    save_as: str,
    on_duplicate: str,
    dry_run: bool,
    rejects: str | None,
    create_categories: bool,
    consent_source: str,
    consent_date: str,
    autorespond: bool,
) -> int:
    """Import a file, or plan it; exit 3 where rows were refused, 65 where none was good."""
    from oclient_tui.domain.imports import ImportRequest, OnDuplicate
    from oclient_tui.doors.cli.import_files import template

    from_file = bool(mapping and mapping.endswith(".toml"))
    request = ImportRequest(
        mapping=_given(maps),
        template=template(str(mapping)) if from_file else None,
        saved="" if from_file else mapping or "",
        on_duplicate=OnDuplicate(on_duplicate),
        create_categories=create_categories,
        save_as="" if dry_run else save_as,
        consent_source=consent_source,
        consent_date=consent_date,
        autorespond=autorespond,
    )
    list_id = call.list_id(reference)
    report, written = _run(call, list_id, file, request, rejects, dry_run=dry_run)
    _tell(call, report, written, dry_run=dry_run)
    if report.read and report.invalid == report.read:
        return NOTHING_GOOD
    unwanted = report.duplicates if request.on_duplicate is OnDuplicate.UPDATE else 0
    return PARTLY if report.invalid or unwanted else 0


def _given(maps: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in maps:
        field, sign, column = text.partition("=")
        if not sign or not field.strip():
            raise Invalid(tr("--map takes field=Column, not “{text}”."), text=text[:60])
        if field.strip() in found:
            raise Invalid(tr("{field} is given twice."), field=field.strip())
        found[field.strip()] = column.strip()
    return found


def _run(
    call: Call, list_id: int, path: str, request: "ImportRequest", rejects: str | None, *, dry_run: bool
) -> tuple["ImportReport", str | None]:
    """Run it and return the report, with the name of the file of rejects if one was made."""
    from oclient_tui.doors.cli.import_files import RejectsPlace, opened_source
    from oclient_tui.doors.cli.import_progress import ImportProgress
    from oclient_tui.services.customers.importing.rejecting import RejectsFile
    from oclient_tui.services.customers.importing.running import ImportCustomers, ImportFile, PlanImport

    kind = PlanImport if dry_run else ImportCustomers
    session = call.session
    place = RejectsPlace(Path(rejects)) if rejects else None
    progress = ImportProgress(quiet=call.as_json)
    try:
        with opened_source(path) as source:
            wanted = RejectsFile(place.file, translate) if place else None
            file = ImportFile(source, "-" if path == "-" else Path(path).name)
            report = session.do(kind(list_id, file, request, wanted, progress))
        progress.close()
        return report, _kept(place, report, rejects)
    except KeyboardInterrupt:
        progress.close()
        call.say(tr("Cancelled: nothing was changed."))
        raise
    finally:
        if place is not None:
            place.close()


def _kept(place: "RejectsPlace | None", report: "ImportReport", path: str | None) -> str | None:
    if place is None or not report.rejections:
        return None
    place.keep()
    return path


def _tell(call: Call, report: "ImportReport", rejects: str | None, *, dry_run: bool) -> None:
    answer: dict[str, object] = {**report.counts, "rejects": rejects}
    if report.answered:
        answer["answered"] = report.answered
        call.say(tr("The automatic e-mail goes to {number} of the new customers."), number=report.answered)
    if dry_run:
        answer["plan"] = {
            "mapping": dict(report.mapping),
            "left_out": list(report.left_out),
            "first": report.first[:_FIRST],
            "refused": [_refused(one) for one in report.rejections],
        }
    call.say(tr("Columns: {columns}"), columns=", ".join(f"{name} ← {col}" for name, col in report.mapping.items()))
    if report.left_out:
        call.say(tr("Left out: {columns}"), columns=", ".join(report.left_out))
    if rejects:
        call.say(tr("The refused rows stand in {file}: correct them there and import that file."), file=rejects)
    elif report.rejections:
        _show(call, report.rejections, report.duplicates + report.invalid)
    call.answer(answer, _lines(report, dry_run=dry_run))


def _show(call: Call, rejections: Sequence["Rejection"], number: int) -> None:
    for one in rejections[:_SHOWN]:
        where = f"{one.line} {one.field}".strip()
        call.say(tr("line {where}: {reason}"), where=where, reason=one.text(translate))
    if number > _SHOWN:
        call.say(tr("… and {more} more; --rejects FILE writes them all."), more=number - _SHOWN)


def _refused(one: "Rejection") -> dict[str, object]:
    return {"line": one.line, "field": one.field, "reason": one.text(translate)}


def _lines(report: "ImportReport", *, dry_run: bool) -> Iterable[str]:
    words = {
        "read": tr("read"),
        "added": tr("would be added") if dry_run else tr("added"),
        "updated": tr("would be updated") if dry_run else tr("updated"),
        "duplicates": tr("duplicates"),
        "invalid": tr("invalid"),
    }
    return table([[translate(words[name]), str(number)] for name, number in report.counts.items()])


@click.command("mappings", cls=Verb, help=tr("Show the mappings saved for imports, or remove one."))
@LIST
@click.option("--remove", metavar="NAME", cls=Flag, help=tr("Remove the mapping of this name."))
@command
def mappings(call: Call, reference: str, remove: str | None) -> None:
    """Show or remove saved mappings."""
    from oclient_tui.services.customers.importing.saved import ListImportMappings, RemoveImportMapping

    list_id = call.list_id(reference)
    if remove is not None:
        call.session.do(RemoveImportMapping(list_id, remove))
        call.answer({"removed": remove}, [])
        return
    found = call.session.do(ListImportMappings(list_id))
    rows = [[one.name, ", ".join(f"{field} ← {column}" for field, column in one.columns.items())] for one in found]
    call.answer([{"id": str(one.id), "name": one.name, "columns": dict(one.columns)} for one in found], table(rows))


WORDS = (import_, mappings)
