"""The settings as one text: compared with what is in force, and applied as a whole (N24, O42)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.settings import Setting
from oclient_tui.domain.settings_file import Wanted, read_file
from oclient_tui.services.sharing.changing import Change, change, planned
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.usecase import UseCase, Work

_Step = Callable[[Work, Setting, str], Change | None]


@dataclass
class PlanSettings(UseCase[list[Change]], needs=Permission.SETTINGS):
    """Tell what applying a text would change.

    `variables` are those of the person's own machine that the text may name for secrets; a door to people elsewhere
    gives none, or they could read the server's.
    """

    list_id: int
    text: str = field(repr=False)
    variables: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def run(self, work: Work) -> list[Change]:
        """Return the changes in the settings' order; raise Invalid for a text that cannot be applied."""
        return _each(work, planned, self.text, self.variables)


@dataclass
class ApplySettings(UseCase[list[Change]], needs=Permission.SETTINGS, writes=True):
    """Give the settings the values of a text: all of them or none, each change audited. `variables` as in planning."""

    list_id: int
    text: str = field(repr=False)
    variables: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def run(self, work: Work) -> list[Change]:
        """Return what was changed; raise Invalid for a text that cannot be applied, and change nothing."""
        return _each(work, change, self.text, self.variables)


def _each(work: Work, step: _Step, text: str, variables: Mapping[str, str]) -> list[Change]:
    wanted = read_file(text, known_settings())
    found = [step(work, one.setting, _value(one, variables)) for one in wanted]
    return [changed for changed in found if changed is not None]


def _value(wanted: Wanted, variables: Mapping[str, str]) -> str:
    if not wanted.variable:
        return wanted.value
    value = variables.get(wanted.variable)
    if not value:
        raise Invalid(
            tr("{key} is to be read from the variable {name}, which is not set."),
            key=wanted.setting.key,
            name=wanted.variable[:80],
        )
    return value
