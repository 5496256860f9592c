"""The files of P1 and P2: the data set's people as CSV, kept from run to run."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks import people
from benchmarks.dataset import DATA, SEED, STARTED_MS, fingerprint

HEADER = ("first_name", "last_name", "company", "email", "phone", "street", "postcode", "city", "country")
_OTHERS = SEED + 1


def first_file(rows: int) -> Path:
    """Return a file of so many people."""
    return _file(f"people-{rows}", _people(rows, SEED))


def second_file(rows: int) -> Path:
    """Return a file of which half of the rows stand in the first, in no order, and half are new people."""
    return _file(f"half-{rows}", _half_known(rows))


def _file(name: str, rows: Iterator[tuple[str, ...]]) -> Path:
    path = DATA / f"{name}-{fingerprint()}.csv"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        for other in DATA.glob(f"{name}-*.csv"):
            other.unlink()
        fresh = path.with_suffix(".part")
        with fresh.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(rows)
        fresh.rename(path)
    return path


def _people(rows: int, seed: int) -> Iterator[tuple[str, ...]]:
    for one in people.customers(rows, seed, 0, STARTED_MS):
        email, phone = one.emails[0] if one.emails else "", one.phones[0] if one.phones else ""
        yield (
            one.first_name, one.last_name, one.company, email, phone, one.street, one.postcode, one.city, one.country
        )  # fmt: skip


def _half_known(rows: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(_OTHERS)  # noqa: S311 - a data set, not a secret
    # One of the two ways to be known, or a row of the first file would not be met again.
    known = (row for row in _people(rows, SEED) if row[3] or row[4])
    new = _people(rows, _OTHERS)
    for _ in range(rows):
        row = next(known if chance.random() < 0.5 else new, None)
        if row is not None:
            yield row
