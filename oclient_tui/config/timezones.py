"""Time zones, as the IANA database on this machine or in the package `tzdata` has them."""

from zoneinfo import available_timezones


def time_zone(text: str) -> str | None:
    """Return a zone's name as the database writes it, whatever its capitals and spaces; None where there is none."""
    wanted = text.strip().replace(" ", "_").casefold()
    return next((name for name in sorted(available_timezones()) if name.casefold() == wanted), None)
