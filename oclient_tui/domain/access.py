"""Roles, rights and what they allow (D4, C2-C4, X03, X04)."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is on one list."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


class Permission(StrEnum):
    """What a use case needs. The first three are about the installation, the rest about one list."""

    OPERATOR = "operator"
    VISITOR = "visitor"
    ACCOUNT = "account"

    VIEW = "view"
    ADD = "add"
    EDIT = "edit"
    IMPORT = "import"
    EXPORT = "export"
    MERGE = "merge"
    DELETE = "delete"
    ASSIGN = "assign"
    INVOICE = "invoice"
    GROUP_SEND = "group_send"
    EXTRACT = "extract"
    LOYALTY = "loyalty"
    ACCOUNT_LIMIT = "account_limit"
    FINANCE = "finance"
    WIPE = "wipe"
    LIFT_RESTRICTION = "lift_restriction"

    SETTINGS = "settings"
    INVITE = "invite"
    ROLES = "roles"
    CATALOGUES = "catalogues"
    TEMPLATES = "templates"
    AUDIT = "audit"
    SUPPRESSION = "suppression"
    SEE_AS = "see_as"


INSTALLATION = frozenset({Permission.OPERATOR, Permission.VISITOR, Permission.ACCOUNT})

_OF_MEMBER = frozenset({Permission.VIEW, Permission.ADD, Permission.EDIT})
_OF_ADMIN = _OF_MEMBER | {
    Permission.IMPORT,
    Permission.EXPORT,
    Permission.MERGE,
    Permission.DELETE,
    Permission.ASSIGN,
    Permission.INVOICE,
    Permission.GROUP_SEND,
    Permission.LIFT_RESTRICTION,
}
_OF_OWNER = frozenset(Permission) - INSTALLATION

BY_ROLE = {Role.OWNER: _OF_OWNER, Role.ADMIN: _OF_ADMIN, Role.MEMBER: _OF_MEMBER}
"""What each role always has."""

DEFAULT_RIGHTS = {Role.MEMBER: frozenset({Permission.GROUP_SEND}), Role.ADMIN: frozenset[Permission]()}
"""Rights a new member starts with; the owner may take them back."""

GRANTABLE = {
    Role.ADMIN: frozenset(
        {Permission.EXTRACT, Permission.LOYALTY, Permission.ACCOUNT_LIMIT, Permission.FINANCE, Permission.WIPE}
    ),
    Role.MEMBER: frozenset(
        {
            Permission.GROUP_SEND,
            Permission.IMPORT,
            Permission.EXPORT,
            Permission.MERGE,
            Permission.DELETE,
            Permission.ASSIGN,
            Permission.INVOICE,
            Permission.EXTRACT,
            Permission.LOYALTY,
            Permission.ACCOUNT_LIMIT,
        }
    ),
}
"""Rights an owner may grant or revoke one by one."""


def rights_after(role: Role, rights: frozenset[Permission]) -> frozenset[Permission]:
    """Return the granted rights that survive a change to `role`; what the role cannot hold falls away."""
    return rights & GRANTABLE.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do on one list, as it stands inside one transaction."""

    list_id: int
    account_id: int
    role: Role
    rights: frozenset[Permission]
    assigned_only: bool
    closed_at: int | None = None
    """When a wipe closed the list."""

    @property
    def sees_all(self) -> bool:
        """Whether every record of the list is visible: owners and admins always, members on an open list (O07, O10)."""
        return self.role is not Role.MEMBER or not self.assigned_only

    def may(self, permission: Permission) -> bool:
        """Whether the role or a right granted on top of it covers `permission`."""
        return permission in BY_ROLE[self.role] or permission in rights_after(self.role, self.rights)
