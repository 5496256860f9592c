"""Every setting that a list has (O42): a new one is a line here."""

from functools import lru_cache

from oclient_tui.domain.errors import tr
from oclient_tui.domain.settings import OFF, ON, Group, Kind, Setting, Settings

LANGUAGES = ("en", "pl")
MESSAGE_KINDS = ("single", "campaign", "autoresponder", "sms")
"""E-mails by their purpose, and any SMS: what becomes of one that may or may not have gone out is chosen for each."""

SWITCH = (ON, OFF)
_MODULE = tr("Whether the card shows these records; off hides them everywhere and deletes nothing.")
_UNKNOWN = tr("What to do with a message of this kind that may or may not have gone out.")

_GENERAL = (
    Setting("name", Kind.NAME, Group.GENERAL, tr("The list's name."), optional=False, column=True),
    Setting("assigned_only", Kind.SWITCH, Group.GENERAL, tr("Whether members see only what is assigned to them."),
            OFF, choices=SWITCH, optional=False, column=True),
    Setting("region", Kind.REGION, Group.GENERAL, tr("The country of phone numbers without a country code."),
            optional=False, column=True),
    Setting("language", Kind.CHOICE, Group.GENERAL, tr("The language that names are sorted by."), choices=LANGUAGES,
            optional=False, column=True),
    Setting("currency", Kind.CURRENCY, Group.GENERAL, tr("The currency of amounts, as in ISO 4217."),
            "GBP", {"pl": "PLN"}, optional=False),
    Setting("timezone", Kind.ZONE, Group.GENERAL, tr("The time zone of dates and hours, as in the IANA database."),
            "Europe/London", {"pl": "Europe/Warsaw"}, optional=False),
    Setting("undo.days", Kind.NUMBER, Group.GENERAL,
            tr("For how many days people can undo what they did; 0 keeps nothing."),
            "30", least=0, most=90),
)  # fmt: skip
_DUPLICATES = (
    Setting("duplicates.rules", Kind.RULES, Group.DUPLICATES, most=1000,
            about=tr("Which fields make two customers one: email; last_name+city. Empty means no control.")),
)  # fmt: skip
_SMTP = (
    Setting("smtp.host", Kind.HOST, Group.SMTP, tr("The mail server.")),
    Setting("smtp.port", Kind.NUMBER, Group.SMTP, tr("The mail server's port."), "587", least=1, most=65535),
    Setting("smtp.security", Kind.CHOICE, Group.SMTP, tr("How the connection is encrypted."), "starttls",
            choices=("none", "starttls", "tls")),
    Setting("smtp.username", Kind.TEXT, Group.SMTP, tr("The name to sign in to the mail server with.")),
    Setting("smtp.password", Kind.SECRET, Group.SMTP, tr("The password for the mail server."), most=512),
    Setting("smtp.from_name", Kind.TEXT, Group.SMTP, tr("The sender's name.")),
    Setting("smtp.from_address", Kind.EMAIL, Group.SMTP, tr("The sender's address.")),
    Setting("smtp.reply_to", Kind.EMAIL, Group.SMTP, tr("The address for answers, if it is another.")),
    Setting("smtp.rate", Kind.NUMBER, Group.SMTP, tr("The most e-mails in one minute. Empty means no limit."),
            least=1, most=100_000),
    Setting("smtp.daily_cap", Kind.NUMBER, Group.SMTP, tr("The most e-mails in one day. Empty means no limit."),
            least=1, most=10_000_000),
)  # fmt: skip
_SMS = (
    Setting("sms.provider", Kind.CHOICE, Group.SMS, tr("Who delivers SMS."), "twilio", choices=("twilio",)),
    Setting("sms.account", Kind.TEXT, Group.SMS, tr("The account with the provider.")),
    Setting("sms.token", Kind.SECRET, Group.SMS, tr("The provider's token."), most=512),
    Setting("sms.sender", Kind.SENDER, Group.SMS, tr("The number or the name that SMS come from.")),
    Setting("sms.base_url", Kind.URL, Group.SMS, tr("Where the provider is reached, if not at its usual address.")),
)
_SENDING = (
    Setting("autoresponder.enabled", Kind.SWITCH, Group.SENDING, tr("Whether a new customer is sent an e-mail."),
            OFF, choices=SWITCH),
    Setting("autoresponder.subject", Kind.TEXT, Group.SENDING, tr("The subject of that e-mail.")),
    Setting("autoresponder.text", Kind.TEXT, Group.SENDING, tr("What that e-mail says."), most=2000),
    Setting("autoresponder.template", Kind.TEXT, Group.SENDING, tr("The template of that e-mail."), most=80),
    *(Setting(f"unknown.{kind}", Kind.CHOICE, Group.SENDING, _UNKNOWN, "leave", choices=("leave", "resend"))
      for kind in MESSAGE_KINDS),
    Setting("quiet_hours", Kind.HOURS, Group.SENDING, tr("When nothing is sent to groups, such as 21:00-08:00.")),
    Setting("approve_above", Kind.NUMBER, Group.SENDING, most=10_000_000,
            about=tr("Above how many recipients a second person must approve. Empty means never.")),
    Setting("unsubscribe.mailto", Kind.EMAIL, Group.SENDING, tr("The mailbox that takes requests to unsubscribe.")),
)  # fmt: skip


@lru_cache(maxsize=64)
def declared(modules: tuple[str, ...]) -> Settings:
    """Return every setting of a list, with a switch for each card module (O15)."""
    switches = [Setting(f"modules.{key}", Kind.SWITCH, Group.MODULES, _MODULE, OFF, choices=SWITCH) for key in modules]
    every = (*_GENERAL, *switches, *_DUPLICATES, *_SMTP, *_SMS, *_SENDING)
    return {setting.key: setting for setting in every}
