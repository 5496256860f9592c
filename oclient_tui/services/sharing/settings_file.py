"""The settings as one text: compared with what is in force, and applied as a whole (N24, O42)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.settings_file import Dump, Wanted, read_file
from oclient_tui.services.sharing.catalogues_file import catalogue_changes, dumped_catalogues
from oclient_tui.services.sharing.changing import Change, change, planned
from oclient_tui.services.sharing.in_force import known_settings, settings_in_force
from oclient_tui.services.usecase import UseCase, Work

_CATALOGUES = "catalogues"


@dataclass
class DumpSettings(UseCase[Dump], needs=Permission.SETTINGS):
    """Return all that the text of settings holds."""

    list_id: int

    def run(self, work: Work) -> Dump:
        """Return the settings in force and the catalogues; of a secret only whether there is one (E7)."""
        return Dump(settings_in_force(work), {_CATALOGUES: dumped_catalogues(work)})


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
        """Return the changes in the settings' order; raise Invalid or Refused for a text that cannot be applied."""
        return _each(work, self.text, self.variables, keep=False)


@dataclass
class ApplySettings(UseCase[list[Change]], needs=Permission.SETTINGS, writes=True):
    """Give the settings the values of a text: all of them or none, each change audited. `variables` as in planning."""

    list_id: int
    text: str = field(repr=False)
    variables: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def run(self, work: Work) -> list[Change]:
        """Return what was changed; raise Invalid or Refused for a text that cannot be applied, and change nothing."""
        return _each(work, self.text, self.variables, keep=True)


def _each(work: Work, text: str, variables: Mapping[str, str], *, keep: bool) -> list[Change]:
    wanted, step = read_file(text, known_settings(), (_CATALOGUES,)), change if keep else planned
    changes = [step(work, one.setting, _value(one, variables)) for one in wanted.settings]
    found = [changed for changed in changes if changed is not None]
    for table in wanted.sections.values():
        found += catalogue_changes(work, table, keep=keep)
    return found


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
