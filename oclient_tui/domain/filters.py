"""The filter line: what a person types, read into a tree (cli.md, Customers).

`category:vip city:Kraków -consent:email created>2026-01-01 "free text" (a or b)`: terms are ANDed, `-` negates,
`or` and parentheses group, `field:*` asks for any value, `a..b` for a range.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.filter_fields import NO_MORE, FilterField, filter_field

TERM_LIMIT = 60
DEPTH_LIMIT = 12
LENGTH_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison. `op` is one of : = < <= > >= .. and * (any value)."""

    field: FilterField
    op: str
    value: str
    upper: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Free words: found by search."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Every:
    """All of them; of none, everything."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of them."""

    nodes: tuple["Node", ...]


Node = Term | Words | Not | Every | AnyOf
EVERYTHING = Every(())

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>-?\()|(?P<close>\))
      | (?P<minus>-)?(?P<field>[A-Za-z_][\w.]*)(?P<op><=|>=|[:=<>])(?P<value>"[^"]*"|[^\s()"]*)
      | (?P<minus2>-)?(?:"(?P<quoted>[^"]*)"|(?P<word>[^\s()"]+))
    )""",
    re.VERBOSE,
)


class _Reader:
    def __init__(self, line: str, more: Mapping[str, FilterField]) -> None:
        self._more = more
        self._tokens = list(_tokens(line))
        self._place = 0
        self._terms = 0

    def read(self) -> Node:
        node = self._either(0)
        if self._place < len(self._tokens):
            raise Invalid(tr("The filter has a “)” too many."))
        return node

    def _either(self, depth: int) -> Node:
        if depth > DEPTH_LIMIT:
            raise Invalid(tr("The filter has more than {limit} parentheses inside each other."), limit=DEPTH_LIMIT)
        choices = [self._all(depth)]
        while self._peek_or():
            self._place += 1
            choices.append(self._all(depth))
        if len(choices) > 1 and EVERYTHING in choices:
            raise Invalid(tr("“or” stands between two terms."))
        return choices[0] if len(choices) == 1 else AnyOf(tuple(choices))

    def _peek_or(self) -> bool:
        return self._place < len(self._tokens) and (self._tokens[self._place]["word"] or "").lower() == "or"

    def _all(self, depth: int) -> Node:
        nodes: list[Node] = []
        while self._place < len(self._tokens) and not self._tokens[self._place]["close"] and not self._peek_or():
            token = self._tokens[self._place]
            self._place += 1
            nodes.append(self._group(token, depth) if token["open"] else self._term(token))
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _group(self, token: re.Match[str], depth: int) -> Node:
        inner = self._either(depth + 1)
        if self._place >= len(self._tokens) or not self._tokens[self._place]["close"]:
            raise Invalid(tr("The filter has a “(” that is never closed."))
        self._place += 1
        return Not(inner) if token["open"].startswith("-") else inner

    def _term(self, token: re.Match[str]) -> Node:
        self._terms += 1
        if self._terms > TERM_LIMIT:
            raise Invalid(tr("The filter has more than {limit} terms."), limit=TERM_LIMIT)
        if token["field"]:
            node: Node = self._comparison(token["field"], token["op"], token["value"].strip('"'))
        else:
            node = Words(token["quoted"] or token["word"] or "")
        return Not(node) if token["minus"] or token["minus2"] else node

    def _comparison(self, name: str, op: str, value: str) -> Term:
        field = filter_field(name.lower(), self._more)
        if value == "*" and op == ":":
            return Term(field, "*", "")
        if ".." in value and op == ":" and field.ordered:
            lower, _, upper = value.partition("..")
            if not lower and not upper:
                raise Invalid(tr("A range such as {field}:a..b has at least one end."), field=field.name)
            return Term(field, "..", field.read(lower) if lower else "", field.read(upper) if upper else "")
        if op not in field.operators:
            raise Invalid(
                tr("{field} cannot be compared with “{op}”. It takes {accepted}."),
                field=field.name,
                op=op,
                accepted=" ".join(field.operators),
            )
        return Term(field, op, field.read(value))


def _tokens(line: str) -> Iterator[re.Match[str]]:
    place, line = 0, line.rstrip()
    while place < len(line):
        token = _TOKEN.match(line, place)
        if token is None or token.end() == place:
            raise Invalid(tr("The filter cannot be read from here on: {rest}"), rest=line[place:].lstrip()[:30])
        place = token.end()
        yield token


def parse(line: str, more: Mapping[str, FilterField] = NO_MORE) -> Node:
    """Read a filter line; raise Invalid with a sentence for anything that is not one.

    `more` are fields beside those that every list has, such as those of its card modules.
    """
    if len(line) > LENGTH_LIMIT:
        raise Invalid(tr("A filter may have at most {limit} characters."), limit=LENGTH_LIMIT)
    return _Reader(line, more).read()


def terms(node: Node) -> Iterator[Term]:
    """Return every comparison in the tree."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Not):
        yield from terms(node.node)
    elif isinstance(node, Every | AnyOf):
        for inner in node.nodes:
            yield from terms(inner)


def mentions(node: Node, name: str) -> bool:
    """Whether the filter speaks of a field at all."""
    return any(term.field.name == name for term in terms(node))
