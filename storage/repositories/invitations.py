"""Invitations: stored by the digest of their token, answered once (S5)."""

from typing import Any

from oclient_tui.domain.access import Role
from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.members import Invitation, InvitationState
from storage.repositories.members import rights_of, rights_text
from storage.scope import Hall, Scope
from storage.tables.lists import InvitationRow


class InvitationRepository:
    """Invitations to one list, and across lists those of one token or one address."""

    def __init__(self, hall: Hall, scope: Scope) -> None:
        self._hall = hall
        self._scope = scope

    def add(self, invitation: Invitation, token_digest: str) -> None:
        """Store a new invitation."""
        row = {
            "id": invitation.id,
            "email": invitation.email,
            "email_key": address_key(invitation.email),
            "role": invitation.role.value,
            "rights": rights_text(invitation.rights),
            "token_digest": token_digest,
            "state": invitation.state.value,
            "invited_by": invitation.invited_by,
            "created_at": invitation.created_at,
            "expires_at": invitation.expires_at,
        }
        self._scope.insert(InvitationRow, row).execute()

    def settle(self, invitation_id: int, state: InvitationState) -> bool:
        """Move a pending invitation to its end; False for whoever comes second."""
        pending = (InvitationRow.id == invitation_id) & (InvitationRow.state == InvitationState.PENDING.value)
        return int(self._scope.update(InvitationRow, {"state": state.value}).where(pending).execute()) == 1

    def revoke_for(self, email: str) -> int:
        """Revoke what is pending for an address on this list and return how many there were."""
        theirs, pending = InvitationRow.email_key == address_key(email), InvitationState.PENDING.value
        revoked = self._scope.update(InvitationRow, {"state": InvitationState.REVOKED.value})
        return int(revoked.where(theirs, InvitationRow.state == pending).execute())

    def of_list(self) -> list[Invitation]:
        """Return the list's invitations, newest first."""
        return _read(self._hall.invitations().where(InvitationRow.list_id == self._scope.list_id))

    def by_token(self, token_digest: str) -> Invitation | None:
        """Across lists: return the invitation of a token."""
        found = _read(self._hall.invitations().where(InvitationRow.token_digest == token_digest))
        return found[0] if found else None

    def pending_for(self, email: str, now: int) -> list[Invitation]:
        """Across lists: return what waits for an address."""
        pending = (InvitationRow.state == InvitationState.PENDING.value) & (InvitationRow.expires_at > now)
        return _read(self._hall.invitations().where(InvitationRow.email_key == address_key(email), pending))


def _read(rows: Any) -> list[Invitation]:
    return [
        Invitation(
            id=row.id,
            list_id=row.list_id,
            list_name=row.list_name,
            email=row.email,
            role=Role(row.role),
            rights=rights_of(row.rights),
            state=InvitationState(row.state),
            invited_by=row.invited_by,
            created_at=row.created_at,
            expires_at=row.expires_at,
        )
        for row in rows.order_by(InvitationRow.id.desc()).objects()
    ]
