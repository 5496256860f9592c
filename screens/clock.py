"""Moments as a person reads them."""

from datetime import UTC, datetime


def shown_day(moment_ms: int) -> str:
    """Return the day of a moment on this machine's clock, as 2026-01-31 14:30."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def shown_time(moment_s: float) -> str:
    """Return the time of day of a moment on this machine's clock, as 14:30:05."""
    return datetime.fromtimestamp(moment_s, UTC).astimezone().strftime("%H:%M:%S")
