"""Amounts as whole hundredths, so that sums are exact."""

import re

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import one_line

LIMIT = 10**12
"""Hundredths. Nine million such amounts still add up within 63 bits, beyond which SQLite's SUM is an error."""

_AMOUNT = re.compile(r"([+-]?)([0-9]{1,3}(?:[ '][0-9]{3})+|[0-9]{1,18})(?:[.,]([0-9]{1,2}))?\Z")


def read_money(name: str, text: str) -> int:
    """Return an amount in hundredths; raise Invalid. The decimal sign is a comma or a point, groups take a space."""
    found = _AMOUNT.match(one_line(text).replace("\u2212", "-"))
    if found is None:
        raise Invalid(tr("{field} is an amount such as 1250.50, not “{value}”."), field=name, value=one_line(text)[:40])
    sign, whole, part = found.groups()
    amount = int(whole.replace(" ", "").replace("'", "")) * 100 + int((part or "").ljust(2, "0"))
    if amount > LIMIT:
        raise Invalid(tr("{field} is larger than {limit}."), field=name, limit=show_money(LIMIT))
    return -amount if sign == "-" else amount


def show_money(amount: int) -> str:
    """Return an amount as it can be typed again."""
    whole, part = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}.{part:02}"
