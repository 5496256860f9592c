"""Words of `oclient customers` about records that one does not see: ask for them, and answer who asks (N01)."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.domain.ids import read_id
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.typed import typed
from oclient_tui.doors.cli.words import Verb
from oclient_tui.services.customers.requests import GrantRequest, ListRequests, RefuseRequest, RequestAssignment

_LIST = click.argument("reference", metavar="LIST")
_REQUEST = click.argument("number", metavar="REQUEST")


@click.command("request", cls=Verb, help=tr("Ask to be assigned to a customer that the list has and you do not see."))
@_LIST
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE…")
@command
def request(call: Call, reference: str, fields: tuple[str, ...]) -> None:
    """Ask for a hidden record; the answer is the same whether there is one."""
    call.session.do(RequestAssignment(call.list_id(reference), typed(fields)))
    call.answer({"asked": True}, [])
    call.say(tr("If the list has this customer and you do not see it, the owner now sees that you ask for it."))


@click.command("requests", cls=Verb, help=tr("As the owner: show who asks to be assigned to which customer."))
@_LIST
@command
def requests(call: Call, reference: str) -> None:
    """Show the open requests."""
    found = call.session.do(ListRequests(call.list_id(reference)))
    rows = [
        {"id": str(r.id), "email": r.email, "customer": str(r.customer_id), "name": r.customer, "at": moment(r.at)}
        for r in found
    ]
    call.answer(rows, table([list(row.values()) for row in rows]))


@click.command("grant", cls=Verb, help=tr("As the owner: assign the customer to whoever asked."))
@_LIST
@_REQUEST
@command
def grant(call: Call, reference: str, number: str) -> None:
    """Grant a request."""
    call.session.do(GrantRequest(call.list_id(reference), read_id(number)))
    call.answer({"granted": number}, [])


@click.command("refuse", cls=Verb, help=tr("As the owner: close a request without assigning."))
@_LIST
@_REQUEST
@command
def refuse(call: Call, reference: str, number: str) -> None:
    """Refuse a request."""
    call.session.do(RefuseRequest(call.list_id(reference), read_id(number)))
    call.answer({"refused": number}, [])


WORDS = (request, requests, grant, refuse)
