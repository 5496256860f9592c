"""Readers of records' values, and what a module may declare (architecture §4)."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.fields import FIELDS
from oclient_tui.domain.filter_fields import FILTER_FIELDS
from oclient_tui.domain.module import Field, Kind, Module
from oclient_tui.domain.money import LIMIT, read_money, show_money
from oclient_tui.domain.product_lines import Line, pack_lines, read_lines, show_lines, total, unpack_lines
from oclient_tui.domain.records import BLANK, completed, edited, read_value, show_value
from oclient_tui.domain.text import inert_block
from oclient_tui.modules import registered

EVERY_KIND = Module(
    "every",
    "Every",
    order=1,
    fields=tuple(Field(kind.value, kind) for kind in Kind if kind not in (Kind.STATE, Kind.CHOICE)),
    states=("open", "done"),
)
AMOUNTS = st.integers(-LIMIT, LIMIT)
PRODUCTS = st.text(st.characters(exclude_characters=";", exclude_categories=("C", "Z")), min_size=1, max_size=60)


@given(AMOUNTS, st.sampled_from([".", ","]), st.sampled_from(["", " ", "\u00a0", "\u202f", "'"]))
def test_an_amount_reads_as_it_is_written_anywhere(amount: int, sign: str, group: str) -> None:
    assert read_money("m", show_money(amount)) == amount
    whole = f"{abs(amount) // 100:,}".replace(",", group)
    text = f"{'-' if amount < 0 else ''}{whole}{sign}{abs(amount) % 100:02}"
    assert read_money("m", f" {text} ") == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5", 500),
        ("5,5", 550),
        ("5.05", 505),
        ("+1", 100),
        ("\u22121", -100),
        ("-0", 0),
        ("1 000", 100_000),
        ("0,99", 99),
    ],
)
def test_amounts(text: str, amount: int) -> None:
    assert read_money("m", text) == amount


@pytest.mark.parametrize(
    "text", ["", "x", "1,234", "1.2.3", "1,2,3", "1 00", "1e3", "٣", "1.", ".5", "--1", "1 zł", "NaN", "9" * 30, "1_0"]
)
def test_what_could_be_read_two_ways_is_no_amount(text: str) -> None:
    with pytest.raises(Invalid):
        read_money("m", text)


@given(st.lists(st.builds(Line, st.integers(1, 999_999), PRODUCTS, st.integers(-10_000, 10**7)), max_size=20))
def test_lines_read_as_they_are_shown_and_stored(lines: list[Line]) -> None:
    read = read_lines("l", show_lines(lines))
    assert unpack_lines(pack_lines(read)) == read
    assert read_lines("l", show_lines(read)) == read
    assert [(line.quantity, line.price) for line in read] == [(line.quantity, line.price) for line in lines]
    assert total(read) == sum(line.quantity * line.price for line in lines)


@given(st.sampled_from(EVERY_KIND.every_field), st.text() | st.from_regex(r"[0-9 .,:T@x;-]{0,20}"))
def test_whatever_is_typed_is_read_or_refused_and_reads_again_the_same(field: Field, text: str) -> None:
    if field.kind is Kind.FILE:
        return
    try:
        value = read_value(EVERY_KIND, field, text)
    except Invalid:
        return
    shown = show_value(field, value)
    if isinstance(shown, str):
        assert inert_block(shown) == shown
        assert read_value(EVERY_KIND, field, shown) == value
    else:
        assert shown is None or isinstance(shown, int)


@given(st.datetimes())
def test_a_moment_is_the_list_s_own_clock_to_the_minute(moment: datetime) -> None:
    wanted = moment.strftime("%H:%M")
    for text in (moment.isoformat(), moment.isoformat(" ", "minutes")):
        found = str(read_value(EVERY_KIND, Field("moment", Kind.MOMENT), text))
        assert (found[:10], found[11:]) == (moment.date().isoformat(), wanted)


def test_a_sum_follows_its_lines_unless_it_is_typed() -> None:
    sales = next(module for module in registered() if module.key == "sales")
    lines = read_lines("lines", "2 x Chair @ 10; Table @ 5,50")
    whole = completed(sales, {"type": 1, "lines": lines})
    assert whole["amount"] == 2550
    assert edited(sales, whole, {"lines": lines[:1]})["amount"] == 2000
    assert edited(sales, whole, {"lines": lines[:1], "amount": 1})["amount"] == 1
    assert edited(sales, whole, {"lines": ()})["amount"] == 2550, "without lines the amount stays"
    assert edited(sales, whole, {"note": "x"})["amount"] == 2550
    with pytest.raises(Invalid, match="amount=…"):
        completed(sales, {"type": 1})


def test_a_new_record_has_the_first_state() -> None:
    assert completed(EVERY_KIND, {})["state"] == "open"
    assert {name: value for name, value in completed(EVERY_KIND, {}).items() if name != "state"} == {
        field.name: BLANK[field.kind] for field in EVERY_KIND.fields
    }


DECLARED: Mapping[str, dict[str, object]] = {
    "a key with a space": {"key": "a b"},
    "a key with capitals": {"key": "Cars"},
    "no field": {"fields": ()},
    "a field twice": {"fields": (Field("a"), Field("a"))},
    "a field that every record has": {"fields": (Field("version"),)},
    "a state as a field": {"fields": (Field("state"),)},
    "an open state that is none": {"states": ("a",), "open_states": ("b",)},
    "a sum of what are no lines": {"fields": (Field("a"), Field("b", Kind.MONEY, sum_of="a"))},
    "a total that is no money": {"total": "a"},
    "a choice of nothing": {"fields": (Field("a", Kind.CHOICE),)},
    "a catalogue not named": {"fields": (Field("a", Kind.CHOICE, catalogue="sale-types"),)},
}


@pytest.mark.parametrize("name", DECLARED)
def test_a_declaration_that_cannot_be_meant_fails_at_import(name: str) -> None:
    good: dict[str, object] = {"key": "cars", "title": "Cars", "order": 1, "fields": (Field("a"),)}
    Module(**good)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="module"):
        Module(**{**good, **DECLARED[name]})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_no_module_hides_a_customer_s_own_field() -> None:
    keys = {module.key for module in registered()}
    assert keys == {"notes", "tasks", "calendar", "contracts", "sales", "files"}
    assert not keys & {*FILTER_FIELDS, *FIELDS, "measurement"}
