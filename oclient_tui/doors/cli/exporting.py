"""The word `oclient customers export`."""

import sys
import time
from pathlib import PurePath

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.sheets import TableFormat
from oclient_tui.domain.text import one_line
from oclient_tui.doors.cli.call import Call, command
from oclient_tui.doors.cli.output import STDOUT, new_file
from oclient_tui.doors.cli.words import Flag, Verb
from oclient_tui.services.customers.exporting import ExportCustomers, Exported, export_customers

_ENDINGS = {
    ".csv": TableFormat.CSV,
    ".tsv": TableFormat.TSV,
    ".tab": TableFormat.TSV,
    ".xlsx": TableFormat.XLSX,
    ".jsonl": TableFormat.JSONL,
    ".ndjson": TableFormat.JSONL,
    ".vcf": TableFormat.VCARD,
    ".vcard": TableFormat.VCARD,
}
_PAUSE = 0.5


@click.command(
    "export", cls=Verb, help=tr("Write customers to a file; the inactive only when the filter asks for them.")
)
@click.argument("reference", metavar="LIST")
@click.option(
    "--filter", "line", default="", metavar="FILTER", cls=Flag, help=tr("For example: city:Kraków -consent:email")
)
@click.option(
    "--set", "set_", default="", metavar="NAME", cls=Flag, help=tr("Customers of a set; see: oclient sets list")
)
@click.option(
    "--format",
    "kind",
    metavar="FORMAT",
    cls=Flag,
    help=tr("csv, tsv, xlsx, jsonl or vcard; else the file's name tells, or it is csv."),
)
@click.option("-o", "--output", required=True, metavar="FILE|-", cls=Flag, help=tr("Where to write."))
@click.option("--force", is_flag=True, cls=Flag, help=tr("Replace the file if there is one."))
@command
def export(call: Call, reference: str, line: str, set_: str, kind: str | None, output: str, force: bool) -> None:
    """Write customers to a file, and tell its digest, by which the audit knows it."""
    format_ = _format(kind, output)
    list_id = call.list_id(reference)
    progress = _Progress(call)
    with new_file(output, force=force) as made:
        case = ExportCustomers(list_id, format_, made.file, line, set_, progress)
        try:
            exported = export_customers(call.session, case)
        finally:
            progress.clear()
        if exported.rows:
            made.keep()
    _tell(call, output, exported)


def _tell(call: Call, output: str, exported: Exported) -> None:
    if not exported.rows:
        call.say(tr("No customer matches, so that no file was made."))
    elif output != STDOUT:
        call.say(tr("{rows} customers were written to {file}."), rows=exported.rows, file=output)
    if output == STDOUT:
        return
    made = bool(exported.rows)
    told = {"rows": exported.rows, "format": exported.format.value}
    call.answer(told | {"file": output if made else None, "sha256": exported.sha256 if made else None}, [])


def _format(kind: str | None, output: str) -> TableFormat:
    if kind is None:
        return _ENDINGS.get(PurePath(output).suffix.lower(), TableFormat.CSV)
    try:
        return TableFormat(kind.lower())
    except ValueError:
        accepted = ", ".join(found.value for found in TableFormat)
        raise Invalid(
            tr("There is no format “{format}”. Formats are: {accepted}."), format=one_line(kind)[:20], accepted=accepted
        ) from None


class _Progress:
    """Tells on a terminal how far a long export has come; nowhere else, and nothing of a short one."""

    def __init__(self, call: Call) -> None:
        self._shown = not call.as_json and sys.stderr.isatty()
        self._start = self._last = time.monotonic()
        self._told = False

    def __call__(self, number: int) -> None:
        """Tell, at most twice a second."""
        now = time.monotonic()
        if self._shown and now - self._last >= _PAUSE:
            self._last, self._told = now, True
            rate = int(number / (now - self._start))
            line = translate(tr("{number} customers, {rate} a second")).format(number=number, rate=rate)
            click.echo(f"\r\x1b[K{line}", nl=False, err=True)

    def clear(self) -> None:
        """Leave the line empty for what comes next."""
        if self._told:
            click.echo("\r\x1b[K", nl=False, err=True)
