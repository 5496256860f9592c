"""The owner's settings; nobody else reads or writes them (O42)."""

from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.settings import find
from oclient_tui.services.sharing.changing import change
from oclient_tui.services.sharing.in_force import known_settings, settings_in_force
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class ShowSettings(UseCase[dict[str, str]], needs=Permission.SETTINGS):
    """Show the settings in force."""

    list_id: int

    def run(self, work: Work) -> dict[str, str]:
        """Return them as a person writes them; of a secret only whether there is one (E7)."""
        return settings_in_force(work)


@dataclass
class ChangeSetting(UseCase[dict[str, str]], needs=Permission.SETTINGS, writes=True):
    """Change one setting; it holds from the next action of everybody on. The value may be a secret: never shown."""

    list_id: int
    key: str
    value: str = field(repr=False)

    def run(self, work: Work) -> dict[str, str]:
        """Store it and return all settings; raise Invalid for an unknown key or a bad value. '' unsets a setting."""
        change(work, find(known_settings(), self.key), self.value)
        return settings_in_force(work)
