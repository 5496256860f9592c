"""What the machine does with drafts of forms: each meets their own, and only while they are on the list."""

from hypothesis import strategies as st

from oclient_tui.domain.drafts import VALUE_LENGTH, Draft
from oclient_tui.domain.errors import Invalid
from oclient_tui.services.drafts.keeping import DropDraft, KeepDraft, ShowDraft
from tests.services.machine import WHERE, WHO, Ground, plays
from tests.services.model import Listing, Refusal

BAD = Refusal(Invalid, "draft")
FORMS = st.sampled_from(["customer.new", "customer.edit", "Bad form"])
TYPED = st.sampled_from(["Gdynia", "[b]x[/]", "x" * (VALUE_LENGTH + 1)])


class DraftRules(Ground):
    """Drafts."""

    @plays(KeepDraft, ShowDraft, who=WHO, where=WHERE, form=FORMS, text=TYPED)
    def keep_a_draft(self, who: str, where: int, form: str, text: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        bad = BAD if len(text) > VALUE_LENGTH or " " in form else None
        refusal = self.model.gate(who, listing, "view") or bad
        done = self.play(who, KeepDraft(listing.id, form, Draft({"city": text})), refusal, listing)
        if done is None:
            return
        self.audited(done, listing, changed=False)
        listing.places[who].drafts[form] = text
        self._drafted(who, listing)

    @plays(DropDraft, ShowDraft, who=WHO, where=WHERE, form=FORMS)
    def drop_a_draft(self, who: str, where: int, form: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, DropDraft(listing.id, form), self.model.gate(who, listing, "view"), listing)
        if done is None:
            return
        self.audited(done, listing, changed=False)
        listing.places[who].drafts.pop(form, None)
        self._drafted(who, listing)

    def _drafted(self, who: str, listing: Listing) -> None:
        for form in ("customer.new", "customer.edit"):
            done = self.play(who, ShowDraft(listing.id, form), None, listing)
            if done is not None:
                kept = done.value.values.get("city") if done.value else None
                self.expect(f"What is kept of {form}", kept, listing.places[who].drafts.get(form))
