"""What clashes: under the rules in force, or under rules that the owner thinks about (O22, N14)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.duplicates import Clash, Clashes, Rules, keys, parse_rules, values_of
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.services.customers.duplicates import RULES, rules_in_force
from oclient_tui.services.usecase import UseCase, Work
from storage.duplicate_staging import Report

SHOWN = 50
"""Clashes that are shown, out of all that are counted."""


def _unheard() -> None:
    """Go on."""


@dataclass
class RehearseSetting(UseCase[Clashes], needs=Permission.SETTINGS):
    """Tell which customers would clash under other rules, before they are switched on. Nothing is written.

    `progress` is called before every batch of customers; it may raise to stop.
    """

    list_id: int
    key: str
    value: str
    progress: Callable[[], object] = field(default=_unheard, repr=False)

    def run(self, work: Work) -> Clashes:
        """Return the clashes; raise Invalid for rules that cannot be read, or a setting that cannot be rehearsed."""
        if self.key != RULES:
            raise Invalid(tr("Only {key} can be rehearsed."), key=RULES)
        rules = parse_rules(self.value)
        report = work.unit.duplicates.rehearse(rules, SHOWN, self.progress)
        by_rule = {rules[place].name: pairs for place, pairs in report.by_rule.items()}
        return replace(_told(work, rules, report), by_rule=by_rule)


@dataclass
class ListDuplicates(UseCase[Clashes], needs=Permission.MERGE):
    """Show which customers clash under the rules in force, as far as one sees them."""

    list_id: int

    def run(self, work: Work) -> Clashes:
        """Return the clashes that stood when the rules were switched on and still do."""
        return _told(work, rules_in_force(work), work.unit.duplicates.clashes(SHOWN))


def _told(work: Work, rules: Rules, report: Report) -> Clashes:
    """Return a report with the names of the rules and the customers."""
    people = work.unit.customers.several({customer for shared in report.first for customer in shared.first})
    clashes: list[Clash] = []
    for shared in report.first:
        found = [people[customer] for customer in shared.first]
        known = keys(work.here.list_id, rules, values_of(found[0], rules))
        rule = next(rules[place] for place, digest in known if digest == shared.digest)
        named = tuple((customer.id, customer.name) for customer in found)
        clashes.append(Clash(rule.name, shared.members, named))
    clashes.sort(key=lambda clash: next(place for place, rule in enumerate(rules) if rule.name == clash.rule))
    return Clashes(tuple(clashes), report.keys, report.customers, report.pairs, {})
