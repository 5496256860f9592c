"""What the machine asks about customers: show, pages, counts, search, why, see-as, and hostile questions (A1, A7)."""

from dataclasses import replace

from hypothesis import strategies as st

from oclient_tui.domain.errors import Denied
from oclient_tui.services.customers.finding import (
    CountCustomers,
    FindCustomers,
    ListCustomers,
    SeekCustomers,
    ShowCustomer,
    WhyVisible,
)
from tests.services import pieces
from tests.services.customer_rules import INVALID, PIECE, SHAPE
from tests.services.machine import RECORD, SOMEBODY, WHERE, WHO, plays
from tests.services.model import MEMBER, NO_PERSON, NO_RIGHT, Listing, Record, Refusal, ids
from tests.services.pieces import Line
from tests.services.sights import Sights, in_order

EYES = st.one_of(st.none(), st.none(), SOMEBODY)
NARROWER = st.sampled_from(["", "", "zq", "Łódź", "jan1", "EXAMPLE com", "second1 zq", "vip"])
SORTS = ("name", "-name", "created", "-created", "company", "-company", "city", "-city", "email", "-email", "updated")
HOSTILE = st.sampled_from(
    [
        *[ListCustomers(0, filter=line) for line in pieces.HOSTILE_FILTERS],
        *[ListCustomers(0, sort=order) for order in pieces.HOSTILE_SORTS],
        *[ListCustomers(0, after=word) for word in pieces.HOSTILE_CURSORS],
        *[ListCustomers(0, sort="created", after=word) for word in pieces.HOSTILE_NUMBER_CURSORS],
        *[ListCustomers(0, limit=size) for size in (0, -1, 1001, 1 << 70)],
    ]
)


class ReadingRules(Sights):
    """Questions."""

    def eyes(self, who: str, listing: Listing, see_as: str | None) -> tuple[str, str | None, Refusal | None]:
        """Return through whose eyes somebody looks, that address, and why that is refused (N06)."""
        if see_as is None:
            return who, None, None
        name = self.actor(see_as)
        email = f"{name}@example.com"
        if who not in listing.places or not listing.places[who].may("see_as"):
            return name, email, NO_RIGHT
        return name, email, None if name in listing.places else NO_PERSON

    @plays(ShowCustomer, weight=3, who=WHO, where=WHERE, number=RECORD, see_as=EYES)
    def show_customer(self, who: str, where: int, number: int, see_as: str | None) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        eyes, email, blocked = self.eyes(who, listing, see_as)
        refusal = self.model.gate(who, listing, "view") or blocked or self.model.record(eyes, listing, customer_id)
        done = self.play(who, ShowCustomer(listing.id, customer_id, email), refusal, listing)
        if done is not None:
            self.same_record(done.value, listing.records[customer_id])

    @plays(ListCustomers, weight=2, who=WHO, where=WHERE, first=PIECE, second=PIECE, shape=SHAPE, search=NARROWER,
           sort=st.sampled_from(SORTS), limit=st.integers(1, 9), see_as=EYES)  # fmt: skip
    def list_customers(
        self, who: str, where: int, first: str, second: str, shape: str, search: str, sort: str, limit: int,
        see_as: str | None,
    ) -> None:  # fmt: skip
        """Walk all pages, each an operation of its own."""
        listing, line = self.listing(where), Line.of(first, second, shape)
        who = self.actor(who, listing)
        eyes, email, blocked = self.eyes(who, listing, see_as)
        refusal = self.model.gate(who, listing, "view") or blocked or line.refusal(listing)
        case = ListCustomers(listing.id, line.text, search, sort, limit, None, email)
        found: list[int] = []
        while True:
            done = self.play(who, case, refusal, listing)
            if done is None:
                return
            found += [item.id for item in done.value.items]
            if done.value.next is None:
                break
            self.expect("The size of a page with more behind it", len(done.value.items), limit)
            case = replace(case, after=done.value.next)
        wanted = [record for record in listing.visible(eyes) if line.holds(record, eyes) and _has(record, search)]
        if sort.removeprefix("-") in ("email", "updated"):
            self.expect("What is listed", sorted(found), sorted(ids(wanted)))
        else:
            self.expect(f"What is listed by {sort}", found, [record.id for record in in_order(wanted, sort)])

    @plays(SeekCustomers, weight=2, who=WHO, where=WHERE, first=PIECE, shape=SHAPE, search=NARROWER,
           sort=st.sampled_from(SORTS), skip=st.integers(1, 6), see_as=EYES)  # fmt: skip
    def seek_customers(
        self, who: str, where: int, first: str, shape: str, search: str, sort: str, skip: int, see_as: str | None
    ) -> None:
        """Pass over some rows, and read on from there."""
        listing, line = self.listing(where), Line.of(first, first, shape)
        who = self.actor(who, listing)
        eyes, email, blocked = self.eyes(who, listing, see_as)
        refusal = self.model.gate(who, listing, "view") or blocked or line.refusal(listing)
        done = self.play(who, SeekCustomers(listing.id, skip, line.text, search, sort, None, email), refusal, listing)
        if done is None:
            return
        wanted = [record for record in listing.visible(eyes) if line.holds(record, eyes) and _has(record, search)]
        self.expect("Whether there are so many", done.value is not None, skip <= len(wanted))
        rest = ListCustomers(listing.id, line.text, search, sort, 1000, done.value, email)
        if done.value is not None:
            found = len(self.look(who, rest, listing).items)
            self.expect("How many follow the passed ones", found, len(wanted) - skip)

    @plays(
        CountCustomers,
        weight=3,
        who=WHO,
        where=WHERE,
        first=PIECE,
        second=PIECE,
        shape=SHAPE,
        search=NARROWER,
        see_as=EYES,
    )
    def count_customers(
        self, who: str, where: int, first: str, second: str, shape: str, search: str, see_as: str | None
    ) -> None:
        listing, line = self.listing(where), Line.of(first, second, shape)
        who = self.actor(who, listing)
        eyes, email, blocked = self.eyes(who, listing, see_as)
        refusal = self.model.gate(who, listing, "view") or blocked or line.refusal(listing)
        done = self.play(who, CountCustomers(listing.id, line.text, search, email), refusal, listing)
        if done is not None:
            wanted = [record for record in listing.visible(eyes) if line.holds(record, eyes) and _has(record, search)]
            self.expect("How many there are", done.value, len(wanted))

    @plays(FindCustomers, weight=2, who=WHO, where=WHERE, number=RECORD,
           text=st.sampled_from(["", "zq", "lod", "Jan", "first2 example", "+48 600", "600100201", "old"]))  # fmt: skip
    def find_customers(self, who: str, where: int, number: int, text: str) -> None:
        """Search as one types: by words that many have, or by the word of one record, hidden or not."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        other = listing.records.get(self.customer_id(listing, number, who))
        asked = text or (other.token.upper() if other else "nothing")
        refusal = self.model.gate(who, listing, "view")
        done = self.play(who, FindCustomers(listing.id, asked, 1000), refusal, listing)
        if done is not None:
            wanted = [record for record in listing.visible(who) if record.active and record.found_by(asked)]
            found = [item.id for item in done.value]
            self.expect(f"What is found under {asked!r}", found, [record.id for record in in_order(wanted, "name")])

    @plays(WhyVisible, weight=2, who=WHO, where=WHERE, number=RECORD, whom=EYES)
    def why_visible(self, who: str, where: int, number: int, whom: str | None) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        name = self.actor(whom) if whom else None
        refusal = self.model.gate(who, listing, "view") or self.model.record(who, listing, customer_id)
        if refusal is None and name is not None and name not in listing.places:
            refusal = NO_PERSON
        member = who in listing.places and listing.places[who].role == MEMBER
        if refusal is None and member and name not in (None, who):
            refusal = Refusal(Denied, "others")
        email = f"{name}@example.com" if name else None
        done = self.play(who, WhyVisible(listing.id, customer_id, email), refusal, listing)
        if done is None:
            return
        record = listing.records[customer_id]
        asked = name or (who if member else None)
        wanted = [self.sight(listing, record, asked)] if asked else self.sights(listing, record)
        self.expect("Why it is seen", done.value, wanted)

    @plays(ListCustomers, who=WHO, where=WHERE, case=HOSTILE, see_as=EYES)
    def ask_what_cannot_be_asked(self, who: str, where: int, case: ListCustomers, see_as: str | None) -> None:  # A7
        listing = self.listing(where)
        who = self.actor(who, listing)
        _, email, blocked = self.eyes(who, listing, see_as)
        refusal = self.model.gate(who, listing, "view") or blocked or INVALID
        self.play(who, replace(case, list_id=listing.id, see_as=email), refusal, listing)

    @plays(ListCustomers, FindCustomers, CountCustomers, who=WHO, where=WHERE, text=st.sampled_from(pieces.ODD_TEXTS))
    def search_for_odd_things(self, who: str, where: int, text: str) -> None:  # A7
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "view")
        seen = ids(listing.visible(who))
        done = self.play(who, ListCustomers(listing.id, search=text), refusal, listing)
        if done is not None:
            self.expect("Hidden ones among the found", {item.id for item in done.value.items} - seen, set[int]())
        found = self.play(who, FindCustomers(listing.id, text), refusal, listing)
        if found is not None:
            self.expect("Hidden ones among the found", {item.id for item in found.value} - seen, set[int]())
        number = self.play(who, CountCustomers(listing.id, search=text), refusal, listing)
        if number is not None and number.value > len(seen):
            self.fail(f"{number.value} customers are counted, and {who} sees only {len(seen)}")


def _has(record: Record, search: str) -> bool:
    return not search or record.found_by(search)
