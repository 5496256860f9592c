"""What else happens when a setting changes, in the same transaction."""

from collections.abc import Callable, Mapping

from oclient_tui.domain.outbox import Channel
from oclient_tui.services.customers.duplicates import RULES, rebuild_keys
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.undo.journal import DAYS, forgetting
from oclient_tui.services.usecase import Work

Effect = Callable[[Work, str, str], None]
"""Is told what held before and what holds now."""


def _language(work: Work, before: str, after: str) -> None:
    """Sort the names anew, and let what followed from the old language stay as it was: amounts keep their currency."""
    work.unit.customers.resort(after)
    stored = work.unit.lists.settings()
    for key, setting in known_settings().items():
        if setting.at_first and not stored.get(key):
            work.unit.lists.put(key, setting.unset(before))


def _undo_days(work: Work, before: str, after: str) -> None:  # noqa: ARG001 - what every effect takes
    """Forget at once what can no longer be taken back."""
    work.unit.undo_steps(work.me.id).forget_before(forgetting(work) if int(after) else work.now + 1)


def _reopen(channel: Channel) -> Effect:
    """Let a gateway that was left alone be tried again: its owner has just changed how it is reached."""

    def effect(work: Work, before: str, after: str) -> None:  # noqa: ARG001 - what every effect takes
        work.unit.gateway_state.reopen(channel)

    return effect


_SMTP = ("host", "port", "security", "username", "password", "from_address")
_SMS = ("provider", "account", "token", "sender", "base_url")

EFFECTS: Mapping[str, Effect] = {
    "language": _language,
    RULES: rebuild_keys,
    DAYS: _undo_days,
    **{f"smtp.{name}": _reopen(Channel.EMAIL) for name in _SMTP},
    **{f"sms.{name}": _reopen(Channel.SMS) for name in _SMS},
}
"""Settings whose change reaches further than their own row."""
