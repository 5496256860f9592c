"""The settings as cli.md has them: what each takes, and what holds as long as the owner chooses nothing (O42, O15)."""

from collections.abc import Mapping

from tests.services.model import Listing

MODULES = ("notes", "tasks", "calendar", "contracts", "sales", "files")
MONEY = {"pl": "PLN", "en": "GBP"}
ZONES = {"pl": "Europe/Warsaw", "en": "Europe/London"}
SECRETS = ("smtp.password", "sms.token")

AT_FIRST: Mapping[str, str] = {
    **{f"modules.{key}": "off" for key in MODULES},
    "duplicates.rules": "",
    **dict.fromkeys(("smtp.host", "smtp.username", "smtp.password", "smtp.from_name", "smtp.from_address"), ""),
    **dict.fromkeys(("smtp.reply_to", "smtp.rate", "smtp.daily_cap"), ""),
    **{
        "undo.days": "30",
        "smtp.port": "587",
        "smtp.security": "starttls",
        "sms.provider": "twilio",
        "autoresponder.enabled": "off",
    },
    **dict.fromkeys(("sms.account", "sms.token", "sms.sender", "sms.base_url"), ""),
    **dict.fromkeys(("autoresponder.subject", "autoresponder.text", "autoresponder.template"), ""),
    **{f"unknown.{kind}": "leave" for kind in ("single", "campaign", "autoresponder", "sms")},
    **dict.fromkeys(("quiet_hours", "approve_above", "unsubscribe.mailto"), ""),
}
"""What holds on a new list, for settings that do not follow from its language."""

Typed = tuple[str, str | None]
"""What is typed, and what then is shown; None where it must be refused."""

CHOICES: Mapping[str, tuple[Typed, Typed, Typed, Typed]] = {
    "assigned_only": (("on", "on"), ("off", "off"), ("ON ", "on"), ("perhaps", None)),
    "name": (("List 1", "List 1"), ("List\t2", "List 2"), ("List 3", "List 3"), (" ", None)),
    "region": (("pl", "PL"), ("GB", "GB"), ("PL", "PL"), ("ZZ", None)),
    "language": (("en", "en"), ("pl", "pl"), (" EN", "en"), ("fr", None)),
    "currency": (("eur", "EUR"), ("PLN", "PLN"), ("GBP", "GBP"), ("", None)),
    "timezone": (("europe/warsaw", "Europe/Warsaw"), ("UTC", "UTC"), ("Asia/Tokyo", "Asia/Tokyo"), ("Mars", None)),
    "modules.notes": (("on", "on"), ("off", "off"), ("", "off"), ("1", None)),
    "modules.files": (("on", "on"), ("off", "off"), ("On", "on"), ("yes", None)),
    "smtp.host": (("Mail.Example.com.", "mail.example.com"), ("", ""), ("192.0.2.1", "192.0.2.1"), ("a b", None)),
    "smtp.port": (("465", "465"), ("0587", "587"), ("", "587"), ("70000", None)),
    "smtp.security": (("tls", "tls"), ("None", "none"), ("", "starttls"), ("ssl", None)),
    "unknown.sms": (("resend", "resend"), ("leave", "leave"), ("", "leave"), ("send", None)),
    "duplicates.rules": (
        ("phone; birthday + City", "phone; city+birthday"),
        ("", ""),
        (" Email;tax_id", "email; tax_id"),
        ("tags", None),
    ),
    "quiet_hours": (("21-8", "21:00-08:00"), ("", ""), ("22:30 – 6:15", "22:30-06:15"), ("8-8", None)),
}


def shown(listing: Listing) -> dict[str, str]:
    """Return the settings of a list as its owner sees them."""
    own = {
        "name": listing.name,
        "assigned_only": "on" if listing.assigned_only else "off",
        "region": listing.region,
        "language": listing.language,
        "currency": MONEY[listing.language],
        "timezone": ZONES[listing.language],
    }
    secret = {key: "set" for key in SECRETS if listing.chosen.get(key)}
    return own | dict(AT_FIRST) | listing.chosen | secret


def choose(listing: Listing, key: str, value: str) -> None:
    """Give a setting a value. Money and hours stay what they were when the language changes."""
    if key == "language":
        listing.chosen.setdefault("currency", MONEY[listing.language])
        listing.chosen.setdefault("timezone", ZONES[listing.language])
        listing.language = value
    elif key == "assigned_only":
        listing.assigned_only = value == "on"
    elif key in ("name", "region"):
        setattr(listing, key, value)
    else:
        listing.chosen[key] = value
