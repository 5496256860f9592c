"""What the machine does with customer sets: another's own is not there, a shared one shows each what they see (D15)."""

from hypothesis import strategies as st

from oclient_tui.domain.errors import Denied, Invalid, NotFound, Refused
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.customers.sets import CreateSet, ListSets, RemoveSet, ShareSet
from tests.services import pieces
from tests.services.customer_rules import PIECE, SHAPE
from tests.services.machine import WHERE, WHO, plays
from tests.services.model import NO_RIGHT, OWNER, KeptSet, Listing, Refusal, ids
from tests.services.pieces import Line
from tests.services.reading_rules import EYES, ReadingRules

NAME = st.sampled_from(["Blisko", "blisko", "Wiosna", "Żółci", "Nobody's"])
NO_SET, TAKEN = Refusal(NotFound, "set"), Refusal(Refused, "set")
BAD_FILTER, BAD_NAME = Refusal(Invalid, "filter"), Refusal(Invalid, "name")


def _key(name: str) -> str:
    return name.lower()


def _line(found: KeptSet) -> Line:
    return Line.of(found.first, found.second, found.shape)


class SetRules(ReadingRules):
    """Customer sets."""

    def _known(self, who: str, listing: Listing, name: str) -> tuple[str, KeptSet] | None:
        """Return a set and its author: one's own before one that another shared."""
        mine = listing.sets.get((who, _key(name)))
        if mine is not None:
            return who, mine
        return next(
            ((author, found) for (author, key), found in listing.sets.items() if key == _key(name) and found.shared),
            None,
        )

    def _known_set(self, who: str, listing: Listing, name: str) -> Refusal | None:
        return self.model.gate(who, listing, "view") or (None if self._known(who, listing, name) else NO_SET)

    @plays(CreateSet, weight=3, who=WHO, where=WHERE, name=NAME, first=PIECE, second=PIECE, shape=SHAPE)
    def create_set(self, who: str, where: int, name: str, first: str, second: str, shape: str) -> None:
        listing, line = self.listing(where), Line.of(first, second, shape)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "view") or line.refusal(listing)
        if refusal is None and (who, _key(name)) in listing.sets:
            refusal = TAKEN
        done = self.play(who, CreateSet(listing.id, name, line.text), refusal, listing)
        if done is not None:
            self.audited(done, listing)
            listing.sets[who, _key(name)] = KeptSet(first, second, shape)

    @plays(CreateSet, who=WHO, where=WHERE, text=st.sampled_from(pieces.HOSTILE_FILTERS))
    def create_hostile_set(self, who: str, where: int, text: str) -> None:  # A7
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "view") or BAD_FILTER
        self.play(who, CreateSet(listing.id, "Hostile", text), refusal, listing)

    @plays(ListSets, who=WHO, where=WHERE)
    def list_sets(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ListSets(listing.id), self.model.gate(who, listing, "view"), listing)
        if done is None:
            return
        known = {key: found for key, found in listing.sets.items() if key[0] == who or found.shared}
        wanted = sorted(
            (name, author in listing.places and f"{author}@example.com", _line(found).text, found.shared,
             _line(found).refusal(listing) is not None)
            for (author, name), found in known.items()
        )  # fmt: skip
        shown = sorted(
            (_key(one.set.name), bool(one.author) and one.author, one.set.filter, one.set.shared, one.fault != "")
            for one in done.value
        )
        self.expect("The sets", shown, wanted)

    @plays(ShareSet, weight=2, who=WHO, where=WHERE, name=NAME, shared=st.booleans())
    def share_set(self, who: str, where: int, name: str, shared: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal, known = self._known_set(who, listing, name), self._known(who, listing, name)
        if refusal is None and known and known[0] != who:
            refusal = NO_RIGHT
        others = [found for (author, key), found in listing.sets.items() if key == _key(name) and author != who]
        if refusal is None and shared and any(found.shared for found in others):
            refusal = TAKEN
        done = self.play(who, ShareSet(listing.id, name, shared), refusal, listing)
        if done is not None and known:
            self.audited(done, listing, changed=known[1].shared is not shared)
            known[1].shared = shared

    @plays(RemoveSet, who=WHO, where=WHERE, name=NAME)
    def remove_set(self, who: str, where: int, name: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal, known = self._known_set(who, listing, name), self._known(who, listing, name)
        if refusal is None and known and known[0] != who and listing.places[who].role != OWNER:
            refusal = Refusal(Denied, "set")
        done = self.play(who, RemoveSet(listing.id, name), refusal, listing)
        if done is not None and known:
            self.audited(done, listing)
            del listing.sets[known[0], _key(name)]

    @plays(ListCustomers, CountCustomers, weight=3, who=WHO, where=WHERE, name=NAME, piece=PIECE, see_as=EYES)
    def look_into_a_set(self, who: str, where: int, name: str, piece: str, see_as: str | None) -> None:
        listing, line = self.listing(where), Line.of(piece, piece, "{a}")
        who = self.actor(who, listing)
        eyes, email, blocked = self.eyes(who, listing, see_as)
        refusal, known = self.model.gate(who, listing, "view") or blocked, self._known(eyes, listing, name)
        if refusal is None:
            refusal = line.refusal(listing) if known else NO_SET
        if refusal is None and known:
            refusal = _line(known[1]).refusal(listing)
        case = ListCustomers(listing.id, line.text, limit=1000, see_as=email, set=name)
        page = self.play(who, case, refusal, listing)
        number = self.play(who, CountCustomers(listing.id, line.text, "", email, name), refusal, listing)
        if page is None or number is None or known is None:
            return
        kept = _line(known[1])
        speaks = any("active" in one for one in (piece, kept.text))
        wanted = [
            record
            for record in listing.visible(eyes)
            if kept.fits(record, eyes) and line.fits(record, eyes) and (speaks or record.active)
        ]
        self.expect("Who is in a set", {item.id for item in page.value.items}, ids(wanted))
        self.expect("How many are in a set", number.value, len(wanted))
