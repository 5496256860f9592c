"""Changing one setting: read, store, audit, effects. Every way to a setting comes through here (O42)."""

from dataclasses import dataclass

from oclient_tui.config.timezones import time_zone
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Invalid, Misconfigured, tr
from oclient_tui.domain.setting_values import read
from oclient_tui.domain.settings import CHANGED, ON, SET, Kind, Setting
from oclient_tui.domain.text import fold
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.in_force import bound_to, current_list, secret_in_force, setting_in_force
from oclient_tui.services.sharing.setting_effects import EFFECTS
from oclient_tui.services.usecase import Work


@dataclass(frozen=True, slots=True)
class Change:
    """One setting before and after, as a person reads it; a secret never shows more than that it is set or changed."""

    key: str
    before: str
    after: str


def read_setting(tools: Tools, setting: Setting, text: str) -> str:
    """Return a value in its normal form; raise Invalid, also for what only the world outside knows."""
    value = read(setting, text)
    if not value and setting.optional:
        return ""
    if setting.kind is Kind.EMAIL:
        return tools.contacts.email(value)
    if setting.kind is Kind.REGION and not tools.contacts.region(value):
        raise Invalid(tr("There is no region {value} with phone numbers."), value=value)
    if setting.kind is Kind.ZONE:
        return _zone(setting, value)
    return value


def _zone(setting: Setting, value: str) -> str:
    found = time_zone(value)
    if found is None:
        raise Invalid(
            tr("{key} is a time zone such as Europe/Warsaw, not “{value}”."), key=setting.key, value=value[:80]
        )
    return found


def planned(work: Work, setting: Setting, text: str) -> Change | None:
    """Return what a new value would change; None if it is the one in force. Raise Invalid for a bad value."""
    return _planned(work, setting, read_setting(work.tools, setting, text))


def change(work: Work, setting: Setting, text: str) -> Change | None:
    """Give a setting a new value, audited with before and after; None if that is the one in force."""
    value = read_setting(work.tools, setting, text)
    found = _planned(work, setting, value)
    if found is None:
        return None
    _store(work, setting, value)
    if setting.key in EFFECTS:
        EFFECTS[setting.key](work, found.before, found.after)
    work.record(
        Event("SettingChanged", setting.key, before={setting.key: found.before}, after={setting.key: found.after})
    )
    return found


def _planned(work: Work, setting: Setting, value: str) -> Change | None:
    before = setting_in_force(work, setting)
    if setting.secret:
        after = SET if value else ""
        if before and value:
            after = before if _is_the_same(work, setting, value) else CHANGED
    else:
        after = value or setting.unset(current_list(work).language)
    return Change(setting.key, before, after) if after != before else None


def _is_the_same(work: Work, setting: Setting, value: str) -> bool:
    """Whether a secret is the stored one; one that cannot be opened any more is replaced by what is given now."""
    try:
        return secret_in_force(work, setting.key) == value
    except Misconfigured:
        return False


def _store(work: Work, setting: Setting, value: str) -> None:
    lists = work.unit.lists
    if setting.kind is Kind.NAME:
        lists.set({"name": value, "name_key": fold(value)})
    elif setting.column:
        lists.set({setting.key: value == ON if setting.kind is Kind.SWITCH else value})
    elif not value:
        lists.drop(setting.key)
    elif setting.secret:
        lists.put(setting.key, work.tools.secrets.seal(value, bound_to(work, setting.key)))
    else:
        lists.put(setting.key, value)
