"""Phone numbers and e-mail addresses as their standards have them (E.164, RFC 5321).

Both libraries are imported where they are used: together they would cost every command a quarter of a second.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import one_line
from oclient_tui.gateways.plain_contacts import plain_email, plain_phone

if TYPE_CHECKING:
    from types import ModuleType


class Contacts:
    """Reads what a person typed into the one form that is stored."""

    def phone(self, text: str, region: str) -> str:
        """Return E.164 for a number as people write it; without a country code it is one of `region`. Raise Invalid."""
        if (known := plain_phone(text, region)) is not None:
            return known
        import phonenumbers

        value = one_line(text)
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or number.extension or not phonenumbers.is_possible_number(number):
            raise Invalid(tr("“{value}” is not a phone number in {region}."), value=value[:40], region=region)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def email(self, text: str) -> str:
        """Return an address in its normal form; no name server is asked. Raise Invalid."""
        parts = plain_email(text)
        if parts is not None and (domain := _domain(parts[1])) is not None:
            return f"{parts[0]}@{domain}"
        library, value = _email_validator(), one_line(text)
        try:
            found = library.validate_email(value, check_deliverability=False, test_environment=True)
        except library.EmailNotValidError as error:
            raise Invalid(tr("“{value}” is not an e-mail address."), value=value[:80]) from error
        return str(found.normalized)

    def region(self, code: str) -> bool:
        """Whether phone numbers of this region are known."""
        import phonenumbers

        return code in phonenumbers.SUPPORTED_REGIONS


@lru_cache(maxsize=4096)
def _domain(text: str) -> str | None:
    """Return the normal form of what stands behind an @; None if an address with it is not valid."""
    library = _email_validator()
    try:
        found = library.validate_email(f"a@{text}", check_deliverability=False, test_environment=True)
    except library.EmailNotValidError:
        return None
    return str(found.domain)


@cache
def _email_validator() -> "ModuleType":
    """Return the library, taught to take names that are reserved for never being delivered (RFC 2606).

    Made-up addresses end in .invalid, and they must pass the same check as any other.
    """
    import email_validator

    email_validator.SPECIAL_USE_DOMAIN_NAMES.remove("invalid")
    return email_validator
