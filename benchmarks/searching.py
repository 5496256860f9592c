"""P3: search as you type, against LIKE over the names in the same database."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from benchmarks.dataset import HALF, ONE_PERCENT, OWNER, Dataset, session
from benchmarks.figures import Row, faster, median, milliseconds, percentile
from benchmarks.people import LENGTHS, terms
from benchmarks.statements import replay, sent_by
from oclient_tui.composition import House
from oclient_tui.services.customers.finding import FindCustomers
from oclient_tui.services.session import Session

TIMES_FASTER, AT_MOST_MS = 90, 15
_A_LENGTH = 40
_LIKE_A_LENGTH = 3
_WHO = (("owner", OWNER), ("1 % member", ONE_PERCENT), ("50 % member", HALF))
_LIKE = (
    "SELECT id FROM customers WHERE list_id = {p} AND active = {yes}"
    " AND (first_name {like} {p} OR last_name {like} {p} OR company {like} {p})"
    " ORDER BY sort_key, id LIMIT 20"
)


def rows(data: Dataset) -> Iterator[Row]:
    """Measure search as the owner and as two restricted members."""
    house = data.house()
    typed = terms(data.sample(_A_LENGTH * len(LENGTHS) + 1), 11, _A_LENGTH)
    before = terms(data.sample(_A_LENGTH * len(LENGTHS) + 1), 12, _A_LENGTH)
    try:
        likes = [milliseconds(partial(_like, house, data, term)) for term in typed[:: _every(typed)]]
        anchor = percentile(likes, 0.95)
        for who, email in _WHO:
            person = session(house, email)
            # Other terms first: a program that has been in use for a while has its indexes in memory.
            for term in before:
                person.do(FindCustomers(data.list_id, term))
            yield from _measured(house, data, f"P3 {data.engine} {who}", person, typed, anchor)
    finally:
        house.close()


def _every(typed: list[str]) -> int:
    """Return a step that takes about three terms of each length: a LIKE takes a second."""
    return max(len(typed) // (_LIKE_A_LENGTH * len(LENGTHS)), 1)


def _measured(
    house: House, data: Dataset, name: str, person: Session, typed: list[str], anchor: float
) -> Iterator[Row]:
    whole: list[tuple[float, str]] = []
    database: list[float] = []
    for term in typed:
        case = FindCustomers(data.list_id, term)
        whole.append((milliseconds(partial(person.do, case)), term))
        statements = sent_by(house, partial(person.do, case))
        database.append(sum(replay(house, statements)))
    taken = [spent for spent, _ in whole]
    slowest = [(round(spent, 1), term) for spent, term in sorted(whole, reverse=True)[:12]]
    details: dict[str, Any] = {"p50": median(taken), "max": max(taken), "terms": len(typed), "slowest": slowest}
    details["p50 by length"] = _by_length(whole)
    yield faster(f"{name}, p95", percentile(taken, 0.95), anchor, TIMES_FASTER, AT_MOST_MS, **details)
    yield Row(f"{name}, database part, p95", percentile(database, 0.95), details={"p50": median(database)})


def _by_length(whole: Iterable[tuple[float, str]]) -> dict[int, float]:
    found: dict[int, list[float]] = {}
    for spent, term in whole:
        found.setdefault(len(term), []).append(spent)
    return {length: round(median(some), 2) for length, some in sorted(found.items())}


def _like(house: House, data: Dataset, term: str) -> None:
    """Ask as one would without an index: past the row-level security, so that nothing slows the anchor down."""
    database: Any = house.store.engine.database
    sqlite = data.engine == "sqlite"
    sql = _LIKE.format(p="?" if sqlite else "%s", yes="1" if sqlite else "true", like="LIKE" if sqlite else "ILIKE")
    pattern = f"%{term}%"
    database.execute_sql(sql, (data.list_id, pattern, pattern, pattern)).fetchall()
