"""The words `oclient lists wipe` and `oclient lists certificates`."""

import json
import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import CannotCreate, NotFound, tr
from oclient_tui.domain.wipes import STAYS, Certificate, Extent, Wipe
from oclient_tui.doors.cli.call import Call, command, moment, read_password, table
from oclient_tui.doors.cli.words import Flag, Verb
from oclient_tui.services.privacy.certifying import FinishWipe, ListCertificates
from oclient_tui.services.privacy.wiping import PlanWipe, WipeList


@click.command("wipe", cls=Verb, help=tr("Remove a list with everything in it, for good; asks for your password."))
@click.argument("reference", metavar="LIST")
@click.option("--name", required=True, metavar="NAME", cls=Flag, help=tr("The list's name, exactly as it is."))
@click.option("--password-stdin", is_flag=True, cls=Flag, help=tr("Read your own password from stdin."))
@click.option("--certificate", "file", metavar="FILE", cls=Flag, help=tr("Save the certificate in a new file."))
@command
def wipe(call: Call, reference: str, name: str, password_stdin: bool, file: str | None) -> None:
    """Wipe a list, or go on with a wipe that was stopped after the list was removed."""
    with _new_file(file) as saved:
        for certificate in _certificates(call, reference, name, password_stdin=password_stdin):
            shown = certificate.content | {"digest": certificate.digest}
            if saved is not None:
                saved.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
            call.answer(shown, _lines(certificate))


def _certificates(call: Call, reference: str, name: str, *, password_stdin: bool) -> Sequence[Certificate]:
    try:
        list_id = call.list_id(reference)
    except NotFound:
        return call.session.do(FinishWipe(reference, call.say))[:1]
    _warn(call, call.session.do(PlanWipe(list_id)))
    password = read_password(call, from_stdin=password_stdin, email=call.acting or "", new=False)
    done = call.session.do(WipeList(list_id, name, password, call.say))
    return [done.certificate] if done.certificate else []


def _warn(call: Call, extent: Extent) -> None:
    call.say(
        tr(
            "This removes the list “{name}” for good, with its people, settings and audit: customers {customers}, "
            "records {records}, files {files}. There is no way back."
        ),
        name=extent.name,
        customers=extent.customers,
        records=extent.records,
        files=extent.files,
    )
    for backup in extent.backups:
        call.say(tr("A backup that may hold the list is not removed: {file}"), file=backup)
    call.say(tr("Backups and copies that were put elsewhere are not reached either."))


@contextmanager
def _new_file(name: str | None) -> Generator[TextIO | None]:
    """Open a new file, mode 0600, before anything is removed, and take it away again if nothing was written to it."""
    if name is None:
        yield None
        return
    path = Path(name)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        message = tr("The certificate cannot be written to {path}: {problem}. Nothing was removed.")
        raise CannotCreate(message, path=path, problem=error.strerror) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        try:
            yield file
            file.flush()
        finally:
            if not path.stat().st_size:
                path.unlink()


def _lines(certificate: Certificate) -> Iterable[str]:
    done = certificate.wipe
    rows = [
        [translate(tr("Certificate")), str(done.id)],
        [translate(tr("List")), str(done.list_id)],
        [translate(tr("Removed")), moment(done.at)],
        [translate(tr("Rows")), str(done.rows)],
        [translate(tr("Values looked for")), str(certificate.values)],
        [translate(tr("Files searched")), ", ".join(file.name for file in certificate.files) or "–"],
        [translate(tr("Values found")), str(sum(file.hits for file in certificate.files))],
        *([translate(tr("Not reached")), place] for place in (*certificate.backups, *_elsewhere(certificate))),
        [translate(tr("Digest")), certificate.digest],
    ]
    return table(rows)


def _elsewhere(certificate: Certificate) -> list[str]:
    return [translate(place) for place in STAYS[certificate.engine]]


@click.command("certificates", cls=Verb, help=tr("Show the lists that you wiped, with their certificates' digests."))
@command
def certificates(call: Call) -> None:
    """Show one's own wipes."""
    show_wipes(call, call.session.do(ListCertificates()))


def show_wipes(call: Call, found: list[Wipe]) -> None:
    """Print the stubs of wipes."""
    rows: list[dict[str, object]] = [
        {
            "certificate": str(one.id),
            "list": str(one.list_id),
            "account": str(one.account_id),
            "removed_at": moment(one.at),
            "rows": one.rows,
            "removed": dict(one.counts),
            "digest": one.digest or None,
        }
        for one in found
    ]
    lines = [
        [str(one.id), str(one.list_id), moment(one.at), str(one.rows), one.digest or translate(tr("not clean yet"))]
        for one in found
    ]
    call.answer(rows, table(lines))
