"""What a campaign says: a template in one version, or a wording of one's own with the same fields (O28, S34)."""

from dataclasses import dataclass

from oclient_tui.domain.campaigns import Brief
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.gateways import Gateway
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Source, source_of
from oclient_tui.services.messages.gateways import mail_gateway, sms_gateway
from oclient_tui.services.messages.templates import chosen_template, said
from oclient_tui.services.usecase import Work


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said, and of which version of which template, if of one."""

    source: Source
    template_id: int | None = None
    version: int | None = None


def wording(work: Work, brief: Brief) -> Wording:
    """Return what a campaign says; raise NotFound, and Invalid, naming the place, for what cannot be filled in."""
    if brief.template and (brief.title or brief.text):
        raise Invalid(tr("Give a template, or a text of your own."))
    if brief.template:
        template = chosen_template(work, brief.template, brief.channel)
        chosen = said(work, template, brief.version)
        made = Wording(chosen.source, template.id, chosen.version)
    else:
        made = Wording(source_of(brief.channel, Source(brief.title, brief.text)))
    work.tools.templates.compile(made.source)
    return made


def gateway_named(work: Work, channel: Channel) -> Gateway:
    """Return what messages of a channel are made of, without its password; raise Refused where nothing is set up."""
    find = sms_gateway if channel is Channel.SMS else mail_gateway
    return find(work, with_password=False)
