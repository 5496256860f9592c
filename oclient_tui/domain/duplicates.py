"""Which fields make a duplicate: AND inside a rule, OR between rules (O19-O22).

`email; phone; last_name+city` has three rules. Two customers match by a rule when all its fields have equal normalised
values. An empty value never matches. Somebody with several e-mails or phones matches by any of them.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.fields import FIELDS, Kind
from oclient_tui.domain.text import fold, one_line

RULE_LIMIT = 8
FIELD_LIMIT = 5
DIGEST_SIZE = 16
_KINDS = (Kind.TEXT, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.DATE)
MATCHABLE = tuple(name for name, field in FIELDS.items() if field.kind in _KINDS)
"""Fields that a rule may name."""

_SEPARATOR = "\x1f"
_OTHER = re.compile(r"[\W_]+")

Values = Mapping[str, Sequence[str]]
"""The normalised values of a customer's fields; a field without a value has none."""


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """Fields that together make two customers the same."""

    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        """The rule as a person writes it."""
        return "+".join(self.fields)

    def values(self, values: Values) -> Sequence[str]:
        """Return what a customer is known by under this rule: one text for every combination; none without a value."""
        if len(self.fields) == 1:
            return values[self.fields[0]]
        return [_SEPARATOR.join(chosen) for chosen in product(*(values[name] for name in self.fields))]


Rules = tuple[DuplicateRule, ...]


@lru_cache(maxsize=256)
def parse_rules(text: str) -> Rules:
    """Read rules; '' means no control. Raise Invalid, naming the accepted fields, for a field that cannot be used."""
    parts = (one_line(part) for part in text.split(";"))
    rules = tuple(dict.fromkeys(_rule(part) for part in parts if part))
    if len(rules) > RULE_LIMIT:
        raise Invalid(tr("Duplicate control takes at most {limit} rules."), limit=RULE_LIMIT)
    return rules


def _rule(text: str) -> DuplicateRule:
    names = dict.fromkeys(name.strip().lower() for name in text.split("+"))
    for name in names:
        if name not in MATCHABLE:
            raise Invalid(
                tr("A duplicate rule cannot use “{unknown}”. It can use: {accepted}."),
                unknown=name[:40],
                accepted=", ".join(MATCHABLE),
            )
    if len(names) > FIELD_LIMIT:
        raise Invalid(tr("A duplicate rule joins at most {limit} fields."), limit=FIELD_LIMIT)
    return DuplicateRule(tuple(sorted(names, key=MATCHABLE.index)))


def rules_text(rules: Rules) -> str:
    """Return rules as they are stored and shown."""
    return "; ".join(rule.name for rule in rules)


@lru_cache(maxsize=256)
def fields_of(rules: Rules) -> tuple[str, ...]:
    """Return the fields that rules look at, each once."""
    return tuple(dict.fromkeys(name for rule in rules for name in rule.fields))


def normalised(name: str, stored: Sequence[str]) -> Sequence[str]:
    """Return the values of one field as they are compared.

    E-mails keep their accents, which make another mailbox; phones are stored as E.164 and stay; all other texts lose
    case, accents, spaces and punctuation.
    """
    normal = _NORMAL[name]
    if len(stored) == 1:  # nearly always: a million of them are read when rules are switched on
        value = normal(stored[0])
        return (value,) if value else ()
    return tuple(dict.fromkeys(value for value in map(normal, stored) if value))


def _bare(text: str) -> str:
    return text.lower() if text.isascii() and text.isalnum() else _OTHER.sub("", fold(text))


def _same(text: str) -> str:
    return text


_BY_KIND: Mapping[Kind, Callable[[str], str]] = {Kind.EMAIL: address_key, Kind.PHONE: _same}
_NORMAL = {name: _BY_KIND.get(FIELDS[name].kind, _bare) for name in MATCHABLE}


def values_of(customer: Customer, rules: Rules) -> Values:
    """Return a customer's normalised values in the fields that rules look at."""
    return {name: normalised(name, _stored(customer, name)) for name in fields_of(rules)}


def _stored(customer: Customer, name: str) -> Sequence[str]:
    if name == "email":
        return customer.emails
    return customer.phones if name == "phone" else (str(customer.value(name)),)


def keys(list_id: int, rules: Rules, values: Values) -> Iterator[tuple[int, bytes]]:
    """Yield everything a customer is known by, each once, with the place of its rule.

    Two customers are duplicates when they share one of these, whichever way they came in (O21). A key is a digest:
    short, of one length, and different on every list (O02). It hides nothing from whoever reads the database.
    """
    for place, rule in enumerate(rules):
        start = _start(list_id, rule.name)
        for value in rule.values(values):
            found = start.copy()
            found.update(value.encode())
            yield place, found.digest()


@lru_cache(maxsize=256)
def _start(list_id: int, name: str) -> hashlib.blake2b:
    content = f"{name}{_SEPARATOR}".encode()
    return hashlib.blake2b(content, digest_size=DIGEST_SIZE, key=list_id.to_bytes(8))


def digests(list_id: int, rules: Rules, customer: Customer) -> set[bytes]:
    """Return the keys of a customer."""
    if not rules:
        return set()
    return {digest for _, digest in keys(list_id, rules, values_of(customer, rules))}


@dataclass(frozen=True, slots=True)
class Clash:
    """Customers that share one value under a rule: how many, and the first of them with their names."""

    rule: str
    count: int
    customers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Clashes:
    """What clashes: exact numbers, and the first clashes to look at (N14).

    A pair counts once for every value that it shares. `by_rule` has the pairs under each rule that has any, where
    the rules are thought about; under the rules in force nobody counts them apart.
    """

    clashes: tuple[Clash, ...]
    count: int
    customers: int
    pairs: int
    by_rule: Mapping[str, int]
