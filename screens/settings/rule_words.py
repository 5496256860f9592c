"""Duplicate rules in words."""

from oclient_tui.config.language import translate
from oclient_tui.domain.duplicates import parse_rules
from oclient_tui.domain.errors import tr
from screens.card.form import NAMES

_NONE = tr("No rule is ticked: the same customer can be added as often as anybody likes.")
_RULES = tr(
    "A customer is refused when another one here, active or not, has the same: {rules}. Empty never equals empty."
)
_OR = tr("{one}; or {other}")
_AND = tr("{one} and {other}")


def rule_name(rule: str) -> str:
    """Return a rule's fields as a person calls them."""
    names = [translate(NAMES[field]) for field in rule.split("+")]
    return " + ".join([names[0], *(name[:1].lower() + name[1:] for name in names[1:])])


def rules_in_words(text: str) -> str:
    """Return what rules mean, as a sentence; raise Invalid for rules that cannot be read."""
    parts = [_joined(_AND, [_small(field) for field in rule.fields]) for rule in parse_rules(text)]
    return translate(_RULES).format(rules=_joined(_OR, parts)) if parts else translate(_NONE)


def rules_in_short(text: str) -> str:
    """Return what rules mean, in one line of the overview."""
    parts = [_joined(_AND, [_small(field) for field in rule.fields]) for rule in parse_rules(text)]
    same = translate(tr("refused with the same: {rules}"))
    return same.format(rules=_joined(_OR, parts)) if parts else translate(tr("no control"))


def _small(field: str) -> str:
    name = translate(NAMES[field])
    return name[:1].lower() + name[1:]


def _joined(how: str, parts: list[str]) -> str:
    told = parts[0] if parts else ""
    for part in parts[1:]:
        told = translate(how).format(one=told, other=part)
    return told
