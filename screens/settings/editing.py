"""Changing one setting: the dialog follows from what the setting takes, so that a new setting needs nothing here."""

from typing import Any
from zoneinfo import available_timezones

from oclient_tui.config.language import translate
from oclient_tui.domain.currencies import CURRENCIES
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.settings import Kind, Setting
from oclient_tui.services.sharing.setting_effects import EFFECTS
from oclient_tui.services.sharing.settings import ChangeSetting
from screens.base import HouseScreen
from screens.settings import words
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.text_dialog import Asked, TextDialog

_SECRET = tr("What is stored is never shown. Type another, or leave it empty and save to take it away.")
_RANGE = tr("From {least} to {most}.")


async def edit(screen: HouseScreen[Any], list_id: int, setting: Setting, value: str) -> bool:
    """Let the owner change a setting; whether it was changed."""
    if not setting.choices:
        return await screen.shell.push_screen_wait(_typed(screen, list_id, setting, value))
    options = tuple((choice, words.choice_in_words(choice)) for choice in setting.choices)
    dialog = PickDialog(words.name(setting), translate(setting.about), options, value)
    picked = await screen.shell.push_screen_wait(dialog)
    return bool(picked) and picked != value and await stored(screen, list_id, setting.key, picked)


async def stored(screen: HouseScreen[Any], list_id: int, key: str, value: str) -> bool:
    """Store a value; whether it was, a refusal is told."""
    try:
        await store(screen, list_id, key, value)
    except OClientError as error:
        screen.refused(error)
        return False
    return True


async def store(screen: HouseScreen[Any], list_id: int, key: str, value: str) -> None:
    """Store a value; raise what the use case raises. What goes through all customers is a long job."""
    await screen.do(ChangeSetting(list_id, key, value), long=key in EFFECTS)


def _typed(screen: HouseScreen[Any], list_id: int, setting: Setting, value: str) -> TextDialog:
    async def keep(typed: dict[str, str]) -> None:
        await store(screen, list_id, setting.key, typed["value"])

    hidden = setting.kind is Kind.SECRET
    asked = Asked("value", translate(tr("Value")), "" if hidden else value, hidden, _completed(setting))
    return TextDialog(words.name(setting), _about(setting), (asked,), keep)


def _about(setting: Setting) -> str:
    parts = [translate(setting.about)]
    if setting.kind is Kind.NUMBER:
        parts.append(translate(_RANGE).format(least=setting.least, most=setting.most))
    if setting.kind is Kind.SECRET:
        parts.append(translate(_SECRET))
    return " ".join(parts)


def _completed(setting: Setting) -> tuple[str, ...]:
    """Return what is completed while typing, where there are names to know."""
    if setting.kind is Kind.CURRENCY:
        return tuple(sorted(CURRENCIES))
    return tuple(sorted(available_timezones())) if setting.kind is Kind.ZONE else ()
