"""The words of `oclient outbox`, and `oclient conversation`."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.outbox import Content, OutboxMessage
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.words import Flag, Noun, Verb
from oclient_tui.services.messages.asking import AskProvider
from oclient_tui.services.messages.reading import Listed, ListOutbox, ReadConversation, ShowMessage
from oclient_tui.services.messages.resolving import ReleaseOutbox, ResolveMessage, RetryMessage

outbox = Noun("outbox", help=tr("Messages that wait, went out, failed, or are in doubt."))
LIST = click.argument("reference", metavar="LIST")
MESSAGE = click.argument("message", metavar="MESSAGE")
LIMIT = click.option(
    "--limit", type=click.IntRange(1, 1000), default=100, metavar="N", cls=Flag, help=tr("How many, at most.")
)
BEFORE = click.option("--before", default="0", metavar="MESSAGE", cls=Flag, help=tr("Only older ones than this."))


def _stands(message: OutboxMessage) -> dict[str, object]:
    return {"id": str(message.id), "state": message.state.value}


def _shown(one: Listed) -> dict[str, object]:
    message = one.message
    return {
        **_stands(message),
        "customer": str(message.customer_id),
        "name": one.customer,
        "channel": message.channel.value,
        "kind": message.kind.value,
        "purpose": message.purpose.value,
        "campaign": str(message.campaign_id) if message.campaign_id is not None else None,
        "to": message.recipient,
        "subject": one.subject,
        "sent_by": one.sender,
        "message_id": message.message_id,
        "created_at": moment(message.created_at),
        "not_before": moment(message.not_before),
        "attempts": message.attempts,
        "reason": message.last_class,
        "reply": message.last_text,
    }


def _said(content: Content | None) -> dict[str, object]:
    if content is None:
        return {"from": "", "text": "", "html": "", "attachments": []}
    files = [{"name": one.name, "size": one.size} for one in content.attachments]
    return {"from": content.sender, "text": content.text, "html": content.html, "attachments": files}


def _row(one: Listed) -> list[str]:
    message = one.message
    return [str(message.id), message.state.value, moment(message.created_at), message.recipient, one.subject,
            message.last_class]  # fmt: skip


@outbox.command("list", help=tr("Show the messages of customers that you see, newest first."))
@LIST
@click.option("--state", default="", metavar="S", cls=Flag, help=tr("Only those in one state, such as unknown."))
@BEFORE
@LIMIT
@command
def list_(call: Call, reference: str, state: str, before: str, limit: int) -> None:
    """Show messages."""
    found = call.session.do(ListOutbox(call.list_id(reference), state, read_id(before), limit))
    call.answer([_shown(one) for one in found], table([_row(one) for one in found]))


@outbox.command("show", help=tr("Show one message: what it says, and every attempt to send it."))
@LIST
@MESSAGE
@command
def show(call: Call, reference: str, message: str) -> None:
    """Show one message."""
    found = call.session.do(ShowMessage(call.list_id(reference), read_id(message)))
    tried = [
        {
            "number": one.n,
            "phase": one.phase,
            "started_at": moment(one.started_at),
            "ended_at": moment(one.ended_at) if one.ended_at is not None else None,
            "result": one.reply_class,
            "reply": one.reply,
            "worker": one.worker,
        }
        for one in found.attempts
    ]
    shown = _shown(found.listed) | _said(found.content)
    lines = [f"{name}: {value}" for name, value in shown.items() if value not in ("", None)]
    lines += [" ".join(str(value) for value in one.values() if value is not None) for one in tried]
    call.answer(shown | {"tried": tried}, lines)


@outbox.command("retry", help=tr("Try a message again now that failed, waits, or is held."))
@LIST
@MESSAGE
@command
def retry(call: Call, reference: str, message: str) -> None:
    """Try again."""
    made = call.session.do(RetryMessage(call.list_id(reference), read_id(message)))
    call.answer(_stands(made), [made.state.value])


@outbox.command("resolve", help=tr("Say of a message in doubt that it was sent, or send it again."))
@LIST
@MESSAGE
@click.argument("verdict", type=click.Choice(["sent", "resend"]), metavar="sent|resend")
@command
def resolve(call: Call, reference: str, message: str, verdict: str) -> None:
    """Decide about a message in doubt."""
    made = call.session.do(ResolveMessage(call.list_id(reference), read_id(message), verdict))
    call.answer(_stands(made), [made.state.value])


@outbox.command("release", help=tr("Let go what a restore put on hold; some of it may have gone out before."))
@LIST
@click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask."))
@command
def release(call: Call, reference: str, yes: bool) -> None:
    """Let held messages go."""
    list_id = call.list_id(reference)
    call.confirm(tr("Messages held since a restore may have gone out before. Send them now?"), yes=yes)
    number = call.session.do(ReleaseOutbox(list_id))
    call.answer({"released": number}, [str(number)])


@outbox.command("refresh", help=tr("Ask the provider of SMS what became of those that it took."))
@LIST
@command
def refresh(call: Call, reference: str) -> None:
    """Ask what became of SMS."""
    asked = call.session.do(AskProvider(call.list_id(reference)))
    told = {"asked": len(asked.messages), "delivered": asked.delivered, "failed": asked.failed}
    call.answer(told, [f"{name}: {number}" for name, number in told.items()])


@click.command("conversation", cls=Verb, help=tr("Show what a customer was sent, newest first."))
@LIST
@click.argument("customer", metavar="ID")
@BEFORE
@LIMIT
@command
def conversation(call: Call, reference: str, customer: str, before: str, limit: int) -> None:
    """Show a conversation."""
    case = ReadConversation(call.list_id(reference), read_id(customer), read_id(before), limit)
    found = call.session.do(case)
    lines = [line for one in found for line in (" ".join(_row(one.listed)), *_text(one.content), "")]
    call.answer([_shown(one.listed) | _said(one.content) for one in found], lines)


def _text(content: Content | None) -> list[str]:
    return [f"  {line}" for line in content.text.splitlines()] if content else []
