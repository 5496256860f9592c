"""Invitations: offered by the owner, answered once by the person they are for (X01, D19, S5)."""

from dataclasses import dataclass, field

from oclient_tui.domain.access import DEFAULT_RIGHTS, Permission, Role
from oclient_tui.domain.accounts import Account, address_key
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import NotFound, Refused, SignInNeeded, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.members import (
    INVITATION_LIFETIME_MS,
    TOKEN_BYTES,
    Invitation,
    InvitationState,
    grantable,
    invited_role,
    token_digest,
)
from oclient_tui.domain.text import one_line
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.accounts import hash_new, new_account
from oclient_tui.services.sharing.in_force import current_list, open_list
from oclient_tui.services.usecase import UseCase, Work

HAS_ACCOUNT = tr("There is an account for the invited address. Sign in with it, then accept.")
NEEDS_PASSWORD = tr("The invitation makes a new account: choose a password (--password-stdin).")
_NONE = tr("There is no such invitation, or it is no longer open.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A new invitation and its token, which is shown this once and stored only as a digest."""

    invitation: Invitation
    token: str = field(repr=False)


@dataclass
class InviteMember(UseCase[Offer], needs=Permission.INVITE, writes=True):
    """Offer somebody a place; an open offer to the same address is replaced."""

    list_id: int
    email: str
    role: str = Role.MEMBER.value
    grants: tuple[str, ...] = ()

    def run(self, work: Work) -> Offer:
        """Store the invitation; raise Refused for somebody who is on the list already."""
        role = invited_role(self.role)
        email = work.tools.contacts.email(self.email)
        if work.unit.members.by_email(email) is not None:
            raise Refused(tr("{email} is on this list already."), email=email)
        work.unit.invitations.revoke_for(email)
        invitation = Invitation(
            id=work.tools.ids.next(),
            list_id=self.list_id,
            list_name=current_list(work).name,
            email=email,
            role=role,
            rights=DEFAULT_RIGHTS[role] | grantable(role, self.grants),
            state=InvitationState.PENDING,
            invited_by=work.me.id,
            created_at=work.now,
            expires_at=work.now + INVITATION_LIFETIME_MS,
        )
        # A letter in front: one token in 64 would begin with -, and read as a flag on the command line.
        token = "i" + work.tools.token(TOKEN_BYTES)
        work.unit.invitations.add(invitation, token_digest(token))
        after = {"email": email, "role": role.value, "rights": sorted(invitation.rights)}
        work.record(Event("MemberInvited", str(invitation.id), after=after))
        return Offer(invitation, token)


@dataclass
class ListInvitations(UseCase[list[Invitation]], needs=Permission.INVITE):
    """Show a list's invitations."""

    list_id: int

    def run(self, work: Work) -> list[Invitation]:
        """Return them, newest first."""
        return work.unit.invitations.of_list()


@dataclass
class RevokeInvitation(UseCase[None], needs=Permission.INVITE, writes=True):
    """Take an open invitation back."""

    list_id: int
    email: str

    def run(self, work: Work) -> None:
        """Revoke what is open for the address; raise NotFound if nothing is."""
        email = one_line(self.email)
        if not work.unit.invitations.revoke_for(email):
            raise NotFound(_NONE)
        work.record(Event("InvitationRevoked", before={"email": email}))


@dataclass
class MyInvitations(UseCase[list[Invitation]], needs=Permission.ACCOUNT, actor="invitation"):
    """Show what one is invited to."""

    def run(self, work: Work) -> list[Invitation]:
        """Return the open ones."""
        return work.unit.invitations.pending_for(work.me.email, work.now)


def _found(work: Work, reference: str) -> Invitation:
    """Return the open invitation of a token, or of an id on one's own list; raise NotFound for every other."""
    invitation = work.unit.invitations.by_token(token_digest(reference))
    if invitation is None and work.account is not None:
        wanted = read_id(reference)
        own = work.unit.invitations.pending_for(work.account.email, work.now)
        invitation = next((offer for offer in own if offer.id == wanted), None)
    foreign = invitation and work.account and address_key(work.account.email) != address_key(invitation.email)
    if invitation is None or foreign or invitation.state is not InvitationState.PENDING:
        raise NotFound(_NONE)
    if invitation.expires_at <= work.now:
        raise NotFound(_NONE)
    return invitation


@dataclass
class AcceptInvitation(UseCase[Invitation], needs=Permission.VISITOR, writes=True):
    """Take the place: signed in as the invited account, or with a password that makes the account."""

    reference: str = field(repr=False)
    name: str = ""
    password: str | None = field(default=None, repr=False)
    _hash: str | None = field(default=None, init=False, repr=False)

    def prepare(self, tools: Tools) -> None:
        """Hash the password of a new account."""
        self._hash = None if self.password is None else hash_new(self.password, tools)

    def run(self, work: Work) -> Invitation:
        """Join; of several who try with one token, one wins (S5)."""
        invitation = _found(work, self.reference)
        work.unit.stand_in(invitation.list_id)
        open_list(work)
        if not work.unit.invitations.settle(invitation.id, InvitationState.ACCEPTED):
            raise NotFound(_NONE)
        account = work.account = work.account or self._account(work, invitation)
        if work.unit.members.access(account.id) is not None:
            raise Refused(tr("You are on this list already."))
        work.unit.members.add(account.id, invitation.role, invitation.rights, work.now)
        after = {"account": str(account.id), "email": account.email, "role": invitation.role.value}
        work.record(Event("InvitationAccepted", str(invitation.id), after=after), list_id=invitation.list_id)
        return invitation

    def _account(self, work: Work, invitation: Invitation) -> Account:
        """Make the account of an address that has none; an existing one must sign in (D19)."""
        if work.unit.accounts.by_email(invitation.email) is not None:
            raise SignInNeeded(HAS_ACCOUNT)
        if self._hash is None:
            raise SignInNeeded(NEEDS_PASSWORD)
        return new_account(work, invitation.email, self.name, self._hash)


@dataclass
class RejectInvitation(UseCase[Invitation], needs=Permission.VISITOR, writes=True):
    """Decline the place."""

    reference: str = field(repr=False)

    def run(self, work: Work) -> Invitation:
        """Close the invitation."""
        invitation = _found(work, self.reference)
        work.unit.stand_in(invitation.list_id)
        open_list(work)
        if not work.unit.invitations.settle(invitation.id, InvitationState.REJECTED):
            raise NotFound(_NONE)
        work.record(Event("InvitationRejected", str(invitation.id)), list_id=invitation.list_id)
        return invitation
