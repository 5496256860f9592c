"""The short way of reading phones and e-mails says what the libraries say, or nothing."""

import random

import email_validator
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.gateways.contacts import Contacts
from oclient_tui.gateways.plain_contacts import plain_email, plain_phone

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def library_phone(text: str, region: str) -> str | None:
    """Return what the library makes of a number."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def library_email(text: str) -> str | None:
    """Return what the library makes of an address."""
    Contacts().email("a@b.example")  # teaches it .invalid
    try:
        found = email_validator.validate_email(text, check_deliverability=False, test_environment=True)
    except email_validator.EmailNotValidError:
        return None
    return str(found.normalized)


def test_every_region_s_numbers_are_read_as_the_library_reads_them() -> None:
    chance, short = random.Random(1), 0  # noqa: S311 - a sample, not a secret
    for region in REGIONS:
        code = phonenumbers.country_code_for_region(region)
        for length in range(3, 16):
            for start in (code, *chance.sample(range(1, 1000), 3)):
                national = f"{start}{chance.randrange(10**15)}"[:length]
                for text in (national, f"+{code}{national}", f"+{national}", f"{national[:3]} {national[3:]}-1"):
                    answer = plain_phone(text, region)
                    short += answer is not None
                    assert answer in (None, library_phone(text, region)), (text, region)
    assert short > 5000, "the short way is gone"


@given(
    st.one_of(
        st.from_regex(r"\A\+?[0-9]{1,4}([ -]?[0-9]{1,4}){0,5}\Z"),
        st.text(alphabet="+0123456789 -()/.x\u0660\uff11", max_size=18),
        st.builds("+{}{}".format, st.sampled_from(CODES), st.integers(10**5, 10**11)),
    ),
    st.sampled_from(REGIONS),
)
def test_a_number_is_read_as_the_library_reads_it(text: str, region: str) -> None:
    assert plain_phone(text, region) in (None, library_phone(text, region))


LOCALS = st.one_of(
    st.from_regex(r"\A[a-z0-9._+-]{1,70}\Z"), st.sampled_from(("info", "sales", "Info", "post.master", "x--y", "-a"))
)
LABELS = st.from_regex(r"\A[a-zA-Z0-9-]{1,12}\Z")
ENDS = st.sampled_from(
    ("pl", "com", "invalid", "test", "local", "localhost", "onion", "arpa", "example", "1", "c", "xn--p1ai", "")
)


def joined(labels: list[str], end: str) -> str:
    return ".".join([*labels, end])


HOSTS = st.builds(joined, st.lists(LABELS, max_size=4), ENDS)


@given(st.one_of(st.builds("{}@{}".format, LOCALS, HOSTS), st.emails(), st.text(alphabet='ab.@-+_ <>"ż1', max_size=12)))
def test_an_address_is_read_as_the_library_reads_it(text: str) -> None:
    expected = library_email(text.strip()) if text == " ".join(text.split()) else None
    if plain_email(text) is None:
        return
    try:
        answer: str | None = Contacts().email(text)
    except Invalid:
        answer = None
    assert answer == expected


@pytest.mark.parametrize("text", ["600 100 200", "+48600100200", "22-123-45-67"])
def test_what_people_write_takes_the_short_way(text: str) -> None:
    assert plain_phone(text, "PL") == library_phone(text, "PL")
