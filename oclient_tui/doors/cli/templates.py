"""The words of `oclient templates`."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Template, TemplateVersion
from oclient_tui.doors.cli.call import Call, command, moment, read_text, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.messages.filling import FillTemplate
from oclient_tui.services.messages.templates import ListTemplates, RemoveTemplate, SetTemplate, ShowTemplate

templates = Noun("templates", help=tr("Templates of e-mails and SMS."))
LIST = click.argument("reference", metavar="LIST")
NAME = click.argument("name", metavar="NAME")


@templates.command("list", help=tr("Show the templates."))
@LIST
@command
def list_(call: Call, reference: str) -> None:
    """Show the templates."""
    found = call.session.do(ListTemplates(call.list_id(reference)))
    rows = [[one.name, one.channel.value, f"v{one.current.version}", moment(one.current.at), one.current.source.subject]
            for one in found]  # fmt: skip
    call.answer([_shown(one, one.current) for one in found], table(rows))


@templates.command("show", help=tr("Show what a template says, or what a customer would get of it."))
@LIST
@NAME
@click.option("--version", type=int, default=0, metavar="N", cls=Flag, help=tr("An earlier version."))
@click.option(
    "--to", "to", default="", metavar="ID", cls=Flag, help=tr("Filled in for this customer; nothing is sent.")
)
@command
def show(call: Call, reference: str, name: str, version: int, to: str) -> None:
    """Show a template."""
    list_id = call.list_id(reference)
    opened = call.session.do(ShowTemplate(list_id, name, version))
    subject, text, html = opened.asked.source.subject, opened.asked.source.text, opened.asked.source.html
    if to:
        channel = opened.template.channel.value
        made = call.session.do(FillTemplate(list_id, read_id(to), name, channel, opened.asked.version)).rendered
        subject, text, html = made.subject, made.text, made.html
    versions = [{"version": one.version, "at": moment(one.at)} for one in opened.versions]
    said = {"subject": subject, "text": text, "html": html, "versions": versions}
    lines = [*([subject, ""] if subject else []), text, *(["", html] if html else [])]
    call.answer(_shown(opened.template, opened.asked) | said, lines)


@templates.command("set", help=tr("Write a template, or change one: {{ first_name }} becomes the customer's."))
@LIST
@NAME
@click.option("--subject", default="", metavar="S", cls=Flag, help=tr("The subject."))
@click.option("--text", default=None, metavar="FILE", cls=Flag, help=tr("A file with the text, or - for stdin."))
@click.option("--html", default=None, metavar="FILE", cls=Flag, help=tr("A file with the same as HTML."))
@click.option("--sms", default=None, metavar="FILE", cls=Flag, help=tr("A file with the text of an SMS, or -."))
@command
def set_(
    call: Call, reference: str, name: str, subject: str, text: str | None, html: str | None, sms: str | None
) -> None:
    """Write a template."""
    if (text is None) == (sms is None):
        raise Invalid(tr("Give --text FILE for an e-mail, or --sms FILE for an SMS."))
    channel = Channel.EMAIL if sms is None else Channel.SMS
    list_id, markup = call.list_id(reference), read_text(html) if html else ""
    made = call.session.do(SetTemplate(list_id, name, read_text(sms or text or ""), subject, markup, channel.value))
    said = translate(tr("{name}, version {version}")).format(name=made.name, version=made.current.version)
    call.answer(_shown(made, made.current), [said])


@templates.command("remove", help=tr("Remove a template; messages made of it keep what they say."))
@LIST
@NAME
@command
def remove(call: Call, reference: str, name: str) -> None:
    """Remove a template."""
    call.session.do(RemoveTemplate(call.list_id(reference), name))
    call.answer({}, [])


def _shown(template: Template, asked: TemplateVersion) -> dict[str, object]:
    shown: dict[str, object] = {"id": str(template.id), "name": template.name, "channel": template.channel.value}
    return shown | {"version": asked.version, "at": moment(asked.at), "subject": asked.source.subject}
