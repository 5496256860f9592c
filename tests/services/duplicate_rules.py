"""What the machine does with duplicates: lists and rehearses them, asks for hidden records, answers (N01, N14, A4)."""

from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid, NotFound
from oclient_tui.services.customers.rehearsing import ListDuplicates, RehearseSetting
from oclient_tui.services.customers.requests import GrantRequest, ListRequests, RefuseRequest, RequestAssignment
from tests.services import forms
from tests.services.duplicate_model import TOO_MANY, asked_for, clashes, count, restricted, spent
from tests.services.forms import Form
from tests.services.machine import OWNER_OFTEN, RECORD, TURN, WHERE, Ground, plays
from tests.services.model import Listing, Refusal, blank
from tests.services.settings_model import CHOICES

NO_REQUEST = Refusal(NotFound, "request")
RULES = "duplicates.rules"
MEMBERS = st.sampled_from(["mia", "max", "mia", "max", "adam", "ola", "eve"])


class DuplicateRules(Ground):
    """Duplicates and requests."""

    @plays(ListDuplicates, who=OWNER_OFTEN, where=WHERE)
    def list_duplicates(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ListDuplicates(listing.id), self.model.gate(who, listing, "merge"), listing)
        if done is not None:
            found = (done.value.count, done.value.customers, done.value.pairs)
            self.expect("What clashes", found, clashes(listing, who))

    @plays(RehearseSetting, who=OWNER_OFTEN, where=WHERE, turn=TURN)
    def rehearse(self, who: str, where: int, turn: int) -> None:
        """What a rehearsal tells is what would clash if the rules were switched on."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        typed, wanted = CHOICES[RULES][turn]
        refusal = self.model.gate(who, listing, "settings") or (Refusal(Invalid, "rules") if wanted is None else None)
        done = self.play(who, RehearseSetting(listing.id, RULES, typed), refusal, listing)
        if done is None:
            return
        present = listing.chosen.get(RULES, "")
        listing.chosen[RULES] = str(wanted)
        found = (done.value.count, done.value.customers, done.value.pairs)
        self.expect("What would clash", found, clashes(listing, who))
        listing.chosen[RULES] = present
        self.audited(done, listing, changed=False)

    @plays(RequestAssignment, weight=3, who=MEMBERS, where=WHERE, number=RECORD, turn=TURN,
           change=st.sampled_from(["email", "phone", "several", "birthday"]))  # fmt: skip
    def request(self, who: str, where: int, number: int, turn: int, change: str) -> None:
        """Ask by a value that another's record may have."""
        listing = self.listing(where)
        customer_id = list(listing.records)[number % len(listing.records)] if listing.records else 0
        word = listing.records[customer_id].token if customer_id else "zzz"
        typed = forms.form(change, turn, word)
        refusal = self.model.gate(who, listing, "add")
        if refusal is None and restricted(listing, who) and spent(listing, who, "asked", self.stage.clock()):
            refusal = TOO_MANY
        done = self.play(who, RequestAssignment(listing.id, Form(typed.values).typed), refusal, listing)
        if done is None:
            return
        self.expect("What asking is answered with", done.value, None)
        self.audited(done, listing)
        count(listing, who, "asked", self.stage.clock())
        for record in asked_for(listing, who, forms.after(blank(), typed, listing)):
            listing.requests.setdefault((who, record), 0)

    @plays(ListRequests, GrantRequest, RefuseRequest, weight=2, who=OWNER_OFTEN, where=WHERE, number=RECORD,
           grant=st.booleans())  # fmt: skip
    def answer(self, who: str, where: int, number: int, grant: bool) -> None:
        """Look at the requests, and answer one of them, or one that there is not."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        self._look(listing)
        waiting = sorted((found, asked) for asked, found in listing.requests.items() if found)
        found, asked = waiting[number % len(waiting)] if waiting and number % 8 else (12345, ("", 0))
        refusal = self.model.gate(who, listing, "roles") or (None if asked[0] else NO_REQUEST)
        kind = GrantRequest if grant else RefuseRequest
        done = self.play(who, kind(listing.id, found), refusal, listing)
        if done is not None:
            del listing.requests[asked]
            if grant:
                listing.records[asked[1]].assigned.add(asked[0])
            self.audited(done, listing)

    def _look(self, listing: Listing) -> None:
        """Let the owner read the requests; the model learns their ids."""
        listing.requests = {
            (name, record): found
            for (name, record), found in listing.requests.items()
            if name in listing.places and record in listing.records
        }
        owner = listing.owner
        done = self.play(owner, ListRequests(listing.id), self.model.gate(owner, listing, "roles"), listing)
        if done is not None:
            found = {(r.email.partition("@")[0], r.customer_id): r.id for r in done.value}
            self.expect("Who asks for which record", set(found), set(listing.requests))
            listing.requests = found
