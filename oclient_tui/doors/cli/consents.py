"""The words of `oclient consents`."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import tr
from oclient_tui.domain.ids import read_id
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.sharing.catalogues import ListEntries

consents = Noun("consents", help=tr("Consents of a customer: list, give, withdraw."))
LIST = click.argument("reference", metavar="LIST")
ID = click.argument("customer", metavar="ID")
KIND = click.argument("kind", metavar="KIND")
WORDING = click.option("--wording", default="", metavar="TEXT", cls=Flag, help=tr("What the person agreed to."))
SOURCE = click.option("--source", default="", metavar="TEXT", cls=Flag, help=tr("The source: a form, a call."))


@consents.command("list", help=tr("Show a customer's consent log."))
@LIST
@ID
@command
def list_(call: Call, reference: str, customer: str) -> None:
    """Show the log."""
    list_id = call.list_id(reference)
    events = call.session.do(ListConsents(list_id, read_id(customer)))
    names = {kind.code: kind.name for kind in call.session.do(ListEntries(list_id, CatalogueKind.CONSENT_KINDS))}
    shown = [
        {
            "kind": e.kind,
            "given": e.given,
            "wording": e.wording,
            "version": e.version,
            "source": e.source,
            "at": moment(e.at),
            "by": str(e.actor_id),
        }
        for e in events
    ]
    given, withdrawn = translate(tr("given")), translate(tr("withdrawn"))
    rows = [
        [moment(e.at), names.get(e.kind, e.kind), given if e.given else withdrawn, e.wording, e.source] for e in events
    ]
    call.answer(shown, table(rows))


def _record(call: Call, reference: str, customer: str, kind: str, wording: str, source: str, *, given: bool) -> None:
    case = RecordConsent(call.list_id(reference), read_id(customer), kind, given, wording, source)
    event = call.session.do(case)
    call.answer({"kind": kind, "given": given, "changed": event is not None}, [])


@consents.command("give", help=tr("Record that a consent was given."))
@LIST
@ID
@KIND
@WORDING
@SOURCE
@command
def give(call: Call, reference: str, customer: str, kind: str, wording: str, source: str) -> None:
    """Record a consent."""
    _record(call, reference, customer, kind, wording, source, given=True)


@consents.command("withdraw", help=tr("Record that a consent was withdrawn."))
@LIST
@ID
@KIND
@SOURCE
@command
def withdraw(call: Call, reference: str, customer: str, kind: str, source: str) -> None:
    """Record a withdrawal."""
    _record(call, reference, customer, kind, "", source, given=False)
