"""The filter line is read into a tree, and a tree that is written out reads back as the same (cli.md, A7)."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.filter_fields import FILTER_FIELDS, Compare, filter_field
from oclient_tui.domain.filters import (
    EVERYTHING,
    LENGTH_LIMIT,
    AnyOf,
    Every,
    Node,
    Not,
    Term,
    Words,
    mentions,
    parse,
    terms,
)

DATES = st.dates().map(lambda day: day.isoformat())
PLAIN = st.text(st.characters(categories=("Ll", "Nd"), max_codepoint=0x17F), min_size=1, max_size=12)


def _read(name: str, value: str) -> str:
    return filter_field(name).read(value)


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    field = FILTER_FIELDS[draw(st.sampled_from(sorted(FILTER_FIELDS)))]
    kinds = {Compare.FLAG: st.sampled_from(("yes", "no")), Compare.ACTIVE: st.sampled_from(("yes", "no", "any"))}
    values = DATES if field.ordered else kinds.get(field.compare, PLAIN)
    kind = draw(st.sampled_from(("*", "value", "range" if field.ordered else "value")))
    if kind == "*":
        return Term(field, "*", "")
    if kind == "range":
        lower, upper = draw(st.tuples(values, values) | st.tuples(values, st.just("")) | st.tuples(st.just(""), values))
        return Term(field, "..", lower, upper)
    return Term(field, draw(st.sampled_from(field.operators)), field.read(draw(values)))


def _groups(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(inner.map(Not), some.map(Every), some.map(AnyOf))


TREES: st.SearchStrategy[Node] = st.recursive(st.one_of(_terms(), PLAIN.map(Words)), _groups, max_leaves=8)


def _written(node: Node) -> str:
    if isinstance(node, Term):
        value = {"*": "*", "..": f"{node.value}..{node.upper}"}.get(node.op, f'"{node.value}"')
        return f"{node.field.name}{':' if node.op in ('*', '..') else node.op}{value}"
    if isinstance(node, Words):
        return f'"{node.text}"'
    if isinstance(node, Not):
        return f"-({_written(node.node)})"
    return "(" + (" or " if isinstance(node, AnyOf) else " ").join(_written(inner) for inner in node.nodes) + ")"


@given(TREES)
def test_a_tree_written_out_reads_back(node: Node) -> None:
    assert parse(_written(node)) == node


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_text_is_a_tree_or_a_sentence(line: str) -> None:  # A7
    with suppress(Invalid):
        assert all(term.field.name in FILTER_FIELDS for term in terms(parse(line)))


NAMES = st.text("abcdefghijklmnopqrstuvwxyz_.ABC0123456789", min_size=1, max_size=14)


@given(
    NAMES.filter(lambda name: name.lower() not in {*FILTER_FIELDS, "tags", "categories", "interests"}),
    st.sampled_from(":=<>"),
)
@settings(max_examples=300)
def test_a_name_that_is_not_on_the_list_is_never_a_field(name: str, op: str) -> None:  # A7
    if name[0].isdigit() or name[0] == ".":
        assert not list(terms(parse(f"{name}{op}x")))
        return
    with pytest.raises(Invalid, match="knows no field"):
        parse(f"{name}{op}x")


def test_lines_as_people_write_them() -> None:
    city = Term(filter_field("city"), ":", "krakow")
    vip = Term(filter_field("category"), ":", "vip")
    lines: dict[str, Node] = {
        "": EVERYTHING,
        "   ": EVERYTHING,
        "city:Kraków": city,
        'city:"Nowy Sącz"': Term(filter_field("city"), ":", "nowy sacz"),
        "CITY:kraków  category:VIP": Every((city, vip)),
        "categories:vip": vip,
        "-city:Kraków": Not(city),
        "city:Kraków or category:vip": AnyOf((city, vip)),
        "city:Kraków OR category:vip x": AnyOf((city, Every((vip, Words("x"))))),
        "-(city:Kraków category:vip)": Not(Every((city, vip))),
        "((city:Kraków))": city,
        '"or"': Words("or"),
        "city:*": Term(filter_field("city"), "*", ""),
        "birthday:1980-01-01..": Term(filter_field("birthday"), "..", "1980-01-01", ""),
        "birthday:..1980-01-01": Term(filter_field("birthday"), "..", "", "1980-01-01"),
        "created>=20260131": Term(filter_field("created"), ">=", "2026-01-31"),
        "active:tak": Term(filter_field("active"), ":", "yes"),
        "-": Words("-"),
    }
    assert {line: parse(line) for line in lines} == lines


def test_what_is_no_line_is_told() -> None:
    for line, said in {
        "(": "never closed", ")": "too many", "a)": "too many", "a or": "between two terms",
        "or a": "between two terms", "city:": "needs a value", "city<a": "cannot be compared",
        "birthday:x": "is a date", "birthday:..": "at least one end",
        "active:x": "on or off", 'city:"a': "cannot be read", "(" * 14 + ")" * 14: "inside each other",
        "a " * 61: "more than 60 terms", "a" * (LENGTH_LIMIT + 1): "at most 2000",
    }.items():  # fmt: skip
        with pytest.raises(Invalid, match=said):
            parse(line)


@given(TREES)
def test_a_line_mentions_what_its_terms_name(node: Node) -> None:
    named = {term.field.name for term in terms(node)}
    assert {name for name in FILTER_FIELDS if mentions(node, name)} == named
    assert _read("city", "Łódź") == "lodz"
