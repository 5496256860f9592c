"""The words of `oclient send`, and `oclient smtp`."""

import click

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.outbox import Purpose
from oclient_tui.doors.cli.call import Call, command, read_text
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.testing import TestGateway

send = Noun("send", help=tr("Send e-mail."))
smtp = Noun("smtp", help=tr("The list's own mail server."))
LIST = click.argument("reference", metavar="LIST")


@send.command("email", help=tr("Write to a customer; the worker delivers it."))
@LIST
@click.option("--to", "to", multiple=True, metavar="ID", cls=Flag, help=tr("The customer's id."))
@click.option("--subject", default="", metavar="S", cls=Flag, help=tr("The subject."))
@click.option("--body", default="", metavar="TEXT", cls=Flag, help=tr("The text, or - to read it from stdin."))
@click.option("--marketing", is_flag=True, cls=Flag, help=tr("It advertises: only with the customer's consent."))
@click.option("--key", default="", metavar="KEY", cls=Flag, help=tr("A word of your own: the same word sends once."))
@command
def email(call: Call, reference: str, to: tuple[str, ...], subject: str, body: str, marketing: bool, key: str) -> None:
    """Write to one customer."""
    if len(to) != 1:
        raise Invalid(tr("Name one customer: --to ID."))
    purpose = Purpose.MARKETING if marketing else Purpose.SERVICE
    text = read_text(body) if body == "-" else body
    case = SendSingle(call.list_id(reference), read_id(to[0]), subject, text, purpose.value, key=key)
    made = call.session.do(case)
    answer: dict[str, object] = {"campaign": None, "message": str(made.id), "queued": 1, "excluded": {}}
    call.answer(answer, [str(made.id)])


@smtp.command("test", help=tr("Send a test message through the list's mail server."))
@LIST
@click.argument("address", metavar="EMAIL")
@command
def test(call: Call, reference: str, address: str) -> None:
    """Send a test message."""
    done = call.session.do(TestGateway(call.list_id(reference), address))
    call.answer({"sent": True, "reply": done.reply}, [done.reply])
