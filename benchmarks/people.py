"""Made-up customers, as mixed as a real file: Polish, German, Cyrillic and Chinese names; same seed, same people."""

import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.ids import IdMaker
from oclient_tui.domain.text import fold

LENGTHS = range(2, 13)
_YEAR_MS = 365 * 24 * 3600 * 1000


@dataclass(frozen=True)
class Country:
    """Names of one country."""

    code: str
    dial: str
    share: int
    first: tuple[str, ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    firms: tuple[str, ...]


_NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
_COUNTRIES = tuple(Country(**country) for country in _NAMES["countries"])
_LATIN = str.maketrans(_NAMES["latin"])


def customers(count: int, seed: int, author: int, started_ms: int) -> Iterator[Customer]:
    """Return `count` customers, added one after another over three years."""
    chance = random.Random(seed)  # noqa: S311 - a data set, not a secret
    step, now = max(3 * _YEAR_MS // max(count, 1), 1), started_ms
    ids = IdMaker(lambda: now, chance.randrange)
    for country in chance.choices(_COUNTRIES, [country.share for country in _COUNTRIES], k=count):
        now += step
        yield _customer(chance, country, ids.next(), author, now)


def _customer(chance: random.Random, country: Country, number: int, author: int, now: int) -> Customer:
    person, firm = chance.random() < 0.88, chance.random() < 0.25
    first = _often(chance, country.first) if person else ""
    last = _often(chance, country.stems) + chance.choice(country.endings) if person else ""
    return Customer(
        id=number,
        created_at=now,
        created_by=author,
        updated_at=now,
        first_name=first,
        last_name=last,
        company=_firm(chance, country) if firm or not person else "",
        emails=(_email(chance, country, first, last),) if chance.random() < 0.8 else (),
        phones=(f"{country.dial}{chance.randrange(10**8, 10**9)}",) if chance.random() < 0.85 else (),
        street=f"{chance.choice(country.streets)} {chance.randrange(1, 200)}",
        postcode=f"{chance.randrange(10**4, 10**5)}",
        city=_often(chance, country.cities),
        country=country.code,
        language=country.code.lower(),
    )


def _often(chance: random.Random, names: tuple[str, ...]) -> str:
    """Return one of the names, the earlier ones more often, as names are spread among people."""
    return names[int(len(names) * chance.random() ** 1.7)]


def _firm(chance: random.Random, country: Country) -> str:
    if country.code == "CN":
        return f"{chance.choice(country.cities)}{_often(chance, country.stems)}{chance.choice(country.firms)}"
    trade = chance.choice(_NAMES["trades"]) + chance.choice(("", "-", "")) + chance.choice(_NAMES["trades"]).lower()
    return f"{trade} {_often(chance, country.stems)} {chance.choice(country.firms)}"


def _email(chance: random.Random, country: Country, first: str, last: str) -> str:
    if country.code == "CN":
        first, last = chance.choice(_NAMES["pinyin"]), chance.choice(_NAMES["pinyin"])
    local = ".".join(fold(part).translate(_LATIN) for part in (first, last) if part) or "biuro"
    kept = "".join(sign for sign in local if sign.isascii() and (sign.isalnum() or sign == "."))
    return f"{kept}{chance.randrange(1, 10_000)}@{chance.choice(_NAMES['mail_hosts'])}"


def terms(found: Iterable[Customer], seed: int, a_length: int) -> list[str]:
    """Return what people would type to find these customers: `a_length` beginnings of words for each length, 2 to 12.

    Words come from name, company, city, e-mail and phone alike; a short name is followed by the next word's start.
    """
    chance = random.Random(seed)  # noqa: S311 - a data set, not a secret
    typed = []
    for number, customer in enumerate(found):
        length = LENGTHS[number % len(LENGTHS)]
        texts = [
            customer.name,
            customer.sorting_name,
            customer.company,
            customer.city,
            *customer.emails,
            *customer.phones,
        ]
        text = chance.choice([text for text in texts if len(text) >= 2])
        words = text.replace("@", " ").replace(".", " ").split()
        start = chance.randrange(len(words))
        typed.append(" ".join(words[start:])[:length].strip())
        if len(typed) == a_length * len(LENGTHS):
            break
    return [term for term in typed if len(term) >= 2]
