"""What the machine does before it saves: asks whether the list has a customer, and is told what saving would (A4)."""

from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.services.customers.checking import CheckEditedCustomer, CheckNewCustomer, Match
from oclient_tui.services.usecase import UseCase
from tests.services import forms
from tests.services.duplicate_model import HIDDEN, SEEN, TOO_MANY, count, duplicate
from tests.services.forms import Form
from tests.services.machine import RECORD, TURN, WHERE, Ground, plays
from tests.services.model import Listing, Record, Refusal, blank

MEMBERS = st.sampled_from(["mia", "max", "mia", "max", "adam", "ola", "eve"])


class CheckRules(Ground):
    """Checks before saving."""

    @plays(CheckNewCustomer, CheckEditedCustomer, weight=3, who=MEMBERS, where=WHERE, number=RECORD, of=RECORD,
           turn=TURN, change=st.sampled_from(["email", "phone", "several", "birthday", "last_name"]))  # fmt: skip
    def check(self, who: str, where: int, number: int, of: int, turn: int, change: str) -> None:
        """Check by a value that another's record may have: a new customer, or every other time an edit of one."""
        listing = self.listing(where)
        records = list(listing.records.values())
        word = records[number % len(records)].token if records else "zzz"
        typed, edited = forms.form(change, turn, word), records[of % len(records)] if records and of % 2 else None
        gate = self.model.gate(who, listing, "edit" if edited else "add")
        if gate is None and edited is not None:
            gate = self.model.record(who, listing, edited.id)
        case: UseCase[Match | None] = CheckNewCustomer(listing.id, typed.typed)
        if edited is not None:
            case = CheckEditedCustomer(listing.id, edited.id, typed.typed)
        told = None if gate else self._told(who, listing, edited, typed)
        done = self.play(who, case, gate or self._refusal(told), listing)
        if done is None:
            return
        self.audited(done, listing, changed=told in (HIDDEN, SEEN))
        found = None if done.value is None else HIDDEN if done.value.id is None else SEEN
        self.expect("The verdict before saving", found, told)

    def _told(self, who: str, listing: Listing, edited: Record | None, typed: Form) -> Refusal | None:
        if typed.invalid:
            return Refusal(Invalid, "value")
        values = forms.after(edited.values if edited else blank(), typed, listing)
        told = duplicate(listing, who, edited, values, self.stage.clock())
        if told in (HIDDEN, SEEN):
            count(listing, who, "refused", self.stage.clock())
        return told

    @staticmethod
    def _refusal(told: Refusal | None) -> Refusal | None:
        return told if told == TOO_MANY else None
