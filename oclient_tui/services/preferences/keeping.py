"""Keeping what a person likes. Nobody else meets it, not even in the audit: it concerns no customer and no right."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.preferences import EVERYWHERE, ON_A_LIST, Preferences, Value, checked
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class ShowPreferences(UseCase[Preferences], needs=Permission.ACCOUNT):
    """Show what the person likes, everywhere and on each list they are on."""

    def run(self, work: Work) -> Preferences:
        """Return it."""
        return work.unit.preferences.of(work.me.id)


@dataclass
class SetPreference(UseCase[None], needs=Permission.ACCOUNT, writes=True):
    """Keep what the person likes everywhere; None forgets it. Raise Invalid for what is not declared."""

    key: str
    value: Value | None

    def run(self, work: Work) -> None:
        """Keep it."""
        if self.value is not None:
            checked(self.key, self.value, EVERYWHERE)
        work.unit.preferences.put(work.me.id, self.key, self.value)


@dataclass
class SetListPreference(UseCase[None], needs=Permission.VIEW, writes=True):
    """Keep what the person likes on one list; None forgets it. Raise Invalid for what is not declared."""

    list_id: int
    key: str
    value: Value | None

    def run(self, work: Work) -> None:
        """Keep it."""
        if self.value is not None:
            checked(self.key, self.value, ON_A_LIST)
        work.unit.preferences.put_here(work.me.id, self.key, self.value)
