"""The list's own mail server and provider of SMS as its settings say, and never another's (O26, O27)."""

from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.gateways import TWILIO, Gateway, MailGateway, SmsGateway
from oclient_tui.domain.outbox import Channel
from oclient_tui.services.sharing.in_force import secret_in_force, settings_in_force
from oclient_tui.services.usecase import Work

NOT_SET_UP = tr("This list sends no e-mail yet: its owner sets smtp.host and smtp.from_address first.")
NO_SMS = tr("This list sends no SMS yet: its owner sets sms.account, sms.token and sms.sender first.")


def mail_gateway(work: Work, *, with_password: bool = True) -> MailGateway:
    """Return the gateway; raise Refused where none is set, and Misconfigured for a password of another key.

    Without the password it tells only what messages are made of.
    """
    settings = settings_in_force(work)
    if not settings["smtp.host"] or not settings["smtp.from_address"]:
        raise Refused(NOT_SET_UP)
    return MailGateway(
        host=settings["smtp.host"],
        port=int(settings["smtp.port"]),
        security=settings["smtp.security"],
        username=settings["smtp.username"],
        password=secret_in_force(work, "smtp.password") if with_password else "",
        from_name=settings["smtp.from_name"],
        from_address=settings["smtp.from_address"],
        reply_to=settings["smtp.reply_to"],
        unsubscribe=settings["unsubscribe.mailto"],
        rate=int(settings["smtp.rate"] or 0),
        daily_cap=int(settings["smtp.daily_cap"] or 0),
    )


def sms_gateway(work: Work, *, with_password: bool = True) -> SmsGateway:
    """Return the list's provider; raise Refused where none is set, and Misconfigured for a token of another key."""
    settings = settings_in_force(work)
    if not all(settings[f"sms.{name}"] for name in ("account", "token", "sender")):
        raise Refused(NO_SMS)
    token = secret_in_force(work, "sms.token") if with_password else ""
    return SmsGateway(settings["sms.account"], token, settings["sms.sender"], settings["sms.base_url"] or TWILIO)


def gateway_of(work: Work, channel: Channel) -> Gateway:
    """Return a channel's gateway, with its password; raise as the one or the other."""
    return sms_gateway(work) if channel is Channel.SMS else mail_gateway(work)
