"""Settings in words: what they are called, and what their values mean. One without words here shows its key."""

from collections.abc import Iterable, Mapping

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.settings import Group, Kind, Setting

GROUPS: Mapping[Group, str] = {
    Group.GENERAL: tr("General"),
    Group.MODULES: tr("Modules"),
    Group.DUPLICATES: tr("Duplicates"),
    Group.SMTP: tr("E-mail, SMTP"),
    Group.SMS: tr("SMS sender"),
    Group.SENDING: tr("Sending"),
}
_NAMES: Mapping[str, str] = {
    "name": tr("Name"),
    "assigned_only": tr("Members see only theirs"),
    "region": tr("Country of phones"),
    "language": tr("Language of sorting"),
    "currency": tr("Currency"),
    "timezone": tr("Time zone"),
    "undo.days": tr("Days to undo"),
    "duplicates.rules": tr("Duplicate rules"),
    "smtp.host": tr("Server"),
    "smtp.port": tr("Port"),
    "smtp.security": tr("Encryption"),
    "smtp.username": tr("User name"),
    "smtp.password": tr("Password"),
    "smtp.from_name": tr("Sender's name"),
    "smtp.from_address": tr("Sender's address"),
    "smtp.reply_to": tr("Answers go to"),
    "smtp.rate": tr("E-mails a minute"),
    "smtp.daily_cap": tr("E-mails a day"),
    "sms.provider": tr("Provider"),
    "sms.account": tr("Account"),
    "sms.token": tr("Token"),
    "sms.sender": tr("Sender"),
    "sms.base_url": tr("Provider's address"),
    "autoresponder.enabled": tr("Autoresponder"),
    "autoresponder.subject": tr("Its subject"),
    "autoresponder.text": tr("Its text"),
    "autoresponder.template": tr("Its template"),
    "unknown.single": tr("Unsure: one e-mail"),
    "unknown.campaign": tr("Unsure: group e-mail"),
    "unknown.autoresponder": tr("Unsure: autoresponder"),
    "unknown.sms": tr("Unsure: SMS"),
    "quiet_hours": tr("Quiet hours"),
    "approve_above": tr("Second approval above"),
    "unsubscribe.mailto": tr("Unsubscribe mailbox"),
}
_VALUES: Mapping[str, str] = {
    "on": tr("on"),
    "off": tr("off"),
    "set": tr("set, never shown"),
    "leave": tr("leave it"),
    "resend": tr("send it again"),
    "none": tr("none"),
    "starttls": "STARTTLS",
    "tls": "TLS",
    "en": "English",
    "pl": "polski",
    "twilio": "Twilio",
}
NOT_SET = tr("not set")
_OWN_PAGE = (Group.MODULES, Group.DUPLICATES)


def plain_settings(settings: Iterable[Setting]) -> list[Setting]:
    """Return the settings that are changed in a dialog; the others have a page that tells first what follows."""
    return [one for one in settings if one.group not in _OWN_PAGE and one.key != "assigned_only"]


def group_name(group: Group) -> str:
    """Return what a group is called, in the language spoken here."""
    return translate(GROUPS.get(group, group.value))


def name(setting: Setting) -> str:
    """Return what a setting is called."""
    return translate(_NAMES.get(setting.key, setting.key))


def value_in_words(setting: Setting, value: str) -> str:
    """Return a value as a person reads it; of a secret there is never more than that it is set."""
    if not value:
        return translate(NOT_SET)
    return choice_in_words(value) if setting.choices or setting.kind is Kind.SECRET else value


def choice_in_words(choice: str) -> str:
    """Return one of a setting's choices as a person reads it."""
    return translate(_VALUES.get(choice, choice))
