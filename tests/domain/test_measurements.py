"""Numbers of measurements: a comma or a point, exact to three decimals, and ordered as numbers are (E12)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.measurements import amount_of, read_amount, thousandths

COUNTS = st.integers(-(10**12) + 1, 10**12 - 1)


@given(COUNTS, st.sampled_from(".,"), st.integers(0, 3))
def test_a_number_is_read_as_it_is_meant(count: int, mark: str, zeros: int) -> None:
    typed = f"{Decimal(count) / 1000:.3f}".replace(".", mark)
    amount = read_amount("measurement.waist", f" {typed} ")
    assert Decimal(amount) == Decimal(count) / 1000
    assert thousandths(amount) == count
    assert amount_of(count) == amount, "one number is written in one way"
    whole, _, decimals = typed.partition(mark)
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    padded = f"{sign}{'0' * min(zeros, 9 - len(digits))}{digits}{mark}{decimals}"
    assert read_amount("measurement.waist", padded) == amount


@given(COUNTS, COUNTS)
def test_numbers_are_ordered_as_they_are_stored(first: int, second: int) -> None:
    assert (Decimal(amount_of(first)) < Decimal(amount_of(second))) is (first < second)


@pytest.mark.parametrize(("typed", "amount"), [
    ("92,5", "92.5"), ("92.50", "92.5"), ("+7", "7"), ("007", "7"), ("-0,0", "0"), ("-0,001", "-0.001"), ("0", "0"),
    ("1000", "1000"), ("999999999,999", "999999999.999"), ("", ""), ("  ", ""), ("\u202e5", "5"),
])  # fmt: skip
def test_examples(typed: str, amount: str) -> None:
    assert read_amount("measurement.waist", typed) == amount


@pytest.mark.parametrize("typed", [
    "wide", "9 2", "9,2,1", "1e3", "0x10", "٣", "½", "1,2345", "1234567890", "--1", ",5", "5,", "nan", "inf", "92 cm",
    "1_000", "=1",
])  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"measurement\.waist is a number such as"):
        read_amount("measurement.waist", typed)
