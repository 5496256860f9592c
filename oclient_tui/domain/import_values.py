"""Values as files write them, turned into what a person would type (O21).

Nothing is decided here: what comes out goes through the rules of the fields as if it had been typed.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from oclient_tui.domain.text import fold, one_line, slug

_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T]\d.*)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?:[ T]\d.*)?\Z")
_COUNTED = re.compile(r"\d{1,5}(?:\.0)?\Z")
_NO_DAY = re.compile(r"--\d\d-?\d\d\Z|\d{1,2}[./-]\d{1,2}\Z|0+([./-])0+\1 ?0+(?: 0+:0+(?::0+)?)?\Z")
"""A birthday without its year, as address books and Mailchimp write it, and the date of zeros that means none."""

_DAY_ZERO = date(1899, 12, 30)
"""What Excel counts its days from, with the day of 1900 that never was (ECMA-376 part 1, 18.17.4)."""

_ON = frozenset({"x", "t", "y", "+", "✓", "✔", "ja", "wahr", "prawda"})
_OFF = frozenset({"n", "-", "nein", "falsch", "falsz"})
_CONTACTS = re.compile(r"\s*(?::::|[;,|]| / | (?:lub|or|oder) )\s*", re.IGNORECASE)
_COUNTED_PHONE = re.compile(r"(\d{7,15})\.0+\Z")
"""A telephone number that some program took for a number with a fraction."""

_LABELS = re.compile(r"\s*(?::::|[;,|])\s*")

_EVERYBODY = "* myContacts"
_QUOTED = re.compile(r'"([^"]*)"\Z')

_LOCALE = re.compile(r"([A-Za-z]{2})[-_][A-Za-z]{2,4}\Z")
_LANGUAGES = {
    name: code
    for code, names in {
        "pl": "polski polish polnisch", "en": "angielski english englisch", "de": "niemiecki german deutsch",
        "uk": "ukrainski ukrainian ukrainisch", "cs": "czeski czech tschechisch", "fr": "francuski french franzosisch",
    }.items()
    for name in names.split()
}  # fmt: skip

_COUNTRIES = """
AL albania; AT austria osterreich; BE belgia belgium belgien; BG bulgaria bulgarien; BY bialorus belarus
CA kanada canada; CH szwajcaria switzerland schweiz; CN chiny china; CY cypr cyprus zypern
CZ czechy czech_republic czechia republika_czeska tschechien; DE niemcy germany deutschland
DK dania denmark danemark; EE estonia estland; ES hiszpania spain spanien; FI finlandia finland finnland
FR francja france frankreich
GB wielka_brytania united_kingdom great_britain anglia england szkocja scotland wales grossbritannien
GR grecja greece griechenland; HR chorwacja croatia kroatien; HU wegry hungary ungarn; IE irlandia ireland irland
IL izrael israel; IS islandia iceland island; IT wlochy italy italien; JP japonia japan; LI liechtenstein
LT litwa lithuania litauen; LU luksemburg luxembourg luxemburg; LV lotwa latvia lettland; MD moldawia moldova
ME czarnogora montenegro; MK macedonia north_macedonia macedonia_polnocna; MT malta
NL holandia niderlandy netherlands the_netherlands holland niederlande; NO norwegia norway norwegen
PL polska poland polen rzeczpospolita_polska rp; PT portugalia portugal; RO rumunia romania rumanien
RS serbia serbien; RU rosja russia russland; SE szwecja sweden schweden; SI slowenia slovenia slowenien
SK slowacja slovakia slowakei; TR turcja turkey turkei; UA ukraina ukraine
US usa stany_zjednoczone united_states united_states_of_america vereinigte_staaten
"""
_CODES = {
    name: line.split()[0] for line in re.split(r"[;\n]", _COUNTRIES.strip()) for name in line.split()[1:]
}  # fmt: skip


@lru_cache(maxsize=4096)
def date_text(text: str) -> str:
    """Return a date as it is typed, 1990-02-01, from 1.02.1990, 1990/02/01 or a spreadsheet's count of days.

    The day comes before the month. A day without a year says nothing. What is no date is returned as it is, for the
    field's own rule to refuse.
    """
    value = one_line(text)
    if _NO_DAY.match(value):
        return ""
    if _COUNTED.match(value):
        return (_DAY_ZERO + timedelta(days=int(value.partition(".")[0]))).isoformat()
    found = _YEAR_FIRST.match(value)
    parts = (found[1], found[3], found[4]) if found else None
    if parts is None and (found := _DAY_FIRST.match(value)):
        parts = (found[4], found[3], found[1])
    return f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}" if parts else value


@lru_cache(maxsize=1024)
def flag_text(text: str) -> str:
    """Return a switch as it is typed, from x, T, N and their like as well."""
    value = fold(one_line(text))
    if value in _ON:
        return "on"
    return "off" if value in _OFF else value


@lru_cache(maxsize=4096)
def country_text(text: str) -> str:
    """Return the code of a country that is called by its Polish, English or German name."""
    value = one_line(text)
    return value if len(value) == 2 else _CODES.get(slug(value), value)


@lru_cache(maxsize=1024)
def language_text(text: str) -> str:
    """Return the code of a language from a locale such as pl_PL, or from its name."""
    value = one_line(text)
    found = _LOCALE.match(value)
    return found[1] if found else _LANGUAGES.get(slug(value), value)


def several(text: str) -> list[str]:
    """Return the e-mails or phones of one cell: separated by ; , | or a slash, “or”, or Google's three colons."""
    return [_COUNTED_PHONE.sub(r"\1", part) for part in _CONTACTS.split(one_line(text)) if part]


@lru_cache(maxsize=4096)
def labels_text(text: str) -> str:
    """Return labels as they are typed, with commas.

    Google's star before its own groups is taken away, and the group that all contacts are in; so are the quotes that
    Mailchimp writes around each label.
    """
    parts = (_QUOTED.sub(r"\1", part) for part in _LABELS.split(one_line(text)) if part != _EVERYBODY)
    return ",".join(label for part in parts if (label := part.removeprefix("* ")))


def split_name(text: str) -> tuple[str, str]:
    """Return first and last name: the last word is the last name, unless a comma sets it before the first."""
    value = one_line(text)
    last, comma, first = value.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = value.rpartition(" ")
    return first, last
