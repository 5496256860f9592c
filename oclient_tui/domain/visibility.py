"""Which rule shows or hides a record to a person, in words (N06, O14)."""

from dataclasses import dataclass
from enum import StrEnum

from oclient_tui.domain.access import Access, Role
from oclient_tui.domain.errors import tr


class Rule(StrEnum):
    """The rules that decide sight, each with the sentence that explains it."""

    OWNER = "owner"
    ADMIN = "admin"
    OPEN_LIST = "open_list"
    AUTHOR = "author"
    ASSIGNED = "assigned"
    NOT_ASSIGNED = "not_assigned"


SENTENCES = {
    Rule.OWNER: tr("The list's owner sees every record."),
    Rule.ADMIN: tr("Admins see every record."),
    Rule.OPEN_LIST: tr("assigned_only is off, so every member sees every record."),
    Rule.AUTHOR: tr("Added the record and is assigned to it."),
    Rule.ASSIGNED: tr("Is assigned to the record."),
    Rule.NOT_ASSIGNED: tr("assigned_only is on, and the record is not assigned to this person."),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether one person sees one record, and the rule that says so."""

    email: str
    visible: bool
    rule: Rule


def sight(access: Access, email: str, *, assigned: bool, author: bool) -> Sight:
    """Return what decides for this person; the same rule as the row lock, told as a sentence."""
    if access.role is Role.OWNER:
        return Sight(email, True, Rule.OWNER)
    if access.role is Role.ADMIN:
        return Sight(email, True, Rule.ADMIN)
    if access.sees_all:
        return Sight(email, True, Rule.OPEN_LIST)
    if assigned:
        return Sight(email, True, Rule.AUTHOR if author else Rule.ASSIGNED)
    return Sight(email, False, Rule.NOT_ASSIGNED)
