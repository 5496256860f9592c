"""Consents as events: given and withdrawn, never edited (D14, E09-E11)."""

from dataclasses import dataclass
from enum import StrEnum

from oclient_tui.domain.errors import Invalid, tr


class ConsentKind(StrEnum):
    """The kinds every list starts with; a catalogue of up to ten per list follows with the owner's settings."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One giving or withdrawing: of what, with which wording, from where, by whom, when."""

    id: int
    customer_id: int
    kind: str
    given: bool
    wording: str
    source: str
    actor_id: int
    at: int
    version: int = 0
    """Of the kind's wording; 0 for a wording of one's own, or none."""


def consent_kind(text: str) -> str:
    """Return a known kind; raise Invalid, naming the kinds, for another."""
    try:
        return ConsentKind(text.strip().lower()).value
    except ValueError:
        accepted = ", ".join(kind.value for kind in ConsentKind)
        raise Invalid(
            tr("There is no consent “{kind}”. Kinds are: {accepted}."), kind=text, accepted=accepted
        ) from None
