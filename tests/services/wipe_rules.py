"""What the machine does with wipes: every role tries, and of what was wiped nothing is left (O39, O40, D5, W1, W2)."""

from pathlib import Path

from hypothesis import strategies as st

from oclient_tui.domain.errors import Denied, NotFound, Refused
from oclient_tui.services.privacy.certifying import FinishWipe, FinishWipes, ListCertificates, ListWipes
from oclient_tui.services.privacy.wiping import PlanWipe, WipeList
from tests.factories import PASSWORD
from tests.services.machine import OWNER_OFTEN, WHERE, WHO, Ground, plays
from tests.services.model import Listing, Refusal, tokens

WRONG_PASSWORD = Refusal(Denied, "password")
WRONG_NAME = Refusal(Refused, "name")
MINUTE = 60_000
NOTHING_OWED = Refusal(NotFound, "list")
FEWEST_LISTS = 2
"""So many are left, lest a play ends with nothing to do."""


class WipeRules(Ground):
    """Whole lists that go."""

    @plays(PlanWipe, who=OWNER_OFTEN, where=WHERE)
    def plan_wipe(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, PlanWipe(listing.id), self.model.gate(who, listing, "wipe"), listing)
        if done is not None:
            self.expect("What would go", (done.value.name, done.value.customers), (listing.name, len(listing.records)))

    @plays(WipeList, who=OWNER_OFTEN, where=WHERE, slip=st.sampled_from(["", "", "password", "name"]))
    def wipe(self, who: str, where: int, slip: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        person = self.model.people.get(who)
        password = person.password if person and slip != "password" else PASSWORD + "!"
        name = listing.name.upper() + "?" if slip == "name" else listing.name
        refusal = self.model.account(who) or (WRONG_PASSWORD if slip == "password" else None)
        refusal = refusal or self.model.gate(who, listing, "wipe") or (WRONG_NAME if slip == "name" else None)
        if refusal is None and len(self.model.lists) <= FEWEST_LISTS:
            return
        self.stage.clock.advance(MINUTE)  # wrong passwords of before no longer count
        done = self.play(who, WipeList(listing.id, name, password), refusal, listing)
        if done is None:
            return
        self.audited(done, None)
        certificate = done.value.certificate
        if certificate is None or not certificate.digest:
            self.fail("A wipe that is done has a certificate.")
        self.wiped.insert(0, (who, listing.id))
        self._wiped_away(who, listing)

    def _wiped_away(self, who: str, listing: Listing) -> None:
        """Take the list out of the model; its people are told that there is no such list, and no file has its words."""
        self.model.lists.remove(listing)
        self.model.offers = [offer for offer in self.model.offers if offer.listing is not listing]
        listing.places.clear()
        self.play(who, PlanWipe(listing.id), self.model.gate(who, listing, "wipe"), listing)
        words = {record.token for record in listing.records.values()} | listing.deleted
        if words and self.stage.url.startswith("/"):
            for path in Path(self.stage.url).parent.glob("*"):
                left = words & tokens(path.read_bytes().decode("latin-1"))
                self.expect(f"Words of the wiped list in {path.name}", left, set[str]())

    @plays(ListCertificates, ListWipes, who=WHO, every=st.booleans())
    def list_wipes(self, who: str, every: bool) -> None:
        who = self.actor("operator" if every else who)
        if every:
            done = self.play(who, ListWipes(), self.model.operator(who))
        else:
            done = self.play(who, ListCertificates(), self.model.account(who))
        if done is not None:
            wanted = [list_id for name, list_id in self.wiped if every or name == who]
            self.expect("What was wiped", [wipe.list_id for wipe in done.value], wanted)

    @plays(FinishWipe, FinishWipes, who=WHO, every=st.booleans(), where=WHERE)
    def finish_wipes(self, who: str, every: bool, where: int) -> None:
        """Nothing is owed here: what the machine wipes is clean."""
        who = self.actor(who)
        if every:
            done = self.play(who, FinishWipes(), self.model.operator(who))
            self.expect("What was owed", done.value if done else [], [])
            return
        reference = str(self.wiped[0][1] if self.wiped else self.listing(where).id)
        self.play(who, FinishWipe(reference), self.model.account(who) or NOTHING_OWED)
