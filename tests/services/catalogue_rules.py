"""What the machine does with catalogues: adds, renames, moves, removes, rewords (O31-O34, E09-E13)."""

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Invalid, Refused
from oclient_tui.services.sharing.catalogues import AddEntry, ChangeWording, ListEntries, MoveEntry, RenameEntry
from oclient_tui.services.sharing.removing_entries import CountUses, RemoveEntry
from tests.services.catalogue_model import folded, measured, relabelled, same
from tests.services.machine import OWNER_OFTEN, WHERE, WHO, Ground, plays
from tests.services.model import Listing, Refusal

INVALID = Refusal(Invalid, "value")
TAKEN = Refusal(Refused, "taken")
IN_USE = Refusal(Refused, "in use")
NAMES: Mapping[str, tuple[str, ...]] = {
    "categories": ("VIP", "Regular", "regular ", "Group 1", "Group 2"),
    "sale-types": ("Enquiry", "Paid", "Offer", "PAID"),
    "interests": ("Music", "Garden", "Chess", "music", "Books"),
    "measurements": ("Waist", "Hips", "WAIST", "Obwód szyi", "obwod szyi"),
    "consent-kinds": ("Fax", "post", "News", "FAX"),
}
"""The names that entries get; e-mail and SMS stay, since filters of the machine ask for them."""

KIND = st.sampled_from(sorted(NAMES))
NAME = st.sampled_from([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, "a,b", " ", "x" * 61])
ENTRY = st.sampled_from([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, "Nowhere"])


def _named(kind: str, choice: int | str) -> str:
    return choice if isinstance(choice, str) else NAMES[kind][choice % len(NAMES[kind])]


def _place(listing: Listing, kind: str, name: str) -> int | None:
    places = [place for place, known in enumerate(listing.entries(kind)) if same(known, name)]
    return places[0] if places else None


def _bad(name: str) -> bool:
    return not name.strip() or "," in name or len(name) > 60


class CatalogueRules(Ground):
    """Catalogues."""

    @plays(ListEntries, who=WHO, where=WHERE, kind=KIND)
    def list_entries(self, who: str, where: int, kind: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        case = ListEntries(listing.id, CatalogueKind(kind))
        done = self.play(who, case, self.model.gate(who, listing, "view"), listing)
        if done is not None:
            self._same(listing, kind, [entry.name for entry in done.value])

    @plays(AddEntry, weight=2, who=OWNER_OFTEN, where=WHERE, kind=KIND, choice=NAME)
    def add_entry(self, who: str, where: int, kind: str, choice: int | str) -> None:
        listing, name = self.listing(where), _named(kind, choice)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "catalogues") or (INVALID if _bad(name) else None)
        refusal = refusal or (TAKEN if _taken(listing, kind, name) else None)
        done = self.play(who, AddEntry(listing.id, CatalogueKind(kind), name), refusal, listing)
        if done is None:
            return
        listing.entries(kind).append(name.strip())
        if kind == "consent-kinds":
            listing.catalogues.add_code(name)
            self.expect("The code of a consent kind", done.value.code, listing.catalogues.codes[folded(name)])
        self.audited(done, listing)

    @plays(RenameEntry, who=OWNER_OFTEN, where=WHERE, kind=KIND, entry=ENTRY, choice=NAME)
    def rename_entry(self, who: str, where: int, kind: str, entry: int | str, choice: int | str) -> None:
        listing, old, new = self.listing(where), _named(kind, entry), _named(kind, choice)
        who, place = self.actor(who, listing), _place(listing, kind, old)
        refusal = self.model.gate(who, listing, "catalogues")
        refusal = refusal or (INVALID if _bad(new) or place is None else None)
        refusal = refusal or (TAKEN if _taken(listing, kind, new, besides=old) else None)
        done = self.play(who, RenameEntry(listing.id, CatalogueKind(kind), old, new), refusal, listing)
        if done is None or place is None:
            return
        names, before, now = listing.entries(kind), listing.entries(kind)[place], new.strip()
        self.audited(done, listing, changed=before != now)
        names[place] = now
        if kind == "consent-kinds":
            listing.catalogues.codes[folded(now)] = listing.catalogues.codes.pop(folded(before))
        _translate(listing, kind, lambda name: now if name == before else name)
        _remeasure(listing, kind, before, now)

    @plays(MoveEntry, who=OWNER_OFTEN, where=WHERE, kind=KIND, entry=ENTRY, place=st.integers(0, 4))
    def move_entry(self, who: str, where: int, kind: str, entry: int | str, place: int) -> None:
        listing, name = self.listing(where), _named(kind, entry)
        who, found, names = self.actor(who, listing), _place(listing, kind, name), listing.entries(kind)
        refusal = self.model.gate(who, listing, "catalogues")
        refusal = refusal or (INVALID if found is None or not 1 <= place <= len(names) else None)
        done = self.play(who, MoveEntry(listing.id, CatalogueKind(kind), name, place), refusal, listing)
        if done is None or found is None:
            return
        before = list(names)
        names.insert(place - 1, names.pop(found))
        self.audited(done, listing, changed=names != before)
        self._same(listing, kind, [one.name for one in done.value])
        _translate(listing, kind, lambda name: name)

    @plays(CountUses, who=OWNER_OFTEN, where=WHERE, kind=KIND)
    def count_uses(self, who: str, where: int, kind: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        case = CountUses(listing.id, CatalogueKind(kind))
        done = self.play(who, case, self.model.gate(who, listing, "catalogues"), listing)
        if done is not None:
            wanted = [_users(listing, kind, name) for name in listing.entries(kind)]
            self.expect(f"How many use the {kind}", list(done.value.values()), wanted)

    @plays(RemoveEntry, who=OWNER_OFTEN, where=WHERE, kind=KIND, entry=ENTRY,
           yes=st.booleans(), remap=st.sampled_from([None, None, 0, 1]))  # fmt: skip
    def remove_entry(self, who: str, where: int, kind: str, entry: int | str, yes: bool, remap: int | None) -> None:
        listing, name = self.listing(where), _named(kind, entry)
        other = None if remap is None else _named(kind, remap)
        who, place = self.actor(who, listing), _place(listing, kind, name)
        refusal = self.model.gate(who, listing, "catalogues") or (INVALID if place is None else None)
        if refusal is None and other is not None:
            missing = _place(listing, kind, other) is None or same(name, other)
            refusal = INVALID if missing or kind != "sale-types" else None
        used = _users(listing, kind, name)
        refusal = refusal or (IN_USE if kind == "measurements" and used and not yes else None)
        case = RemoveEntry(listing.id, CatalogueKind(kind), name, other, yes)
        done = self.play(who, case, refusal, listing)
        if done is None or place is None:
            return
        self.audited(done, listing)
        self.expect("How many customers had it", done.value.used, used)
        removed = listing.entries(kind).pop(place)
        if kind == "consent-kinds":
            del listing.catalogues.codes[folded(removed)]
        _translate(listing, kind, lambda name: None if name == removed else name)
        _remeasure(listing, kind, removed, None)

    @plays(ChangeWording, who=OWNER_OFTEN, where=WHERE, kind=st.sampled_from(["email", "Fax", "post"]),
           text=st.sampled_from(["", "News", " News ", "Offers", "x" * 501]))  # fmt: skip
    def change_wording(self, who: str, where: int, kind: str, text: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "catalogues")
        code = listing.catalogues.code(kind, given=True)
        refusal = refusal or (INVALID if len(text) > 500 or code is None else None)
        done = self.play(who, ChangeWording(listing.id, kind, text), refusal, listing)
        if done is None or code is None:
            return
        before = listing.catalogues.wordings.get(code, "")
        listing.catalogues.wordings[code] = text.strip()
        self.audited(done, listing, changed=before != text.strip())
        self.expect("The wording", done.value.wording, text.strip())

    def _same(self, listing: Listing, kind: str, found: list[str]) -> None:
        self.expect(f"The {kind}", found, listing.entries(kind))


def _taken(listing: Listing, kind: str, name: str, besides: str = "") -> bool:
    others = [known for known in listing.entries(kind) if not same(known, besides)]
    if kind == "consent-kinds":
        codes = listing.catalogues.codes
        others += [codes[folded(known)] for known in others]
    return any(same(known, name) for known in others)


def _users(listing: Listing, kind: str, name: str) -> int:
    if kind == "measurements":
        return sum(measured(name) in record.values for record in listing.records.values())
    if kind not in ("categories", "interests"):
        return 0
    return sum(any(same(name, label) for label in record.labels(kind)) for record in listing.records.values())


def _translate(listing: Listing, kind: str, translate: Callable[[str], str | None]) -> None:
    if kind in ("categories", "interests"):
        for record in listing.records.values():
            relabelled(record.values, kind, listing.entries(kind), translate)


def _remeasure(listing: Listing, kind: str, before: str, now: str | None) -> None:
    """Let values, and who changed them when, follow a name; with None they are gone."""
    if kind != "measurements":
        return
    for record in listing.records.values():
        for of in (record.values, record.touched):
            if measured(before) in of:
                found = of.pop(measured(before))
                if now is not None:
                    of[measured(now)] = found  # type: ignore[assignment]
