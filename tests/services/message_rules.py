"""What the machine does with messages: no list here has a mail server or a provider, so none is ever queued (O26).

What is told and refused is compared; that messages go out, and to whom, is for tests/mail.
"""

from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid, NotFound, Refused
from oclient_tui.services.messages.asking import AskProvider
from oclient_tui.services.messages.reading import ListOutbox, ReadConversation, ShowMessage
from oclient_tui.services.messages.resolving import ReleaseOutbox, ResolveMessage, RetryMessage
from oclient_tui.services.messages.sending import PlanMail, SendSingle
from oclient_tui.services.messages.suppressing import AllowAddress, ListSuppressed, SuppressAddress
from oclient_tui.services.messages.testing import TestGateway
from oclient_tui.services.messages.texting import PlanSms, SendSms
from tests.services.machine import OWNER_OFTEN, RECORD, WHERE, WHO, Ground, plays
from tests.services.model import Refusal

NO_GATEWAY, NO_MESSAGE = Refusal(Refused, "gateway"), Refusal(NotFound, "message")
NOT_THERE = Refusal(NotFound, "address")
BAD_TEXT, BAD_ADDRESS = Refusal(Invalid, "text"), Refusal(Invalid, "address")
ADDRESS = st.sampled_from(["a@example.com", "A@Example.com", "b@example.com", "no address"])


class MessageRules(Ground):
    """Messages and the suppression list."""

    @plays(
        SendSingle, PlanMail, weight=2, who=WHO, where=WHERE, number=RECORD, empty=st.sampled_from([False, False, True])
    )
    def send_single(self, who: str, where: int, number: int, empty: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer = self.customer_id(listing, number, who)
        refusal = self.model.gate(who, listing, "add") or (BAD_TEXT if empty else None)
        refusal = refusal or self.model.record(who, listing, customer) or NO_GATEWAY
        self.play(who, SendSingle(listing.id, customer, "" if empty else "S", "T"), refusal, listing)
        seen = self.model.gate(who, listing, "add") or self.model.record(who, listing, customer)
        self.play(who, PlanMail(listing.id, customer), seen or NO_GATEWAY, listing)

    @plays(PlanSms, SendSms, who=WHO, where=WHERE, number=RECORD, empty=st.sampled_from([False, False, True]))
    def text(self, who: str, where: int, number: int, empty: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer, body = self.customer_id(listing, number, who), " " if empty else "T"
        refusal = self.model.gate(who, listing, "add") or self.model.record(who, listing, customer)
        refusal = refusal or (BAD_TEXT if empty else NO_GATEWAY)
        self.play(who, PlanSms(listing.id, customer, body), refusal, listing)
        self.play(who, SendSms(listing.id, customer, body), refusal, listing)

    @plays(ReadConversation, ListOutbox, ShowMessage, who=WHO, where=WHERE, number=RECORD)
    def read_messages(self, who: str, where: int, number: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer, gate = self.customer_id(listing, number, who), self.model.gate(who, listing, "view")
        refusal = gate or self.model.record(who, listing, customer)
        told = self.play(who, ReadConversation(listing.id, customer), refusal, listing)
        listed = self.play(who, ListOutbox(listing.id), gate, listing)
        for done in (told, listed):
            if done is not None:
                self.expect("Messages", done.value, [])
        self.play(who, ShowMessage(listing.id, customer), gate or NO_MESSAGE, listing)

    @plays(RetryMessage, ResolveMessage, who=WHO, where=WHERE, number=RECORD)
    def decide_about_no_message(self, who: str, where: int, number: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer, gate = self.customer_id(listing, number, who), self.model.gate(who, listing, "add")
        self.play(who, RetryMessage(listing.id, customer), gate or NO_MESSAGE, listing)
        self.play(who, ResolveMessage(listing.id, customer, "resend"), gate or NO_MESSAGE, listing)

    @plays(ReleaseOutbox, TestGateway, who=OWNER_OFTEN, where=WHERE)
    def look_after_the_gateway(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        gate = self.model.gate(who, listing, "settings")
        done = self.play(who, ReleaseOutbox(listing.id), gate, listing)
        if done is not None:
            self.expect("Released", done.value, 0)
            self.audited(done, listing, changed=False)
        self.play(who, TestGateway(listing.id, "a@example.com"), gate or NO_GATEWAY, listing)

    @plays(SuppressAddress, AllowAddress, who=OWNER_OFTEN, where=WHERE, address=ADDRESS, add=st.booleans())
    def suppress(self, who: str, where: int, address: str, add: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        known, key = listing.suppressed, address.lower()
        refusal = self.model.gate(who, listing, "suppression") or (BAD_ADDRESS if "@" not in address else None)
        if add:
            done = self.play(who, SuppressAddress(listing.id, address), refusal, listing)
            if done is not None:
                self.expect("New on the suppression list", done.value, key not in known)
                self.audited(done, listing, changed=key not in known)
                known.add(key)
            return
        gone = self.play(
            who, AllowAddress(listing.id, address), refusal or (None if key in known else NOT_THERE), listing
        )
        if gone is not None:
            self.audited(gone, listing)
            known.discard(key)

    @plays(AskProvider, who=OWNER_OFTEN, where=WHERE)
    def ask_the_provider(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        self.play(who, AskProvider(listing.id), self.model.gate(who, listing, "suppression") or NO_GATEWAY, listing)

    @plays(ListSuppressed, who=OWNER_OFTEN, where=WHERE)
    def list_suppressed(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ListSuppressed(listing.id), self.model.gate(who, listing, "suppression"), listing)
        if done is not None:
            self.expect("The suppression list", {one.address for one in done.value}, listing.suppressed)
