"""What a setting is: a list's settings are declared, and reading, showing, text files and screens follow (O42, O15)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from oclient_tui.domain.errors import Invalid, tr

ON, OFF = "on", "off"
SET, CHANGED = "set", "changed"
"""What is shown of a secret that there is, and what the audit says of one that took another's place (E7)."""


class Kind(StrEnum):
    """How a setting is typed by a person and checked."""

    NAME = "name"
    SWITCH = "switch"
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"
    REGION = "region"
    CURRENCY = "currency"
    ZONE = "zone"
    HOST = "host"
    EMAIL = "email"
    URL = "url"
    HOURS = "hours"
    RULES = "rules"
    SENDER = "sender"
    SECRET = "secret"  # noqa: S105 - the name of a kind


class Group(StrEnum):
    """The page of the settings on which the owner meets it."""

    GENERAL = "general"
    MODULES = "modules"
    DUPLICATES = "duplicates"
    SMTP = "smtp"
    SMS = "sms"
    SENDING = "sending"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `column` says that it stands in the list's own row; the others stand beside it, as text.

    `at_first` maps the list's language to the value in force until the owner chooses one. `least` and `most` bound a
    number, `most` also the length of a text. Where `optional` is false, an empty value is refused.
    """

    key: str
    kind: Kind
    group: Group
    about: str
    default: str = ""
    at_first: Mapping[str, str] | None = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 200
    optional: bool = True
    column: bool = False

    @property
    def secret(self) -> bool:
        """Whether its value is sealed, and never shown again."""
        return self.kind is Kind.SECRET

    def unset(self, language: str) -> str:
        """Return what holds while the owner has chosen nothing."""
        return (self.at_first or {}).get(language, self.default)


Settings = Mapping[str, Setting]
"""Every setting of a list by its key, in the order in which they are shown."""

_PREFIX = re.compile(r"[a-z_]+\.")


def find(settings: Settings, key: str) -> Setting:
    """Return the setting of a key; raise Invalid naming the accepted ones: those that begin alike, else all."""
    if key in settings:
        return settings[key]
    raise Invalid(
        tr("There is no setting “{key}”. Settings are: {accepted}."), key=key[:80], accepted=accepted(settings, key)
    )


def accepted(settings: Settings, key: str) -> str:
    """Return the keys to name where somebody mistyped one."""
    prefix = _PREFIX.match(key)
    alike = [known for known in settings if prefix and known.startswith(prefix[0])]
    return ", ".join(alike or settings)
