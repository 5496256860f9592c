"""What can go wrong, as a sentence for a person.

Every error carries a message in English and the values that belong in it, so that the door which shows it can
translate the message (D16) before it fills the values in. `reason` is the short stable name written to the audit.
"""

from collections.abc import Callable
from typing import ClassVar


def tr(message: str) -> str:
    """Mark a message for translation; it is translated where it is shown."""
    return message


class OClientError(Exception):
    """An expected failure: the operation changed nothing."""

    reason: ClassVar[str] = "failed"
    audited: ClassVar[bool] = False
    probes: ClassVar[int] = 0
    """How many refused duplicates it tells of, for the hourly limit (A4)."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence, its message translated and its values filled in."""
        return translate(self.message).format(**self.values)

    def __str__(self) -> str:
        return self.text()


class NotFound(OClientError):
    """Missing or hidden: the two are answered alike (D2)."""

    reason = "not_found"
    audited = True


class Denied(OClientError):
    """The person's role and rights do not cover this."""

    reason = "denied"
    audited = True


class Refused(OClientError):
    """A rule of the house or of the list speaks against it."""

    reason = "refused"
    audited = True


class Conflict(Refused):
    """Somebody else changed the same thing meanwhile; `fields` names what clashes (N18)."""

    reason = "conflict"

    def __init__(self, message: str, fields: dict[str, tuple[str, str]] | None = None, **values: object) -> None:
        super().__init__(message, **values)
        self.fields = fields or {}


class Duplicate(Refused):
    """The list has the customer already; which one is told as far as the person may see (O20, N01)."""

    reason = "duplicate"
    probes = 1


class Closed(Refused):
    """The list is being wiped. Nothing is written of it: the list's audit goes with the list (O39)."""

    reason = "closed"
    audited = False


class Invalid(OClientError):
    """A value or file that cannot be understood."""

    reason = "invalid"


class SignInNeeded(OClientError):
    """Nobody is signed in, the proof was wrong, or the session has ended."""

    reason = "sign_in"


class Throttled(OClientError):
    """Too many failed attempts or probes; try again later (D6, A4)."""

    reason = "throttled"


class Unavailable(OClientError):
    """The database or a gateway cannot be reached."""

    reason = "unavailable"


class Busy(OClientError):
    """Somebody else holds what is needed; try again."""

    reason = "busy"


class Misconfigured(OClientError):
    """A setting, a file's permission or a database's version is wrong; nothing was written."""

    reason = "misconfigured"


class CannotCreate(OClientError):
    """An output file or folder could not be made."""

    reason = "cannot_create"
