"""What a duplicate rule says, how values are compared, and which fields it takes (O19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import MATCHABLE, digests, parse_rules, rules_text
from oclient_tui.domain.errors import Invalid


def same(rules: str, first: Customer, second: Customer) -> bool:
    """Whether two customers are duplicates."""
    return bool(digests(1, parse_rules(rules), first) & digests(1, parse_rules(rules), second))


def person(**values: str) -> Customer:
    """Return a customer; contacts are separated by spaces."""
    contacts = {f"{name}s": tuple(values.pop(name).split()) for name in ("email", "phone") if name in values}
    return Customer(0, **contacts, **values)  # type: ignore[arg-type]


Pair = tuple[str, dict[str, str], dict[str, str]]
MATCHES: tuple[Pair, ...] = (
    ("email", {"email": "a@b.pl"}, {"email": "x@b.pl A@B.PL"}),
    ("phone", {"phone": "+48600100200 +48600100201"}, {"phone": "+48600100201"}),
    ("last_name+city", {"last_name": "Żółw", "city": "Łódź"}, {"last_name": "ZOLW", "city": "lodz "}),
    ("tax_id", {"tax_id": "PL 123-456-78-90"}, {"tax_id": "pl1234567890"}),
    ("company", {"company": "Müller & Söhne"}, {"company": "muller  sohne"}),
    ("company", {"company": "Straße 1"}, {"company": "STRASSE-1"}),
    ("company", {"company": "가나"}, {"company": "\u1100\u1161\u1102\u1161"}),
    ("birthday", {"birthday": "1980-01-02"}, {"birthday": "1980-01-02"}),
    ("phone; email", {"email": "a@b.pl", "phone": "+48600100200"}, {"email": "a@b.pl", "phone": "+48600100201"}),
    ("email+phone", {"email": "a@b.pl c@d.pl", "phone": "+481 +482"}, {"email": "c@d.pl", "phone": "+481"}),
)


@pytest.mark.parametrize(("rules", "first", "second"), MATCHES)
def test_what_matches(rules: str, first: dict[str, str], second: dict[str, str]) -> None:
    assert same(rules, person(**first), person(**second))


DIFFER: tuple[Pair, ...] = (
    ("email", {"email": "ą@b.pl"}, {"email": "a@b.pl"}),  # another mailbox
    ("email", {}, {}),
    ("last_name+city", {"last_name": "A"}, {"last_name": "A"}),
    ("company", {"company": "-"}, {"company": "."}),  # nothing is left to compare
    ("last_name+city", {"last_name": "A", "city": "B"}, {"last_name": "A", "city": "C"}),
    ("first_name; last_name", {"first_name": "Jan"}, {"last_name": "Jan"}),
    ("first_name+last_name", {"first_name": "a", "last_name": "bc"}, {"first_name": "ab", "last_name": "c"}),
    ("email; company", {"email": "a@b.pl"}, {"company": "a@b.pl"}),
)


@pytest.mark.parametrize(("rules", "first", "second"), DIFFER)
def test_what_does_not_match(rules: str, first: dict[str, str], second: dict[str, str]) -> None:
    assert not same(rules, person(**first), person(**second))


def test_lists_share_no_keys() -> None:  # O02
    one = person(email="a@b.pl")
    assert not digests(1, parse_rules("email"), one) & digests(2, parse_rules("email"), one)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        (" ; ;", ""),
        ("email; phone; last_name+city", "email; phone; last_name+city"),
        ("CITY + Last_Name;email;last_name+city ; email", "last_name+city; email"),
        ("phone+phone", "phone"),
    ],
)
def test_rules_are_shown_in_one_way(text: str, shown: str) -> None:
    assert rules_text(parse_rules(text)) == shown
    assert parse_rules(shown) == parse_rules(text)


@pytest.mark.parametrize(
    "text", ["id", "tags", "email2", "email,phone", "email+", "+", "restricted", "\u202eliame", "x"]
)
def test_a_field_that_cannot_be_used_is_refused_naming_those_that_can(text: str) -> None:
    with pytest.raises(Invalid) as error:
        parse_rules(text)
    assert f"It can use: {', '.join(MATCHABLE)}." in str(error.value)


def test_rules_have_limits() -> None:
    parse_rules("; ".join(MATCHABLE[:8]))
    parse_rules("+".join(MATCHABLE[:5]))
    with pytest.raises(Invalid, match="at most 8 rules"):
        parse_rules("; ".join(MATCHABLE[:9]))
    with pytest.raises(Invalid, match="at most 5 fields"):
        parse_rules("+".join(MATCHABLE[:6]))


FIELDS = st.lists(st.sampled_from(MATCHABLE), min_size=1, max_size=5)


@given(st.lists(FIELDS, max_size=8))
def test_rules_written_and_read_again_are_the_same(drawn: list[list[str]]) -> None:
    rules = parse_rules(";".join("+".join(fields) for fields in drawn))
    assert parse_rules(rules_text(rules)) == rules
    assert {frozenset(rule.fields) for rule in rules} == {frozenset(fields) for fields in drawn}
