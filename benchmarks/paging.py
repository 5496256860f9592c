"""P4: a page of a member who sees only assigned customers, against the owner's page and against an EXISTS join."""

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.dataset import HALF, ONE_PERCENT, OWNER, Dataset, session
from benchmarks.figures import Row, faster, median, milliseconds, within
from benchmarks.statements import Statement, replay, sent_by
from oclient_tui.composition import House
from oclient_tui.domain.paging import Cursor
from oclient_tui.services.customers.finding import ListCustomers

OF_UNRESTRICTED, TIMES_EXISTS, DEEP = 6, 35, 1.5
DEEP_PAGE = 20_000
PAGE = 50
_PAGES = 60
_EXISTS = (
    "SELECT c.* FROM customers c WHERE c.list_id = {p} AND c.active = {yes} AND EXISTS (SELECT 1 FROM assignments a"
    " WHERE a.list_id = c.list_id AND a.customer_id = c.id AND a.account_id = {p}){after}"
    " ORDER BY c.sort_key, c.id LIMIT {limit}"
)
_ORDERED = "SELECT sort_key, customer_id FROM assignments WHERE list_id = {p} AND account_id = {p}"
_EVERY = "SELECT sort_key, id FROM customers WHERE list_id = {p}"


class Pages:
    """The pages of one person: where each begins."""

    def __init__(self, house: House, data: Dataset, email: str) -> None:
        self.house, self.data = house, data
        self.person = session(house, email)
        self.account_id = self.person.actor.account_id or 0
        mark = "?" if data.engine == "sqlite" else "%s"
        database: Any = house.store.engine.database
        sql, values = (_EVERY, (data.list_id,)) if email == OWNER else (_ORDERED, (data.list_id, self.account_id))
        keys = database.execute_sql(f"{sql.format(p=mark)} ORDER BY 1, 2", values).fetchall()
        self.starts: list[tuple[str, int] | None] = [None, *keys[PAGE - 1 : -1 : PAGE]]

    def case(self, number: int) -> ListCustomers:
        """Return the use case of a page; the first is number 1."""
        place = self.starts[number - 1]
        after = Cursor("name", place[0], place[1]).write() if place else None
        return ListCustomers(self.data.list_id, limit=PAGE, after=after)

    def some(self) -> list[int]:
        """Return the first page and others all over, the same number of them for everybody."""
        chance = random.Random(3)  # noqa: S311 - a choice of pages
        return [1, *(chance.randrange(1, len(self.starts) + 1) for _ in range(_PAGES - 1))]

    def read(self, number: int) -> float:
        """Return how long the whole use case takes for a page."""
        case = self.case(number)
        return milliseconds(lambda: self.person.do(case))

    def query(self, number: int) -> float:
        """Return how long the database takes for the page's own query."""
        case = self.case(number)
        statements = sent_by(self.house, lambda: self.person.do(case))
        place = next(at for at, statement in enumerate(statements) if "ORDER BY" in statement.sql)
        return replay(self.house, statements)[place]

    def exists(self, number: int) -> float:
        """Return how long the database takes for the same page by an EXISTS join, without row-level security."""
        sqlite, start = self.data.engine == "sqlite", self.starts[number - 1]
        mark = "?" if sqlite else "%s"
        after = f" AND (c.sort_key, c.id) > ({mark}, {mark})" if start else ""
        sql = _EXISTS.format(p=mark, yes="1" if sqlite else "true", after=after, limit=PAGE + 1)
        values = (self.data.list_id, self.account_id, *(start or ()))
        return replay(self.house, [Statement(sql, values)])[0]


def rows(data: Dataset) -> Iterator[Row]:
    """Measure the pages of two restricted members."""
    house = data.house()
    try:
        owner = Pages(house, data, OWNER)
        for who, email in (("1 % member", ONE_PERCENT), ("50 % member", HALF)):
            yield from _of_member(f"P4 {data.engine} {who}", owner, Pages(house, data, email), email == ONE_PERCENT)
        yield from _deep(f"P4 {data.engine} owner", owner)
    finally:
        house.close()


def _of_member(name: str, owner: Pages, member: Pages, few: bool) -> Iterator[Row]:
    taken: dict[str, list[float]] = {"query": [], "owner's": [], "exists": [], "whole": [], "owner's whole": []}
    for turn, (own, other) in enumerate(zip(member.some(), owner.some(), strict=True)):
        found = {
            "query": member.query(own),
            "owner's": owner.query(other),
            "exists": member.exists(own),
            "whole": member.read(own),
            "owner's whole": owner.read(other),
        }
        for kind, spent in found.items():
            taken[kind].extend([spent] if turn else [])
    middle = {kind: median(found) for kind, found in taken.items()}
    yield within(f"{name}, query against unrestricted, p50", middle["query"], middle["owner's"], OF_UNRESTRICTED)
    yield within(f"{name}, use case against owner's, p50", middle["whole"], middle["owner's whole"], OF_UNRESTRICTED)
    if few:
        yield faster(f"{name}, query against EXISTS, p50", middle["query"], middle["exists"], TIMES_EXISTS)
    else:
        ratio = middle["exists"] / middle["query"]
        yield Row(f"{name}, query against EXISTS, p50", middle["query"], middle["exists"], ratio)
    yield from _deep(name, member)


def _deep(name: str, pages: Pages) -> Iterator[Row]:
    number = min(DEEP_PAGE, len(pages.starts) - 1)
    found = [(pages.query(number), pages.query(1)) for _ in range(_PAGES)][1:]
    deep, first = zip(*found, strict=True)
    yield within(f"{name}, page {number} against page 1, p50", median(deep), median(first), DEEP)
