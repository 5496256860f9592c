"""The owner's settings; nobody else reads or writes them (O42)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.duplicates import parse_rules, rules_text
from oclient_tui.domain.errors import Invalid, NotFound, tr
from oclient_tui.domain.lists import CustomerList, setting, settings_of
from oclient_tui.domain.text import fold
from oclient_tui.services.customers.duplicates import RULES, rebuild_keys, rules_in_force
from oclient_tui.services.session import NO_LIST
from oclient_tui.services.usecase import UseCase, Work


def current_list(work: Work) -> CustomerList:
    """Return the list of this transaction."""
    found = work.unit.lists.get()
    if found is None:
        raise NotFound(NO_LIST)
    return found


@dataclass
class ShowSettings(UseCase[dict[str, str]], needs=Permission.SETTINGS):
    """Show the settings in force."""

    list_id: int

    def run(self, work: Work) -> dict[str, str]:
        """Return them as a person writes them."""
        return _in_force(work)


@dataclass
class ChangeSetting(UseCase[dict[str, str]], needs=Permission.SETTINGS, writes=True):
    """Change one setting; it holds from the next action of everybody on."""

    list_id: int
    key: str
    value: str

    def run(self, work: Work) -> dict[str, str]:
        """Store it and return all settings; raise for an unknown key or a bad value."""
        before = current_list(work)
        if self.key == RULES:
            _change_rules(work, self.value)
            return _in_force(work)
        column, value = setting(self.key, self.value)
        if column == "region" and not work.tools.contacts.region(str(value)):
            raise Invalid(tr("There is no region {value} with phone numbers."), value=value)
        if getattr(before, column) != value:
            extra = {"name_key": fold(str(value))} if column == "name" else {}
            work.unit.lists.set({column: value, **extra})
            if column == "language":
                work.unit.customers.resort(str(value))
            after = settings_of(current_list(work))[self.key]
            work.record(
                Event(
                    "SettingChanged",
                    self.key,
                    before={self.key: settings_of(before)[self.key]},
                    after={self.key: after},
                )
            )
        return _in_force(work)


def _in_force(work: Work) -> dict[str, str]:
    return settings_of(current_list(work)) | {RULES: rules_text(rules_in_force(work))}


def _change_rules(work: Work, text: str) -> None:
    before, after = rules_text(rules_in_force(work)), rules_text(parse_rules(text))
    if before != after:
        work.unit.lists.set_setting(RULES, after)
        rebuild_keys(work, before, after)
        work.record(Event("SettingChanged", RULES, before={RULES: before}, after={RULES: after}))
