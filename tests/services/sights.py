"""What each person sees, compared with the model after every operation (A1)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import NotFound, OClientError
from oclient_tui.domain.visibility import Rule, Sight
from oclient_tui.services.customers.finding import (
    CountCustomers,
    FindCustomers,
    ListCustomers,
    ShowCustomer,
)
from oclient_tui.services.usecase import UseCase
from tests.services.machine import Ground, R
from tests.services.model import ADMIN, OWNER, TEXTS, Listing, Record, Values, plain
from tests.services.pieces import EVERYTHING, PIECES, SHAPES, Line


def fields(customer: Customer) -> Values:
    """Return a customer's fields as the model writes them."""
    names = ("emails", "phones", "tags", "categories", "interests")
    found: Values = {name: getattr(customer, name) for name in names}
    from_text: Values = {name: customer.value(name) for name in _TEXTS_AND_FLAGS}
    return from_text | found | {one.field: one.amount for one in customer.measurements}


_TEXTS_AND_FLAGS = (*TEXTS, "gdpr_ignore", "restricted")


class Sights(Ground):
    """Looks through people's eyes."""

    def compare_some(self) -> None:
        self.turns += 1
        listing = self.model.lists[self.turns % 7 % 2]
        people = [name for name in listing.places if not self.model.session(name)]
        if not people:
            return
        who = people[self.turns % len(people)]
        quick = (self.see_count, self.see_found, self.see_filter)
        looks = (*quick, self.see_one, *quick, self.see_pages)
        looks[self.turns // len(people) % len(looks)](who, listing)

    def compare_all(self) -> None:
        for listing in self.model.lists:
            for who in [name for name in listing.places if not self.model.session(name)]:
                self.see_everything(who, listing)
                self.turns += 1
                self.see_one(who, listing)

    def look(self, who: str, case: UseCase[R], listing: Listing) -> R:
        """Ask, without counting it as an operation; tokens of hidden records must not be told."""
        self.tally.compared += 1
        try:
            value = self.session(who).do(case)
        except OClientError as error:
            self.fail(f"{who} asked {case!r} and was refused: {type(error).__name__}: {error}")
        self.silent(repr(value), listing.tokens(who))
        return value

    def see_count(self, who: str, listing: Listing) -> None:
        found = self.look(who, CountCustomers(listing.id, "active:any"), listing)
        self.expect(f"How many customers {who} sees", found, len(listing.visible(who)))

    def see_everything(self, who: str, listing: Listing) -> None:
        page = self.look(who, ListCustomers(listing.id, EVERYTHING.text, limit=1000), listing)
        wanted = in_order(listing.visible(who), "name")
        self.expect(f"Everything {who} sees", [item.id for item in page.items], [record.id for record in wanted])
        for customer, record in zip(page.items, wanted, strict=True):
            self.same_record(customer, record)

    def see_pages(self, who: str, listing: Listing) -> None:
        wanted = in_order([record for record in listing.visible(who) if record.active], "name")
        found: list[int] = []
        after: str | None = None
        while True:
            page = self.look(who, ListCustomers(listing.id, limit=3 + self.turns % 9, after=after), listing)
            found += [item.id for item in page.items]
            after = page.next
            if after is None:
                break
        self.expect(f"The customers {who} sees, page after page", found, [record.id for record in wanted])

    def see_found(self, who: str, listing: Listing) -> None:
        record = self._some(listing)
        if record is None:
            return
        found = self.look(who, FindCustomers(listing.id, record.token), listing)
        wanted = (
            {record.id} if record.active and listing.sees(who, record) and record.found_by(record.token) else set[int]()
        )
        self.expect(f"What {who} finds under {record.token}", {item.id for item in found}, wanted)

    def see_filter(self, who: str, listing: Listing) -> None:
        names = list(PIECES)
        first, second = names[self.turns % len(names)], names[self.turns // 3 % len(names)]
        line = Line.of(first, second, SHAPES[self.turns % len(SHAPES)])
        if line.refusal(listing):
            line = EVERYTHING
        found = self.look(who, CountCustomers(listing.id, line.text), listing)
        wanted = [record for record in listing.visible(who) if line.holds(record, who)]
        self.expect(f"How many customers match {line.text!r} for {who}", found, len(wanted))

    def see_one(self, who: str, listing: Listing) -> None:
        record = self._some(listing)
        if record is not None:
            self.see_record(who, listing, record)

    def see_record(self, who: str, listing: Listing, record: Record) -> None:
        """Show one record: all its fields, or the answer of a missing one, with every field as it was left (A9)."""
        if not listing.sees(who, record):
            self.tally.compared += 1
            error = self._not_found(who, ShowCustomer(listing.id, record.id))
            missing = self.tally.texts.setdefault((ShowCustomer, "record"), str(error))
            self.expect("Hidden and missing are answered alike", str(error), missing)
            self._longer()
            return
        self.same_record(self.look(who, ShowCustomer(listing.id, record.id), listing), record)

    def same_record(self, customer: Customer, record: Record) -> None:
        """Expect a customer to be what the model says, field by field."""
        self.expect(f"The fields of {record.token}", fields(customer), record.values)
        emails = tuple(sorted(self.model.people[name].email for name in record.assigned))
        self.expect(f"Who is assigned to {record.token}", customer.assigned, emails)
        self.expect(
            f"Whether {record.token} is active, and its version",
            (customer.active, customer.version),
            (record.active, record.version),
        )

    def _not_found(self, who: str, case: UseCase[Any]) -> NotFound:
        try:
            answer = self.session(who).do(case)
        except NotFound as error:
            self.silent(f"{error} {vars(error)!r}", set())
            return error
        raise self.failure(f"{who} asked {case!r}, which is hidden from {who}, and was told {answer!r}")

    def _some(self, listing: Listing) -> Record | None:
        records = list(listing.records.values())
        return records[self.turns // 2 % len(records)] if records else None

    def sights(self, listing: Listing, record: Record) -> list[Sight]:
        """Return what `why` tells of everybody, by address."""
        return [
            self.sight(listing, record, name) for name in sorted(listing.places, key=lambda name: f"{name}@example.com")
        ]

    def sight(self, listing: Listing, record: Record, name: str) -> Sight:
        """Return what `why` tells of one person."""
        place, email = listing.places[name], self.model.people[name].email
        if place.role in (OWNER, ADMIN):
            return _sight(email, place.role)
        if not listing.assigned_only:
            return _sight(email, "open_list")
        if name not in record.assigned:
            return _sight(email, "not_assigned")
        return _sight(email, "author" if record.author == name else "assigned")


def _sight(email: str, rule: str) -> Sight:
    return Sight(email, rule != "not_assigned", Rule(rule))


ORDERS: Mapping[str, Callable[[Record], tuple[str | int, ...]]] = {
    "name": lambda record: (record.sorting_name, record.id),
    "company": lambda record: (plain(record.text("company")), record.id),
    "city": lambda record: (plain(record.text("city")), record.id),
    "created": lambda record: (record.id,),
}


def in_order(records: Iterable[Record], order: str) -> list[Record]:
    """Return records in one of the orders that people choose."""
    return sorted(records, key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))
