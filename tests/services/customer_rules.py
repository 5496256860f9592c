"""What the machine does with customers: add, edit, activate, delete, assign, and consents (A1, A2, A6, A9)."""

from typing import Any

from hypothesis import strategies as st

from oclient_tui.domain.errors import Conflict, Denied, Invalid, Refused
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from tests.services import forms
from tests.services.duplicate_model import HIDDEN, SEEN, count, duplicate
from tests.services.forms import Form
from tests.services.machine import ONE_OR_TWO, OWNER_OFTEN, RECORD, TURN, WHERE, WHO, plays
from tests.services.model import NO_PERSON, Listing, Record, Refusal, Values, blank
from tests.services.pieces import PIECES, SHAPES, Line
from tests.services.sights import Sights

INVALID = Refusal(Invalid, "value")
RESTRICTED = Refusal(Refused, "restricted")
CHANGE = st.sampled_from(forms.CHANGES)
PIECE = st.sampled_from(sorted(PIECES))
SHAPE = st.sampled_from(SHAPES)


class CustomerRules(Sights):
    """Customers."""

    @plays(AddCustomer, weight=3, who=WHO, where=WHERE, changes=st.lists(CHANGE, max_size=3), turn=TURN)
    def add_customer(self, who: str, where: int, changes: list[str], turn: int) -> None:
        word = self.next_token()
        typed = Form({"last_name": word})
        for number, change in enumerate(changes):
            typed = typed.joined(forms.form(change, (turn + number) % 4, word))
        self._add(self.actor(who), self.listing(where), typed, word)

    @plays(AddCustomer, who=WHO, where=WHERE, name=st.sampled_from([*forms.FOREIGN, *forms.BAD]), turn=TURN)
    def add_customer_with_what_is_no_field(self, who: str, where: int, name: str, turn: int) -> None:  # A6
        typed = forms.bad(name) if name in forms.BAD else forms.foreign(name, turn)
        self._add(self.actor(who), self.listing(where), Form({"last_name": "x"}).joined(typed), self.next_token())

    def _add(self, who: str, listing: Listing, typed: Form, word: str) -> None:
        refusal = self.model.gate(who, listing, "add") or _unreadable(blank(), typed, listing)
        if refusal is None:
            refusal = self._duplicate(who, listing, None, forms.after(blank(), typed, listing))
        done = self.play(who, AddCustomer(listing.id, typed.typed), refusal, listing)
        if done is None:
            return
        record = Record(done.value.id, word, who, forms.after(blank(), typed, listing), {who})
        listing.records[record.id] = record
        self.audited(done, listing)
        self.expect("Who added it", done.value.created_by, self.model.people[who].id)
        self.see_record(who, listing, record)

    @plays(EditCustomer, weight=5, who=WHO, where=WHERE, number=RECORD,
           changes=st.lists(CHANGE, min_size=1, max_size=2),
           turn=TURN, seen=st.sampled_from([None, None, 0, 1, 99]))  # fmt: skip
    def edit_customer(self, who: str, where: int, number: int, changes: list[str], turn: int, seen: int | None) -> None:
        """Edit with the version last seen: none, the present one, the one before, or a very old one."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        record = listing.records.get(customer_id)
        typed = Form()
        for place, change in enumerate(changes):
            typed = typed.joined(forms.form(change, (turn + place) % 4, record.token if record else "zzz"))
        version = None if seen is None else max(1, (record.version if record else 1) - seen)
        self._edit(who, listing, customer_id, typed, version)

    @plays(EditCustomer, who=WHO, where=WHERE, number=RECORD,
           name=st.sampled_from([*forms.FOREIGN, *forms.BAD]), turn=TURN)  # fmt: skip
    def edit_what_is_no_field(self, who: str, where: int, number: int, name: str, turn: int) -> None:  # A6
        listing = self.listing(where)
        who = self.actor(who, listing)
        typed = forms.bad(name) if name in forms.BAD else forms.foreign(name, turn)
        self._edit(who, listing, self.customer_id(listing, number, who), typed, None)

    @plays(
        EditCustomer, weight=3, who=WHO, other=WHO, where=WHERE, number=RECORD, first=CHANGE, second=CHANGE, turn=TURN
    )
    def edit_at_once(
        self, who: str, other: str, where: int, number: int, first: str, second: str, turn: int
    ) -> None:  # N18
        """Let two people who both saw the same version save, one after the other."""
        listing = self.listing(where)
        who, other = self.actor(who, listing), self.actor(other, listing)
        customer_id = self.customer_id(listing, number, who)
        record = listing.records.get(customer_id)
        word, version = (record.token, record.version) if record else ("zzz", 1)
        self._edit(who, listing, customer_id, forms.form(first, turn, word), version)
        both = forms.form(second, (turn + 1) % 4, word).joined(forms.form(first, (turn + 2) % 4, word))
        self._edit(other, listing, customer_id, both, version)

    def _edit(self, who: str, listing: Listing, customer_id: int, typed: Form, version: int | None) -> None:
        refusal = self.model.gate(who, listing, "edit") or self.model.record(who, listing, customer_id)
        record = listing.records.get(customer_id)
        if refusal is None and record is not None:
            refusal = uneditable(who, listing, record, typed, version)
            if refusal is None:
                refusal = self._duplicate(who, listing, record, forms.after(record.values, typed, listing))
        done = self.play(who, EditCustomer(listing.id, customer_id, typed.typed, version), refusal, listing)
        if done is None or record is None:
            return
        now = forms.after(record.values, typed, listing)
        changed = forms.differing(record.values, now)
        self.audited(done, listing, changed=bool(changed))
        if changed:
            record.values = now
            record.advance()
            record.touched |= dict.fromkeys(changed, record.version)
        self.expect("The version after an edit", done.value.version, record.version)
        self.see_record(who, listing, record)

    def _duplicate(self, who: str, listing: Listing, record: Record | None, now: Values) -> Refusal | None:
        """Return why the list's rules refuse it; a refusal is counted (A4)."""
        refusal = duplicate(listing, who, record, now, self.stage.clock())
        if refusal in (HIDDEN, SEEN):
            count(listing, who, "refused", self.stage.clock())
        return refusal

    @plays(SetActive, weight=2, who=WHO, where=WHERE, number=RECORD, active=st.booleans())
    def set_active(self, who: str, where: int, number: int, active: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "edit") or self.model.record(who, listing, customer_id)
        record = listing.records.get(customer_id)
        if refusal is None and record and record.active is not active and record.values["restricted"]:
            refusal = RESTRICTED
        done = self.play(who, SetActive(listing.id, customer_id, active), refusal, listing)
        if done is None or record is None:
            return
        self.audited(done, listing, changed=record.active is not active)
        if record.active is not active:
            record.active = active
            record.advance()
        self.see_record(who, listing, record)

    @plays(DeleteCustomer, who=OWNER_OFTEN, where=WHERE, number=RECORD)
    def delete_customer(self, who: str, where: int, number: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "delete") or self.model.record(who, listing, customer_id)
        done = self.play(who, DeleteCustomer(listing.id, customer_id), refusal, listing)
        if done is None:
            return
        self.audited(done, listing)
        listing.deleted.add(listing.records.pop(customer_id).token)

    @plays(Assign, Unassign, weight=4, who=OWNER_OFTEN, where=WHERE, number=RECORD,
           whom=ONE_OR_TWO, away=st.booleans())  # fmt: skip
    def assign_one(self, who: str, where: int, number: int, whom: list[str], away: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "assign") or self.model.record(who, listing, customer_id)
        chosen = [listing.records[customer_id]] if refusal is None else []
        self._assign(who, listing, chosen, whom, refusal, away=away, customer_id=customer_id)

    @plays(Assign, Unassign, weight=2, who=OWNER_OFTEN, where=WHERE, first=PIECE, second=PIECE, shape=SHAPE,
           whom=ONE_OR_TWO, away=st.booleans())  # fmt: skip
    def assign_many(
        self, who: str, where: int, first: str, second: str, shape: str, whom: list[str], away: bool
    ) -> None:
        listing, line = self.listing(where), Line.of(first, second, shape)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "assign") or line.refusal(listing)
        chosen = [] if refusal else [record for record in listing.visible(who) if line.holds(record, who)]
        self._assign(who, listing, chosen, whom, refusal, away=away, filter=line.text)

    def _assign(
        self, who: str, listing: Listing, chosen: list[Record], whom: list[str], refusal: Refusal | None, *,
        away: bool, **which: Any,
    ) -> None:  # fmt: skip
        names = list(dict.fromkeys(self.actor(name) for name in whom))
        if refusal is None and not all(name in listing.places for name in names):
            refusal = NO_PERSON
        emails = tuple(f"{name}@example.com" for name in names)
        kind = Unassign if away else Assign
        done = self.play(who, kind(listing.id, emails, **which), refusal, listing)
        if done is None:
            return
        touched = 0
        for record in chosen:
            before = set(record.assigned)
            record.assigned = before - {*names} if away else before | {*names}
            touched += len(before ^ record.assigned)
        self.expect("How many assignments changed", done.value, touched)
        self.audited(done, listing, changed=touched > 0)

    @plays(RecordConsent, who=WHO, where=WHERE, number=RECORD, given=st.booleans(),
           kind=st.sampled_from(["email", "email", " SMS", "post", "fax"]))  # fmt: skip
    def record_consent(self, who: str, where: int, number: int, given: bool, kind: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "edit") or self.model.record(who, listing, customer_id)
        record = listing.records.get(customer_id)
        name = listing.catalogues.code(kind, given=given)
        refusal = refusal or (INVALID if name is None else None)
        if refusal is None and record and record.values["restricted"] and given:
            refusal = RESTRICTED
        done = self.play(who, RecordConsent(listing.id, customer_id, kind, given, "As said", "phone"), refusal, listing)
        if done is None or record is None or name is None:
            return
        changed = record.consented(name) is not given
        self.expect("Whether a consent was written down", done.value is not None, changed)
        self.audited(done, listing, changed=changed)
        if changed:
            record.consents.append((name, given))

    @plays(ListConsents, who=WHO, where=WHERE, number=RECORD)
    def list_consents(self, who: str, where: int, number: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "view") or self.model.record(who, listing, customer_id)
        done = self.play(who, ListConsents(listing.id, customer_id), refusal, listing)
        if done is not None:
            found = [(event.kind, event.given) for event in done.value]
            self.expect("The consents", found, listing.records[customer_id].consents)


def _unreadable(values: dict[str, object], typed: Form, listing: Listing) -> Refusal | None:
    if typed.invalid or forms.unknown_entry(values, typed, listing):
        return INVALID
    now = forms.after(values, typed, listing)
    return None if now["first_name"] or now["last_name"] or now["company"] else INVALID


def uneditable(who: str, listing: Listing, record: Record, typed: Form, version: int | None) -> Refusal | None:
    """Return why a visible record is not edited: a bad value, a restriction, no name left, or a conflict."""
    if typed.invalid:
        return INVALID
    if record.values["restricted"]:
        if not typed.lifts:
            return RESTRICTED
        if not listing.places[who].may("lift_restriction"):
            return Refusal(Denied, "restriction")
    now = forms.after(record.values, typed, listing)
    if not (now["first_name"] or now["last_name"] or now["company"]):
        return INVALID
    if forms.clashes(record, typed, version):
        return Refusal(Conflict, "fields")
    return _unreadable(record.values, typed, listing)
