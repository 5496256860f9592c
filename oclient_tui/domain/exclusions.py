"""Why somebody is not written to: a reason for each, before and after a run (N05, C6, D14)."""

from enum import StrEnum

from oclient_tui.domain.errors import tr
from oclient_tui.domain.outbox import Purpose


class Exclusion(StrEnum):
    """The reasons, in the order in which the first that fits is told."""

    IGNORED = "ignored"
    RESTRICTED = "restricted"
    INACTIVE = "inactive"
    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    SAME_ADDRESS = "same_address"
    OBFUSCATED = "obfuscated"
    NOT_VISIBLE = "not_visible"


SENTENCES: dict[Exclusion, str] = {
    Exclusion.IGNORED: tr("This customer asked not to be contacted (gdpr_ignore is on): nothing is sent to them."),
    Exclusion.RESTRICTED: tr("This customer is restricted: nothing is sent to them until the restriction is lifted."),
    Exclusion.INACTIVE: tr("This customer is inactive: nothing that advertises is sent to them."),
    Exclusion.NO_ADDRESS: tr("This customer has no address for that. Add one to the customer first."),
    Exclusion.NO_CONSENT: tr("This customer has given no consent for {kind}, which marketing needs. Send it as a "
                             "service message, or record the consent first."),
    Exclusion.BOUNCED: tr("Messages to {address} come back: it is on the suppression list. Correct the address."),
    Exclusion.SUPPRESSED: tr("{address} is on the suppression list. The list's owner can take it off."),
}  # fmt: skip
"""What a person is told who writes to one customer."""

BOUNCES = frozenset({"bounce", "address_bad"})
"""Reasons of a suppression that the recipient's server gave, and no person."""


def exclusion(
    *,
    active: bool,
    ignored: bool,
    restricted: bool,
    address: str,
    purpose: Purpose,
    consents: bool,
    suppressed: str | None,
) -> Exclusion | None:
    """Return why nothing is sent to a customer at an address; None where something is.

    `suppressed` is the reason of a suppression. Consent gates marketing alone (C6), and so does being active
    (features.md, section 5).
    """
    found = (
        (ignored, Exclusion.IGNORED),
        (restricted, Exclusion.RESTRICTED),
        (purpose is Purpose.MARKETING and not active, Exclusion.INACTIVE),
        (not address, Exclusion.NO_ADDRESS),
        (purpose is Purpose.MARKETING and not consents, Exclusion.NO_CONSENT),
        (suppressed in BOUNCES, Exclusion.BOUNCED),
        (suppressed is not None, Exclusion.SUPPRESSED),
    )
    return next((reason for holds, reason in found if holds), None)
