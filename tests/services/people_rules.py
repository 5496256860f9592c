"""What the machine does with people: roles, rights, removal, leaving, invitations, handing over (X01, S1, D19, D20)."""

from dataclasses import replace

from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid, NotFound, Refused, SignInNeeded
from oclient_tui.services.sharing.accounts import TransferList
from oclient_tui.services.sharing.invitations import (
    AcceptInvitation,
    InviteMember,
    ListInvitations,
    MyInvitations,
    RejectInvitation,
    RevokeInvitation,
)
from oclient_tui.services.sharing.lists import LeaveList
from oclient_tui.services.sharing.members import (
    ChangeRole,
    GrantRight,
    ListMembers,
    RemoveMember,
    RevokeRight,
)
from tests.services.machine import EVERYBODY, OWNER_OFTEN, SOMEBODY, TURN, WHERE, WHO, Ground, plays
from tests.services.model import (
    ADMIN,
    ALWAYS,
    AT_FIRST,
    MAY_HOLD,
    MEMBER,
    NO_PERSON,
    OWNER,
    Listing,
    Offer,
    Place,
    Refusal,
)

RIGHT = st.sampled_from([*["delete", "assign"] * 4, "import", "wipe", "extract", "settings", "view", "nonsense"])
OFFER = st.integers(0, 7)
INVITED = st.sampled_from([*["invited"] * len(EVERYBODY), *EVERYBODY])
HOUR = 3_600_000
NO_OFFER = Refusal(NotFound, "invitation")
OWNERS_PLACE = Refusal(Refused, "owner")
ON_THE_LIST = Refusal(Refused, "on the list")


class PeopleRules(Ground):
    """People on lists."""

    @plays(ListMembers, who=WHO, where=WHERE)
    def list_members(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ListMembers(listing.id), self.model.gate(who, listing, "view"), listing)
        if done is None:
            return
        own = listing.places[who].role == MEMBER
        wanted = [
            (f"{name}@example.com", place.role, frozenset[str]() if own and name != who else place.rights)
            for name, place in sorted(listing.places.items())
        ]
        found = [(m.email, m.role.value, frozenset(right.value for right in m.rights)) for m in done.value]
        self.expect("Who is on the list", found, wanted)

    def _person(self, listing: Listing, name: str) -> Refusal | None:
        if name not in listing.places:
            return NO_PERSON
        return OWNERS_PLACE if listing.places[name].role == OWNER else None

    @plays(ChangeRole, weight=2, who=OWNER_OFTEN, where=WHERE, whom=SOMEBODY,
           role=st.sampled_from(["admin", "member", "member", " Admin", "owner", "boss"]))  # fmt: skip
    def change_role(self, who: str, where: int, whom: str, role: str) -> None:
        listing = self.listing(where)
        who, name = self.actor(who, listing), self.actor(whom)
        wanted = role.strip().lower()
        unknown = None if wanted in (ADMIN, MEMBER) else Refusal(Invalid, "role")
        refusal = self.model.gate(who, listing, "roles") or unknown or self._person(listing, name)
        done = self.play(who, ChangeRole(listing.id, f"{name}@example.com", role), refusal, listing)
        if done is not None:
            place = listing.places[name]
            self._now(listing, name, replace(place, role=wanted, rights=place.rights & MAY_HOLD[wanted]), done.chains)

    @plays(
        GrantRight, RevokeRight, weight=2, who=OWNER_OFTEN, where=WHERE, whom=SOMEBODY, right=RIGHT, take=st.booleans()
    )
    def change_right(self, who: str, where: int, whom: str, right: str, take: bool) -> None:
        listing = self.listing(where)
        who, name = self.actor(who, listing), self.actor(whom)
        refusal = self.model.gate(who, listing, "roles") or self._person(listing, name)
        place = listing.places.get(name)
        if refusal is None and place and right not in MAY_HOLD[place.role]:
            refusal = Refusal(Refused if right in ALWAYS[OWNER] else Invalid, "right")
        kind = RevokeRight if take else GrantRight
        done = self.play(who, kind(listing.id, f"{name.upper()}@example.com", right), refusal, listing)
        if done is not None and place is not None:
            rights = place.rights - {right} if take else place.rights | {right}
            self._now(listing, name, replace(place, rights=rights), done.chains)

    def _now(self, listing: Listing, name: str, place: Place, chains: frozenset[int]) -> None:
        changed = place != listing.places[name]
        listing.places[name] = place
        self.expect("Audit chains that grew", chains, frozenset({listing.id}) if changed else frozenset[int]())

    @plays(RemoveMember, who=OWNER_OFTEN, where=WHERE, whom=SOMEBODY)
    def remove_member(self, who: str, where: int, whom: str) -> None:
        listing = self.listing(where)
        who, name = self.actor(who, listing), self.actor(whom)
        refusal = self.model.gate(who, listing, "roles") or self._person(listing, name)
        done = self.play(who, RemoveMember(listing.id, f"{name}@example.com"), refusal, listing)
        if done is not None:
            listing.part(name)
            self.audited(done, listing)
            self._gone(listing, name)

    @plays(LeaveList, who=WHO, where=WHERE)
    def leave_list(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "view")
        if refusal is None and listing.places[who].role == OWNER:
            refusal = OWNERS_PLACE
        done = self.play(who, LeaveList(listing.id), refusal, listing)
        if done is not None:
            listing.part(who)
            self.audited(done, listing)
            self._gone(listing, who)

    def _gone(self, listing: Listing, name: str) -> None:
        """Whoever is off the list loses the very next action, in a session that was open before (S1)."""
        self.play(name, ListMembers(listing.id), self.model.gate(name, listing, "view"), listing)

    # Invitations.

    @plays(InviteMember, AcceptInvitation, weight=4, who=OWNER_OFTEN, where=WHERE, whom=SOMEBODY,
           grants=st.lists(RIGHT, max_size=1),
           role=st.sampled_from(["member", "member", "admin", "owner"]), join=st.booleans())  # fmt: skip
    def invite(self, who: str, where: int, whom: str, grants: list[str], role: str, join: bool) -> None:
        """Offer a place; often it is taken at once, so that lists do not run empty."""
        listing = self.listing(where)
        who, name = self.actor(who, listing), self.actor(whom)
        refusal = self.model.gate(who, listing, "invite")
        refusal = refusal or (Refusal(Invalid, "role") if role == OWNER else None)
        if refusal is None and name in listing.places:
            refusal = ON_THE_LIST
        if refusal is None and grants and grants[0] not in MAY_HOLD[role]:
            refusal = Refusal(Refused if grants[0] in ALWAYS[OWNER] else Invalid, "right")
        case = InviteMember(listing.id, f"{name}@Example.com", role, tuple(grants))
        done = self.play(who, case, refusal, listing)
        if done is None:
            return
        for offer in self.model.offers:
            if (offer.listing, offer.name, offer.state) == (listing, name, "pending"):
                offer.state = "revoked"
        found = done.value.invitation
        rights = AT_FIRST[role] | frozenset(grants)
        self.model.offers.append(Offer(found.id, done.value.token, listing, name, role, rights, found.expires_at))
        self.audited(done, listing)
        if join and name in self.model.people:
            self._accept(name, self.model.offers[-1], done.value.token)

    @plays(AcceptInvitation, weight=2, who=INVITED, which=OFFER, by=TURN)
    def accept(self, who: str, which: int, by: int) -> None:
        """Answer with the token, with the id, or with something made up."""
        if self.model.offers:
            offer = self.model.offers[-1 - which % len(self.model.offers)]
            self._accept(self._answering(who, offer), offer, ("x" * 32, str(offer.id), offer.token, offer.token)[by])

    def _answering(self, who: str, offer: Offer) -> str:
        if who != "invited":
            return self.actor(who)
        return offer.name if offer.name in self.model.people else "nobody"

    def _open(self, who: str, offer: Offer, word: str) -> Refusal | None:
        """Return why somebody may not answer an invitation with a word."""
        refusal = self.model.session(who)
        if refusal:
            return refusal
        own = who == offer.name
        fits = word == offer.token or (word == str(offer.id) and own)
        foreign = who in self.model.people and not own
        over = offer.state != "pending" or offer.expires_at <= self.stage.clock()
        return None if fits and not foreign and not over else NO_OFFER

    def _accept(self, who: str, offer: Offer, word: str) -> None:
        refusal = self._open(who, offer, word)
        if refusal is None and who not in self.model.people:
            # An address with an account signs in; one without (the ghost) would have to choose a password.
            refusal = Refusal(SignInNeeded, "account")
        if refusal is None and who in offer.listing.places:
            refusal = ON_THE_LIST
        done = self.play(who, AcceptInvitation(word), refusal)
        if done is not None:
            offer.state = "accepted"
            offer.listing.places[who] = Place(offer.role, offer.rights)
            self.audited(done, offer.listing)

    @plays(RejectInvitation, who=INVITED, which=OFFER, by=TURN)
    def reject(self, who: str, which: int, by: int) -> None:
        if not self.model.offers:
            return
        offer = self.model.offers[-1 - which % len(self.model.offers)]
        who = self._answering(who, offer)
        word = ("\ud800", str(offer.id), offer.token, offer.token)[by]
        done = self.play(who, RejectInvitation(word), self._open(who, offer, word))
        if done is not None:
            offer.state = "rejected"
            self.audited(done, offer.listing)

    @plays(RevokeInvitation, who=OWNER_OFTEN, where=WHERE, whom=SOMEBODY)
    def revoke_invitation(self, who: str, where: int, whom: str) -> None:
        listing = self.listing(where)
        who, name = self.actor(who, listing), self.actor(whom)
        waiting = [o for o in self.model.offers if (o.listing, o.name, o.state) == (listing, name, "pending")]
        refusal = self.model.gate(who, listing, "invite") or (None if waiting else NO_OFFER)
        done = self.play(who, RevokeInvitation(listing.id, f"{name}@example.com"), refusal, listing)
        if done is not None:
            for offer in waiting:
                offer.state = "revoked"
            self.audited(done, listing)

    @plays(ListInvitations, who=OWNER_OFTEN, where=WHERE)
    def list_invitations(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ListInvitations(listing.id), self.model.gate(who, listing, "invite"), listing)
        if done is not None:
            wanted = [(offer.id, offer.state) for offer in reversed(self.model.offers) if offer.listing is listing]
            first = {found.id for found in done.value} - {offer.id for offer in self.model.offers}
            found = [(i.id, i.state.value) for i in done.value if i.id not in first]
            self.expect("The list's invitations", found, wanted)
            self.expect("Those that brought the first people", len(first), self.first_invitations.get(listing.id, 0))

    @plays(MyInvitations, who=WHO)
    def my_invitations(self, who: str) -> None:
        who = self.actor(who)
        done = self.play(who, MyInvitations(), self.model.account(who))
        if done is not None:
            wanted = [o.id for o in reversed(self.model.offers) if o.name == who and not self._open(who, o, o.token)]
            self.expect("What one is invited to", [invitation.id for invitation in done.value], wanted)

    @plays(hours=st.sampled_from([1, 1, 80]))
    def time_passes(self, hours: int) -> None:
        """Let invitations grow old: after 72 hours nobody can answer them."""
        self.stage.clock.advance(hours * HOUR)

    @plays(TransferList, who=st.sampled_from(["operator", "operator", "ola", "adam", "nobody"]), where=WHERE,
           whom=SOMEBODY)  # fmt: skip
    def transfer_list(self, who: str, where: int, whom: str) -> None:
        name, listing = self.actor(whom), self.listing(where)
        refusal = self.model.operator(who)
        if refusal is None and name not in self.model.people:
            refusal = Refusal(NotFound, "account")
        elif refusal is None and self.model.people[name].disabled:
            refusal = Refusal(Refused, "disabled")
        done = self.play(who, TransferList(str(listing.id), f"{name}@example.com"), refusal)
        if done is None:
            return
        former = listing.owner
        self.audited(done, listing, changed=former != name)
        if former != name:
            listing.places[former] = replace(listing.places[former], role=ADMIN, rights=frozenset())
            place = listing.places.get(name) or Place(OWNER, frozenset())
            listing.places[name] = replace(place, role=OWNER, rights=frozenset())
