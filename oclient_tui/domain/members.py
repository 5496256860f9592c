"""The people of a list and the invitations that bring them (O04, X01, D19)."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from oclient_tui.domain.access import GRANTABLE, Permission, Role
from oclient_tui.domain.errors import Invalid, Refused, tr

TOKEN_BYTES = 24
"""192 bits, base64url: 32 letters. Only the SHA-256 of it is stored (S5)."""

INVITATION_LIFETIME_MS = 72 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Member:
    """A person on a list."""

    account_id: int
    email: str
    name: str
    role: Role
    rights: frozenset[Permission]
    joined_at: int


class InvitationState(StrEnum):
    """The life of an invitation: only a pending one can be answered, once."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A place on a list offered to an e-mail address."""

    id: int
    list_id: int
    list_name: str
    email: str
    role: Role
    rights: frozenset[Permission]
    state: InvitationState
    invited_by: int
    created_at: int
    expires_at: int


def token_digest(token: str) -> str:
    """Return what is stored of a token. It is random enough that a plain hash suffices."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def invited_role(text: str) -> Role:
    """Read the role of somebody invited or changed: member or admin, never owner."""
    try:
        role = Role(text.strip().lower())
    except ValueError:
        role = Role.OWNER
    if role is Role.OWNER:
        raise Invalid(tr("A role is member or admin, not “{value}”."), value=text)
    return role


def grantable(role: Role, names: tuple[str, ...]) -> frozenset[Permission]:
    """Return the rights named; raise Invalid for an unknown one, Refused for one this role cannot hold."""
    rights: set[Permission] = set()
    accepted = GRANTABLE.get(role, frozenset())
    for name in names:
        try:
            right = Permission(name.strip().lower())
        except ValueError:
            right = None
        if right is None or right not in accepted:
            kind = Invalid if right is None else Refused
            raise kind(
                tr("“{right}” cannot be granted to the role {role}. Rights it can hold: {accepted}."),
                right=name,
                role=role.value,
                accepted=", ".join(sorted(accepted)) or "–",
            )
        rights.add(right)
    return frozenset(rights)
