"""The words of `oclient records`: the same for every card module."""

import hashlib

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Conflict, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.module import Kind
from oclient_tui.domain.text import one_line
from oclient_tui.doors.cli.call import Call, command, moment, plain, table
from oclient_tui.doors.cli.record_fields import STDIN, typed_record, write_file
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.records.changing import AddRecord, EditRecord, RemoveRecord
from oclient_tui.services.records.reading import ListModules, ListRecords, ReadFile, ShowRecord
from oclient_tui.services.records.showing import ShownRecord

records = Noun("records", help=tr("Notes, tasks, contracts, sales, files and other records of customers."))
LIST = click.argument("reference", metavar="LIST")
MODULE = click.argument("module", metavar="MODULE")
ID = click.argument("record", metavar="ID")
FIELDS = click.argument("fields", nargs=-1, metavar="FIELD=VALUE…")


def _mapping(found: ShownRecord) -> dict[str, object]:
    record = found.record
    return {
        "id": str(record.id),
        "customer": str(record.customer_id),
        "version": record.version,
        "created": moment(record.created_at),
        "updated": moment(record.updated_at),
        "author": found.author,
        **found.values,
    }


def _brief(found: ShownRecord) -> list[str]:
    """Return the values that a line shows: a file's hash alone would fill the terminal, and stands in `show`."""
    return [name for name in found.values if not name.endswith("_sha256")]


def _text(value: object) -> str:
    return "" if value is None else plain(value)


@records.command("modules", help=tr("Show the modules that are on, and the fields of their records."))
@LIST
@command
def modules(call: Call, reference: str) -> None:
    """Show the modules."""
    found = call.session.do(ListModules(call.list_id(reference)))
    shown = [
        {
            "module": module.key,
            "title": translate(module.title),
            "fields": [field.name for field in module.every_field],
            "required": [field.name for field in module.fields if field.required],
            "states": list(module.states),
        }
        for module in found
    ]
    rows = [[module.key, translate(module.title), ", ".join(f.name for f in module.every_field)] for module in found]
    call.answer(shown, table(rows))


@records.command("list", help=tr("Show a module's records, the newest first: of one customer, or of all you see."))
@LIST
@MODULE
@click.argument("customer", required=False, metavar="[CUSTOMER]")
@click.option("--limit", type=int, default=50, metavar="N", cls=Flag, help=tr("Rows of a page, up to 1000."))
@click.option("--after", metavar="CURSOR", cls=Flag, help=tr("The “next” of the page before."))
@command
def list_(call: Call, reference: str, module: str, customer: str | None, limit: int, after: str | None) -> None:
    """Show a page of records."""
    of_customer = None if customer is None else read_id(customer)
    page = call.session.do(ListRecords(call.list_id(reference), module, of_customer, limit, after))
    rows = [
        [
            str(item.record.id),
            str(item.record.customer_id),
            *(one_line(_text(item.values[name])) for name in _brief(item)),
        ]
        for item in page.items
    ]
    widest = max((len(row) for row in rows), default=0)
    lines = table([[*row, *[""] * (widest - len(row))] for row in rows])
    call.answer({"items": [_mapping(item) for item in page.items], "next": page.next}, lines)
    if page.next:
        call.say(tr("There is more: --after {cursor}"), cursor=page.next)


@records.command("show", help=tr("Show one record."))
@LIST
@MODULE
@ID
@command
def show(call: Call, reference: str, module: str, record: str) -> None:
    """Show one record."""
    found = _mapping(call.session.do(ShowRecord(call.list_id(reference), module, read_id(record))))
    call.answer(found, [f"{key}: {_text(value)}" for key, value in found.items() if _text(value)])


@records.command("add", help=tr("Add a record to a customer: title=Call due=2026-01-31, or file=@PATH (@- is stdin)."))
@LIST
@MODULE
@click.argument("customer", metavar="CUSTOMER")
@FIELDS
@command
def add(call: Call, reference: str, module: str, customer: str, fields: tuple[str, ...]) -> None:
    """Add a record."""
    typed = typed_record(module, fields, call.settings.file_limit)
    found = call.session.do(AddRecord(call.list_id(reference), module, read_id(customer), typed))
    number = str(found.record.id)
    call.answer({"id": number}, [number])


@records.command("edit", help=tr("Change fields of a record: state=done who=me"))
@LIST
@MODULE
@ID
@FIELDS
@click.option("--version", type=int, metavar="N", cls=Flag, help=tr("The version you saw: a stale save is refused."))
@command
def edit(call: Call, reference: str, module: str, record: str, fields: tuple[str, ...], version: int | None) -> None:
    """Change a record."""
    typed = typed_record(module, fields, call.settings.file_limit)
    try:
        found = call.session.do(EditRecord(call.list_id(reference), module, read_id(record), typed, version))
    except Conflict as error:
        rows = [[name, one_line(theirs), one_line(mine)] for name, (theirs, mine) in sorted(error.fields.items())]
        for line in table([[translate(tr("field")), translate(tr("now")), translate(tr("yours"))], *rows]):
            call.say("{line}", line=line)
        raise
    call.answer({"id": str(found.record.id), "version": found.record.version}, [])


@records.command("remove", help=tr("Remove a record for good."))
@LIST
@MODULE
@ID
@click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask."))
@command
def remove(call: Call, reference: str, module: str, record: str, yes: bool) -> None:
    """Remove a record."""
    list_id = call.list_id(reference)
    call.confirm(tr("Remove record {id} for good?"), yes=yes, id=record)
    call.session.do(RemoveRecord(list_id, module, read_id(record)))
    call.answer({"removed": record}, [])


@records.command("get", help=tr("Write the file of a record to a new file, or with - to stdout."))
@LIST
@MODULE
@ID
@click.option("-o", "--output", required=True, metavar="FILE|-", cls=Flag, help=tr("Where to write."))
@click.option("--field", default=Kind.FILE.value, metavar="FIELD", cls=Flag, help=tr("The field with the file."))
@command
def get(call: Call, reference: str, module: str, record: str, output: str, field: str) -> None:
    """Hand out a file."""
    found = call.session.do(ReadFile(call.list_id(reference), module, read_id(record), field))
    write_file(output, found.content)
    if output != STDIN:
        digest = hashlib.sha256(found.content).hexdigest()
        call.answer({"name": found.name, "size": len(found.content), "sha256": digest, "file": output}, [])
