"""The words of `oclient send`, and `oclient smtp`."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.campaigns import Brief
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.outbox import Channel, Purpose
from oclient_tui.domain.sms import plain as in_plain_letters
from oclient_tui.doors.cli.call import Call, command, read_text
from oclient_tui.doors.cli.campaigns import FILTER, SET, YES, Choice, join, send_to_many
from oclient_tui.doors.cli.record_fields import read_file
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.testing import TestGateway
from oclient_tui.services.messages.texting import PlanSms, SendSms, SmsPlan

send = Noun("send", help=tr("Send e-mail and SMS."))
smtp = Noun("smtp", help=tr("The list's own mail server."))
join(send)
LIST = click.argument("reference", metavar="LIST")


TO = click.option("--to", "to", multiple=True, metavar="ID", cls=Flag, help=tr("A customer's id; may be given again."))
BODY = click.option("--body", default="", metavar="TEXT", cls=Flag, help=tr("The text, or - to read it from stdin."))
MARKETING = click.option(
    "--marketing", is_flag=True, cls=Flag, help=tr("It advertises: only with the customer's consent.")
)
DRY = click.option(
    "--dry-run", is_flag=True, cls=Flag, help=tr("Only tell who would get it, and why others would not.")
)
TEMPLATE = click.option(
    "--template", default="", metavar="NAME", cls=Flag, help=tr("A template, filled in for each customer.")
)
KEY = click.option(
    "--key", default="", metavar="KEY", cls=Flag, help=tr("A word of your own: the same word sends once.")
)


@send.command("email", help=tr("Write to customers; the worker delivers it."))
@LIST
@TO
@FILTER
@SET
@click.option("--subject", default="", metavar="S", cls=Flag, help=tr("The subject."))
@BODY
@TEMPLATE
@click.option("--attach", multiple=True, metavar="FILE", cls=Flag, help=tr("A file that goes along; more than once."))
@MARKETING
@DRY
@KEY
@YES
@command
def email(
    call: Call, reference: str, to: tuple[str, ...], line: str | None, set_: str, subject: str, body: str,
    template: str, attach: tuple[str, ...], marketing: bool, dry_run: bool, key: str, yes: bool,
) -> None:  # fmt: skip
    """Write to one customer, or to many."""
    choice, list_id = Choice(to, line, set_, dry_run, yes), call.list_id(reference)
    purpose, one = _purpose(marketing=marketing), choice.one
    if one is None or dry_run:
        if attach:
            raise Invalid(tr("Files go along with a message to one customer only."))
        brief = Brief(Channel.EMAIL, choice.audience, purpose, subject, _text(body), template)
        send_to_many(call, list_id, choice, brief, key)
        return
    files = tuple(read_file(path, call.settings.file_limit) for path in attach)
    case = SendSingle(
        list_id, one, subject, _text(body), purpose.value, key=key, template=template, files=files,
    )  # fmt: skip
    made = call.session.do(case)
    answer: dict[str, object] = {"campaign": None, "message": str(made.id), "queued": 1, "excluded": {}}
    call.answer(answer, [str(made.id)])


@send.command("sms", help=tr("Text customers; the worker delivers it."))
@LIST
@TO
@FILTER
@SET
@BODY
@TEMPLATE
@click.option("--plain", is_flag=True, cls=Flag, help=tr('Write ą as a, “ as ", so that more fits into one part.'))
@MARKETING
@DRY
@KEY
@YES
@command
def sms(
    call: Call, reference: str, to: tuple[str, ...], line: str | None, set_: str, body: str, template: str,
    plain: bool, marketing: bool, dry_run: bool, key: str, yes: bool,
) -> None:  # fmt: skip
    """Text one customer, or many, or tell what it would take."""
    choice, list_id = Choice(to, line, set_, dry_run, yes), call.list_id(reference)
    purpose, text, one = _purpose(marketing=marketing), _text(body), choice.one
    if one is not None:
        plan = PlanSms(list_id, one, text, purpose.value, plain=plain, template=template)
        _text_one(call, plan, key, dry_run=dry_run)
        return
    written = in_plain_letters(text) if plain else text
    brief = Brief(Channel.SMS, choice.audience, purpose, text=written, template=template)
    send_to_many(call, list_id, choice, brief, key)


def _text_one(call: Call, asked: PlanSms, key: str, *, dry_run: bool) -> None:
    plan = call.session.do(asked)
    answer: dict[str, object] = {"campaign": None, "message": None, "queued": 0, "excluded": {}, **_measure(plan)}
    if dry_run:
        told = {"excluded": {plan.reason.value: 1} if plan.reason else {}, "to": plan.address, "from": plan.sender}
        call.answer(answer | told, [*_cost(plan), *([plan.reason.value] if plan.reason else [])])
        return
    made = call.session.do(
        SendSms(asked.list_id, asked.customer_id, asked.body, asked.purpose, plain=asked.plain, key=key,
                template=asked.template)
    )  # fmt: skip
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


def _purpose(*, marketing: bool) -> Purpose:
    return Purpose.MARKETING if marketing else Purpose.SERVICE


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
