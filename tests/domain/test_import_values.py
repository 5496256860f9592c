"""Values as files write them, and what a person would type in their place (O21)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.fields import FIELDS, read_flag, read_text
from oclient_tui.domain.import_values import (
    country_text,
    date_text,
    flag_text,
    labels_text,
    language_text,
    several,
    split_name,
)
from oclient_tui.domain.text import inert

DAYS = st.dates(date(1900, 3, 1), date(2100, 1, 1))


@given(DAYS, st.sampled_from(["./-", "-", ".", "/"]), st.booleans())
def test_a_day_is_the_same_however_it_is_written(day: date, signs: str, long: bool) -> None:
    wanted = day.isoformat()
    for sign in signs:
        first = f"{day.day:02}{sign}{day.month:02}" if long else f"{day.day}{sign}{day.month}"
        assert date_text(f"{first}{sign}{day.year}") == wanted
        assert date_text(f" {day.year}{sign}{day.month}{sign}{day.day} ") == wanted
    assert date_text(f"{wanted} 00:00:00") == date_text(f"{wanted}T12:30") == wanted
    assert date_text(str((day - date(1899, 12, 30)) // timedelta(days=1))) == wanted


@given(st.text(max_size=30))
def test_whatever_is_written_never_fails_before_the_field_s_own_rule(text: str) -> None:
    for turn in (date_text, flag_text, country_text, labels_text):
        assert turn(inert(turn(text))) is not None
    assert all(several(text))
    assert len(split_name(text)) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [("Polska", "PL"), ("POLEN", "PL"), ("Niemcy", "DE"), ("Wielka Brytania", "GB"), ("pl", "pl"), ("Česko", "Česko"),
     ("Österreich", "AT"), ("United Kingdom", "GB"), ("Czech Republic", "CZ"), ("", "")],
)  # fmt: skip
def test_countries_by_their_names(text: str, code: str) -> None:
    assert country_text(text) == code
    if len(code) == 2:
        assert read_text(FIELDS["country"], code) == code.upper()


def test_switches() -> None:
    for text in ("x", "X", "tak", "yes", "1", "T", "ja", "on"):
        assert read_flag("active", flag_text(text)) is True
    for text in ("", "nie", "no", "0", "N", "-", "nein", "off"):
        assert read_flag("active", flag_text(text)) is False


def test_several_values_in_one_cell() -> None:
    assert several("a@b.pl ::: c@d.pl; e@f.pl,g@h.pl") == ["a@b.pl", "c@d.pl", "e@f.pl", "g@h.pl"]
    assert labels_text("* myContacts ::: VIP;new") == "VIP,new"
    assert labels_text('"VIP","Hurt",pipe 12"') == 'VIP,Hurt,pipe 12"'
    assert several("48601234567.0 / 600 100 200 lub 12/3456789") == ["48601234567", "600 100 200", "12/3456789"]


def test_days_without_a_year_say_nothing() -> None:
    assert {date_text(text) for text in ("--03-17", "--0317", "03/17", "0/0/00", "0000-00-00", "0.0.0000")} == {""}
    assert date_text("1/2") == "", "Mailchimp asks for a birthday without its year"


def test_languages_by_locale_and_name() -> None:
    assert [language_text(text) for text in ("pl_PL", "en-GB", "Polski", "GERMAN", "pl", "", "Klingon")] == [
        "pl", "en", "pl", "de", "pl", "", "Klingon",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("Jan Kowalski", "Jan", "Kowalski"), ("Kowalski, Jan", "Jan", "Kowalski"), ("Cher", "", "Cher"),
     (" Jan  Maria Rokita ", "Jan Maria", "Rokita"), ("", "", ""),
     ("de la Cruz, Ana María", "Ana María", "de la Cruz")],
)  # fmt: skip
def test_whole_names(text: str, first: str, last: str) -> None:
    assert split_name(text) == (first, last)
