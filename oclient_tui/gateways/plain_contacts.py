"""Plain phone numbers and e-mail addresses, read without the libraries' long way (P1).

Whatever is not plain here is left to them: what this says, they would say as well, and tests hold the two together.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

_NUMBER = re.compile(r"(\+?)([1-9][0-9]*(?:[ -][0-9]+)*)\Z")
_BETWEEN = str.maketrans("", "", " -")
_ADDRESS = re.compile(r"([a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*)@([A-Za-z0-9.-]{1,120})\Z")
_LOCAL_LIMIT = 64
_DIGITS_MOST = 15
"""E.164: country code and number together."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How numbers of one country are written: what is stripped from them must not be there."""

    code: str
    lengths: frozenset[int]
    stripped: re.Pattern[str] | None
    abroad: re.Pattern[str] | None

    def plain(self, number: str) -> bool:
        """Whether a national number is taken as it stands."""
        return (
            len(number) in self.lengths
            and number[0] != "0"
            and (self.stripped is None or self.stripped.match(number) is None)
        )


def plain_phone(text: str, region: str) -> str | None:
    """Return E.164 for a number of digits alone, with or without its country's code; None if it is not so plain."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    digits = found[2].translate(_BETWEEN)
    if len(digits) > _DIGITS_MOST:
        return None
    if found[1]:
        plan = _abroad(digits[:3])
        return f"+{digits}" if plan and plan.plain(digits[len(plan.code) :]) else None
    plan = _plan(region)
    if plan is None or digits.startswith(plan.code) or (plan.abroad and plan.abroad.match(digits)):
        return None
    return f"+{plan.code}{digits}" if plan.plain(digits) else None


@cache
def _abroad(start: str) -> _Plan | None:
    """Return the plan of the country that a number begins with; the region that stands for a code shared by several."""
    import phonenumbers

    for length in range(1, len(start) + 1):
        if regions := phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(start[:length])):
            return _plan(regions[0])
    return None


@lru_cache(maxsize=512)
def _plan(region: str) -> _Plan | None:
    """Return the plan of a region that stands for its country's code; None for another, and where there is no such."""
    import phonenumbers

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if metadata is None or metadata.country_code is None or metadata.general_desc is None:
        return None
    if phonenumbers.region_code_for_country_code(metadata.country_code) != region:
        return None
    general = metadata.general_desc
    lengths = frozenset(general.possible_length) - frozenset(general.possible_length_local_only)
    stripped, abroad = metadata.national_prefix_for_parsing, metadata.international_prefix
    return _Plan(
        str(metadata.country_code),
        lengths,
        re.compile(stripped) if stripped else None,
        re.compile(abroad) if abroad else None,
    )


def plain_email(text: str) -> tuple[str, str] | None:
    """Return the two parts of an address of small letters, digits and dots, the second yet to be looked at; or None."""
    found = _ADDRESS.match(text)
    if found is None or len(found[1]) > _LOCAL_LIMIT:
        return None
    return found[1], found[2]
