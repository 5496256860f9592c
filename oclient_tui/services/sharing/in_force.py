"""The settings of a list as they hold in this transaction: what other use cases ask (O15-O17, O42)."""

from collections.abc import Mapping

from oclient_tui.domain.declared_settings import declared
from oclient_tui.domain.errors import Closed, NotFound
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings import OFF, ON, SET, Setting, Settings
from oclient_tui.domain.wipes import is_closed
from oclient_tui.modules import registered
from oclient_tui.services.session import CLOSED, NO_LIST
from oclient_tui.services.usecase import Work


def known_settings() -> Settings:
    """Return every setting there is, a switch for each card module included."""
    return declared(tuple(module.key for module in registered()))


def current_list(work: Work) -> CustomerList:
    """Return the list of this transaction."""
    found = work.unit.lists.get()
    if found is None:
        raise NotFound(NO_LIST)
    return found


def open_list(work: Work) -> CustomerList:
    """Return the list that somebody without a place on it turns to, held open until the transaction ends.

    Raise NotFound where it is gone, and Closed where it is being wiped.
    """
    found = work.unit.lists.hold()
    if found is None:
        raise NotFound(NO_LIST)
    if is_closed(found.closed_at, work.now):
        raise Closed(CLOSED)
    return found


def settings_in_force(work: Work) -> dict[str, str]:
    """Return every setting as a person writes it, from two reads; of a secret only whether there is one (E7)."""
    found, stored = current_list(work), work.unit.lists.settings()
    return {key: _shown(setting, found, stored) for key, setting in known_settings().items()}


def setting_in_force(work: Work, setting: Setting) -> str:
    """Return one setting as a person writes it."""
    stored = {} if setting.column else {setting.key: work.unit.lists.setting(setting.key) or ""}
    return _shown(setting, current_list(work), stored)


def module_is_on(work: Work, key: str) -> bool:
    """Whether the card shows a module; one read. Whoever acts behind the card does not ask (C10)."""
    return work.unit.lists.setting(f"modules.{key}") == ON


def secret_in_force(work: Work, key: str) -> str:
    """Return a secret in clear, '' where none was set; only to hand it to a gateway (E7).

    Raise Misconfigured where it cannot be opened with the key of this machine.
    """
    sealed = work.unit.lists.setting(key)
    return work.tools.secrets.open(sealed, bound_to(work, key)) if sealed else ""


def bound_to(work: Work, key: str) -> str:
    """Return what a secret is sealed for: one setting of one list."""
    return f"list:{current_list(work).id}|{key}"


def _shown(setting: Setting, found: CustomerList, stored: Mapping[str, str]) -> str:
    if setting.column:
        value: object = getattr(found, setting.key)
        return (ON if value else OFF) if isinstance(value, bool) else str(value)
    value = stored.get(setting.key, "")
    if setting.secret:
        return SET if value else ""
    return value or setting.unset(found.language)
