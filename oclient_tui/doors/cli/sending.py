"""The words of `oclient send`, and `oclient smtp`."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.outbox import Purpose
from oclient_tui.doors.cli.call import Call, command, read_text
from oclient_tui.doors.cli.record_fields import read_file
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.testing import TestGateway
from oclient_tui.services.messages.texting import PlanSms, SendSms, SmsPlan

send = Noun("send", help=tr("Send e-mail and SMS."))
smtp = Noun("smtp", help=tr("The list's own mail server."))
LIST = click.argument("reference", metavar="LIST")


TO = click.option("--to", "to", multiple=True, metavar="ID", cls=Flag, help=tr("The customer's id."))
BODY = click.option("--body", default="", metavar="TEXT", cls=Flag, help=tr("The text, or - to read it from stdin."))
MARKETING = click.option(
    "--marketing", is_flag=True, cls=Flag, help=tr("It advertises: only with the customer's consent.")
)
TEMPLATE = click.option(
    "--template", default="", metavar="NAME", cls=Flag, help=tr("A template, filled in for the customer.")
)
KEY = click.option(
    "--key", default="", metavar="KEY", cls=Flag, help=tr("A word of your own: the same word sends once.")
)


@send.command("email", help=tr("Write to a customer; the worker delivers it."))
@LIST
@TO
@click.option("--subject", default="", metavar="S", cls=Flag, help=tr("The subject."))
@BODY
@TEMPLATE
@click.option("--attach", multiple=True, metavar="FILE", cls=Flag, help=tr("A file that goes along; more than once."))
@MARKETING
@KEY
@command
def email(
    call: Call, reference: str, to: tuple[str, ...], subject: str, body: str, template: str, attach: tuple[str, ...],
    marketing: bool, key: str,
) -> None:  # fmt: skip
    """Write to one customer."""
    files = tuple(read_file(path, call.settings.file_limit) for path in attach)
    case = SendSingle(
        call.list_id(reference), _one(to), subject, _text(body), _purpose(marketing=marketing), key=key,
        template=template, files=files,
    )  # fmt: skip
    made = call.session.do(case)
    answer: dict[str, object] = {"campaign": None, "message": str(made.id), "queued": 1, "excluded": {}}
    call.answer(answer, [str(made.id)])


@send.command("sms", help=tr("Text a customer; the worker delivers it."))
@LIST
@TO
@BODY
@TEMPLATE
@click.option("--plain", is_flag=True, cls=Flag, help=tr('Write ą as a, “ as ", so that more fits into one part.'))
@MARKETING
@click.option("--dry-run", is_flag=True, cls=Flag, help=tr("Only tell how many parts it has, and what would stop it."))
@KEY
@command
def sms(
    call: Call, reference: str, to: tuple[str, ...], body: str, template: str, plain: bool, marketing: bool,
    dry_run: bool, key: str,
) -> None:  # fmt: skip
    """Text one customer, or tell what it would take."""
    list_id, customer, purpose = call.list_id(reference), _one(to), _purpose(marketing=marketing)
    text = _text(body)
    plan = call.session.do(PlanSms(list_id, customer, text, purpose, plain=plain, template=template))
    answer: dict[str, object] = {"campaign": None, "message": None, "queued": 0, "excluded": {}, **_measure(plan)}
    if dry_run:
        told = {"excluded": {plan.reason.value: 1} if plan.reason else {}, "to": plan.address, "from": plan.sender}
        call.answer(answer | told, [*_cost(plan), *([plan.reason.value] if plan.reason else [])])
        return
    made = call.session.do(SendSms(list_id, customer, text, purpose, plain=plain, key=key, template=template))
    call.answer(answer | {"message": str(made.id), "queued": 1}, [str(made.id), *_cost(plan)])


def _measure(plan: SmsPlan) -> dict[str, object]:
    measure = plan.measure
    return {"parts": measure.segments, "encoding": measure.encoding, "foreign": "".join(measure.foreign)}


def _cost(plan: SmsPlan) -> list[str]:
    """Return what is paid for, and which letters make it more."""
    measure = plan.measure
    said = translate(tr("{encoding}: {units} characters, {room} to a part; parts to pay for: {parts}"))
    lines = [said.format(encoding=measure.encoding, units=measure.units, room=measure.room, parts=measure.segments)]
    if measure.foreign:
        why = translate(tr("{letters} make it UCS-2, where less fits; --plain writes plain letters instead"))
        lines.append(why.format(letters=" ".join(measure.foreign[:20])))
    return lines


def _one(to: tuple[str, ...]) -> int:
    if len(to) != 1:
        raise Invalid(tr("Name one customer: --to ID."))
    return read_id(to[0])


def _purpose(*, marketing: bool) -> str:
    return (Purpose.MARKETING if marketing else Purpose.SERVICE).value


def _text(body: str) -> str:
    return read_text(body) if body == "-" else body


@smtp.command("test", help=tr("Send a test message through the list's mail server."))
@LIST
@click.argument("address", metavar="EMAIL")
@command
def test(call: Call, reference: str, address: str) -> None:
    """Send a test message."""
    done = call.session.do(TestGateway(call.list_id(reference), address))
    call.answer({"sent": True, "reply": done.reply}, [done.reply])
