"""Duplicate rules as ticks: what is offered, what is ticked, and the rules' text that this makes (O19)."""

from dataclasses import dataclass, replace

from oclient_tui.domain.duplicates import DuplicateRule, fields_of, parse_rules, rules_text

OFFERED = ("email", "phone", "tax_id", "company", "first_name+last_name", "street+postcode")
"""What is offered on every list; any other fields can be joined to a rule of one's own."""


@dataclass(frozen=True, slots=True)
class RuleTicks:
    """The rules that may be ticked, those that are, and whether all of them together make one rule."""

    offered: tuple[str, ...]
    ticked: frozenset[str]
    together: bool = False

    @classmethod
    def of(cls, text: str) -> "RuleTicks":
        """Return what stands for rules in force; raise Invalid for rules that cannot be read."""
        names = tuple(rule.name for rule in parse_rules(text))
        return cls((*OFFERED, *(name for name in names if name not in OFFERED)), frozenset(names))

    @property
    def text(self) -> str:
        """The rules as they are stored; raise Invalid for more rules or fields than there may be."""
        rules = parse_rules("; ".join(name for name in self.offered if name in self.ticked))
        if self.together and rules:
            rules = parse_rules(DuplicateRule(fields_of(rules)).name)
        return rules_text(rules)

    def toggled(self, name: str) -> "RuleTicks":
        """Return them with one rule ticked or not."""
        return replace(self, ticked=self.ticked ^ {name})

    def added(self, text: str) -> "RuleTicks":
        """Return them with rules of one's own, ticked; raise Invalid, naming the fields, for what is no rule."""
        names = [rule.name for rule in parse_rules(text)]
        offered = (*self.offered, *(name for name in names if name not in self.offered))
        return replace(self, offered=offered, ticked=self.ticked | set(names))

    def turned(self) -> "RuleTicks":
        """Return them with any one of the rules enough, or all of them needed."""
        return replace(self, together=not self.together)
