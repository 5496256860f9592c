"""Whole numbers as they are written in the language spoken."""

from oclient_tui.config.language import spoken

_APART = {"pl": " "}


def figure(number: int) -> str:
    """Return a number with its thousands apart: 20,000 in English, 20 000 in Polish."""
    return f"{number:,}".replace(",", _APART.get(spoken(), ","))
