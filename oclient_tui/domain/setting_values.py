"""Reads a setting's value from text: one normal form, or a sentence that names what is accepted (O42)."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from oclient_tui.domain.addresses import host_name
from oclient_tui.domain.currencies import CURRENCIES
from oclient_tui.domain.duplicates import parse_rules, rules_text
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.settings import Kind, Setting
from oclient_tui.domain.text import one_line

NAME_LENGTH = 80
_REGION = re.compile(r"[A-Z]{2}\Z")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_HOURS = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))? ?[-–] ?([0-9]{1,2})(?::([0-9]{2}))?\Z")
_SENDER = re.compile(r"\+[0-9]{4,15}\Z|[0-9]{3,8}\Z|MG[0-9a-f]{32}\Z|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}\Z")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def read(setting: Setting, text: str) -> str:
    """Return a value in its normal form, or '' for none; raise Invalid. The value of a secret is never quoted (E7).

    What only the world knows, such as whether a region has phone numbers, is left to services.
    """
    if setting.secret:
        return _secret(setting, text)
    value = one_line(text)
    if not value and setting.optional:
        return ""
    return _READERS[setting.kind](setting, value)


def _secret(setting: Setting, text: str) -> str:
    if len(text) > setting.most or _CONTROL.search(text):
        raise Invalid(
            tr("{key} is one line of at most {limit} characters. It was not changed."),
            key=setting.key,
            limit=setting.most,
        )
    return text


def _name(_: Setting, value: str) -> str:
    if not value:
        raise Invalid(tr("A list needs a name."))
    if len(value) > NAME_LENGTH:
        raise Invalid(tr("A list's name may have at most {limit} characters."), limit=NAME_LENGTH)
    return value


def _switch(setting: Setting, value: str) -> str:
    if value.lower() not in setting.choices:
        raise Invalid(tr("{key} is either on or off, not “{value}”."), key=setting.key, value=value[:80])
    return value.lower()


def _choice(setting: Setting, value: str) -> str:
    if value.lower() not in setting.choices:
        raise Invalid(
            tr("{key} is one of {accepted}, not “{value}”."),
            key=setting.key,
            accepted=", ".join(setting.choices),
            value=value[:80],
        )
    return value.lower()


def _text(setting: Setting, value: str) -> str:
    if len(value) > setting.most:
        raise Invalid(tr("{key} may have at most {limit} characters."), key=setting.key, limit=setting.most)
    return value


def _number(setting: Setting, value: str) -> str:
    if not _NUMBER.match(value) or not setting.least <= int(value) <= setting.most:
        raise Invalid(
            tr("{key} is a whole number from {least} to {most}, not “{value}”."),
            key=setting.key,
            least=setting.least,
            most=setting.most,
            value=value[:80],
        )
    return str(int(value))


def _region(_: Setting, value: str) -> str:
    if not _REGION.match(value.upper()):
        raise Invalid(tr("A region is a country's two letters, such as PL or GB, not “{value}”."), value=value[:80])
    return value.upper()


def _currency(setting: Setting, value: str) -> str:
    if value.upper() not in CURRENCIES:
        raise Invalid(
            tr("{key} is a currency's three letters in ISO 4217, such as PLN or EUR, not “{value}”."),
            key=setting.key,
            value=value[:80],
        )
    return value.upper()


def _host(setting: Setting, value: str) -> str:
    name = host_name(value)
    if name is None:
        raise Invalid(
            tr("{key} is a server's name such as mail.example.com, or its IP address, not “{value}”."),
            key=setting.key,
            value=value[:80],
        )
    return name


def _url(setting: Setting, value: str) -> str:
    """Return an address without a trailing slash; one with a name and password in it would show a secret (E7)."""
    try:
        parts = urlsplit(value)
        name, port = host_name(parts.hostname or ""), parts.port
    except ValueError:
        parts, name, port = urlsplit(""), None, None
    unwanted = "@" in parts.netloc or bool(parts.query or parts.fragment) or " " in value
    if parts.scheme not in ("http", "https") or name is None or unwanted or len(value) > setting.most:
        raise Invalid(
            tr("{key} is an address such as https://api.example.com, without a user's name, ? or #."), key=setting.key
        )
    host = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _hours(setting: Setting, value: str) -> str:
    found = _HOURS.match(value)
    start, end = (_minute(found[1], found[2]), _minute(found[3], found[4])) if found else (None, None)
    if start is None or end is None or start == end:
        raise Invalid(
            tr("{key} is from one time of day to another, such as 21:00-08:00, not “{value}”."),
            key=setting.key,
            value=value[:80],
        )
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _minute(hours: str, minutes: str | None) -> int | None:
    minute = int(hours) * 60 + int(minutes or 0)
    return minute if minute < 24 * 60 and int(minutes or 0) < 60 else None


def _sender(setting: Setting, value: str) -> str:
    clean = re.sub(r"[ ()-]", "", value) if value.startswith("+") else value
    if not _SENDER.match(clean):
        raise Invalid(
            tr("{key} is a number such as +48600100200, or up to 11 letters and digits, not “{value}”."),
            key=setting.key,
            value=value[:80],
        )
    return clean


def _rules(setting: Setting, value: str) -> str:
    return rules_text(parse_rules(_text(setting, value)))


_READERS: Mapping[Kind, Callable[[Setting, str], str]] = {
    Kind.NAME: _name,
    Kind.SWITCH: _switch,
    Kind.CHOICE: _choice,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.REGION: _region,
    Kind.CURRENCY: _currency,
    Kind.ZONE: _text,
    Kind.HOST: _host,
    Kind.EMAIL: _text,
    Kind.URL: _url,
    Kind.HOURS: _hours,
    Kind.RULES: _rules,
    Kind.SENDER: _sender,
}
